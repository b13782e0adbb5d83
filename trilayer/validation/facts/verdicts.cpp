#include "trilayer/validation/facts/verdicts.hpp"

#include <cmath>

#include "trilayer/base/random.hpp"

namespace trilayer::validation {

using literature::Trend;

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::inside:
      return "inside";
    case Verdict::outside:
      return "outside";
    case Verdict::right:
      return "right";
    case Verdict::wrong:
      return "wrong";
    case Verdict::printed:
      break;
  }
  return "printed";
}

std::optional<Verdict> verdict_on(const literature::Target& target, double value) {
  const bool beyond = (target.low && value < *target.low) || (target.high && value > *target.high);
  if (!target.trend) {
    if (!target.low && !target.high) return Verdict::printed;
    return beyond ? Verdict::outside : Verdict::inside;
  }
  if (!target.reference || (*target.trend != Trend::above && *target.trend != Trend::below)) return std::nullopt;
  const bool met = *target.trend == Trend::above ? value > *target.reference : value < *target.reference;
  if (!met) return Verdict::wrong;
  return beyond ? Verdict::outside : Verdict::right;
}

std::optional<double> bootstrap_error(const std::vector<Readings>& people, const Statistic& statistic,
                                      std::uint64_t seed, int draws) {
  if (people.size() < 2) return std::nullopt;
  constexpr std::uint32_t purpose = 0xFAC7;
  int n = 0;
  double mean = 0.0, squares = 0.0;
  for (int draw = 0; draw < draws; ++draw) {
    base::Stream stream(seed, purpose, static_cast<std::uint32_t>(draw));
    std::vector<const Readings*> drawn;
    for (std::size_t i = 0; i < people.size(); ++i)
      drawn.push_back(&people[stream.below(static_cast<std::uint32_t>(people.size()))]);
    const auto value = statistic(drawn);
    if (!value) continue;
    ++n;
    const double step = *value - mean;
    mean += step / n;
    squares += step * (*value - mean);
  }
  if (n < 2 || 2 * n < draws) return std::nullopt;
  return std::sqrt(squares / (n - 1));
}

}  // namespace trilayer::validation
