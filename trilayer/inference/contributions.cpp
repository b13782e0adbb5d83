#include "trilayer/inference/contributions.hpp"

#include <algorithm>

#include "trilayer/base/elementary.hpp"

namespace trilayer::inference {
namespace {

std::array<double, pattern_count> mean_pattern(const std::vector<Density>& members) {
  std::array<double, pattern_count> mean{};
  for (const Density& member : members)
    for (std::size_t p = 0; p < pattern_count; ++p) mean[p] += member.pattern[p] / static_cast<double>(members.size());
  return mean;
}

std::array<double, 6> presences_of(const std::array<double, pattern_count>& pattern) {
  std::array<double, 6> presence{};
  for (std::size_t p = 0; p < pattern_count; ++p)
    for (std::size_t i = 0; i < 6; ++i)
      if ((p >> i & 1U) != 0) presence[i] += pattern[p];
  return presence;
}

double log_odds(double p) {
  const double held = std::clamp(p, 1e-6, 1.0 - 1e-6);
  return base::portable_log(held / (1.0 - held));
}

double divergence_bits(const std::array<double, pattern_count>& to, const std::array<double, pattern_count>& from) {
  double sum = 0.0;
  for (std::size_t p = 0; p < pattern_count; ++p)
    if (to[p] > 0.0) sum += to[p] * base::portable_log(to[p] / std::max(from[p], 1e-300));
  return std::max(0.0, sum / base::portable_log(2.0));
}

}  // namespace

std::array<double, 6> presences(const std::vector<Density>& members) { return presences_of(mean_pattern(members)); }

std::vector<Contribution> contributions(const FeatureRow& observed, const Network& network) {
  const auto whole = mean_pattern(densities(network, observed));
  const auto with = presences_of(whole);
  std::vector<Contribution> all;
  for (std::size_t f = 0; f < observed.size(); ++f) {
    if (!is_informative(observed[f].state) || (is_of_person(f) && f % 2 == 1)) continue;
    FeatureRow without = observed;
    without[f] = {};
    if (is_of_person(f)) without[f ^ 1U] = {};
    const auto pattern = mean_pattern(densities(network, without));
    Contribution contribution{f, presences_of(pattern), {}, divergence_bits(whole, pattern)};
    for (std::size_t i = 0; i < 6; ++i)
      contribution.shift[i] = log_odds(with[i]) - log_odds(contribution.presence_without[i]);
    all.push_back(contribution);
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.bits > b.bits; });
  return all;
}

}  // namespace trilayer::inference
