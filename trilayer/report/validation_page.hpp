// The facts against the model as a page: a small picture for every target.
#pragma once

#include <span>
#include <string>

#include "trilayer/report/validation.hpp"

namespace trilayer::report {

/// One self-contained HTML page without script, in the order of validation_table: for each target its verdict and a
/// picture of what is accepted (a band, a line for a reference, hatched where it rests on memory) with what the model
/// gives (a point with twice its Monte-Carlo error, or the circumstances of a trend in their order).
std::string validation_page(std::span<const validation::FactResult> results, const ValidationSource& source);

}  // namespace trilayer::report
