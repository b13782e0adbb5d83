// A picture as a file of its own: what a page would give it, fonts and colours, stands in it. Light and dark after the
// reader's setting; colours of Okabe and Ito 2008.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trilayer/report/svg.hpp"

namespace trilayer::report {

/// The finished picture with the namespace of SVG, a ground and the looks of its classes: `title`, `strong`, `soft`
/// (text), `rule` and `zero` (lines), `mark`, `open` and `whisker` (a study; `open` and `whisker faint` where it is
/// not verified), `pooled`, `reach` (its wider interval), `zone` and `edge` (an expected region).
/// Colours are written out, not as variables: drawing programs do not know those.
std::string svg_file(const Svg& svg);

/// The text in lines of at most `letters`, broken at blanks. A longer word stands alone on its line; what belongs
/// together ("p = 0.02", "3 to 5 %") may make a line longer.
std::vector<std::string> wrapped(std::string_view text, std::size_t letters);

}  // namespace trilayer::report
