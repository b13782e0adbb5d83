// What was put into a phantom, in words. Never part of a data set: it goes only where someone asks for it.
#pragma once

#include <string>

#include "trilayer/phantom/phantom.hpp"

namespace trilayer::phantom {

/// A tab-separated table: block, condition, hemisphere, side, quantity, value, unit; one row for everything each hand
/// was told to do ("response onset", "response size", "silence depth", "task EMG" ...). Header first, ends in a
/// newline.
std::string truth_table(const Phantom& phantom);

}  // namespace trilayer::phantom
