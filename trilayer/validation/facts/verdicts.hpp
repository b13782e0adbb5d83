// What a simulated quantity says about what is accepted. Nothing here simulates.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "trilayer/literature/facts.hpp"

namespace trilayer::validation {

/// `printed`: nothing is accepted or refused.
enum class Verdict { inside, outside, right, wrong, printed };

std::string_view name(Verdict verdict);

/// The verdict on a value. Limits are inclusive. A trend beside a reference that is missed is `wrong`; one that is met
/// is `right`, unless the target has limits too and the value is beyond them. Nothing where the target's trend is over
/// ordered circumstances, which one value cannot show.
std::optional<Verdict> verdict_on(const literature::Target& target, double value);

/// What one person gave, reading by reading; empty where there is no value.
using Readings = std::vector<std::optional<double>>;
/// A quantity of a group; nothing where too few people gave a value.
using Statistic = std::function<std::optional<double>(const std::vector<const Readings*>&)>;

/// Standard error of a statistic by drawing people with replacement. Nothing where fewer than half of the draws have a
/// value.
std::optional<double> bootstrap_error(const std::vector<Readings>& people, const Statistic& statistic,
                                      std::uint64_t seed, int draws = 1000);

}  // namespace trilayer::validation
