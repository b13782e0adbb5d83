// Whether a page or picture is well formed, as far as nesting goes.
#pragma once

#include <string>

namespace trilayer::tests {

/// The name of the first element that is closed where another is open; empty where every element is well nested.
std::string badly_nested(const std::string& page);

}  // namespace trilayer::tests
