// What a simulated quantity says about what is accepted. Nothing here simulates.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "trilayer/literature/facts.hpp"

namespace trilayer::validation {

/// `printed`: nothing is accepted or refused.
enum class Verdict { inside, outside, right, wrong, printed };

std::string_view name(Verdict verdict);

/// Whether the quantity is as published: inside or right.
bool is_met(Verdict verdict);

/// The verdict on a value, or on several, one a circumstance in order. Limits are inclusive.
/// A trend beside a reference that is missed is `wrong`; one that is met is `right`, unless the target has limits too
/// and the value is beyond them: `outside`.
/// A trend over circumstances is `right` where every step goes that way: one that rises or falls has no equal steps;
/// one that does not fall (or rise) has none that falls (rises) by more than twice `error`, since a step of nothing
/// comes out below 0 in half of all runs. Nothing where the number of values does not fit the target.
std::optional<Verdict> verdict_on(const literature::Target& target, const std::vector<double>& values,
                                  std::optional<double> error = std::nullopt);

}  // namespace trilayer::validation
