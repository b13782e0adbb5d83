// Courses of healthy virtual people as pictures, a part of the page of `trilayer validate`.
#pragma once

#include <span>
#include <string>

#include "trilayer/validation/facts/curves.hpp"

namespace trilayer::report {

/// A section of HTML with one SVG picture a curve, in their order: mean over people as a line, the middle half and nine
/// in ten of them as bands, what is accepted in publications as a bar at its place (hatched where it rests on memory)
/// with the check's id. Looks come from the classes of validation_page.
std::string curves_section(std::span<const validation::CurveResult> results, int participants);

}  // namespace trilayer::report
