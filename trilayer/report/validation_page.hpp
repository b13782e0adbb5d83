// The facts against the model as a page: a small picture for every target.
#pragma once

#include <span>
#include <string>

#include "trilayer/report/validation.hpp"
#include "trilayer/validation/facts/curves.hpp"

namespace trilayer::report {

/// One self-contained HTML page without script, in the order of validation_table: for each target its verdict and a
/// picture of what is accepted (a band, a line for a reference, hatched where it rests on memory) with what the model
/// gives (a point with twice its Monte-Carlo error, or the circumstances of a trend in their order). Above them the
/// courses of `people_of_curves` people, where there are any.
std::string validation_page(std::span<const validation::FactResult> results, const ValidationSource& source,
                            std::span<const validation::CurveResult> curves = {}, int people_of_curves = 0);

}  // namespace trilayer::report
