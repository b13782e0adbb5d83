// Regression-ABC against worlds whose exact posterior is known: calibration, skill, and how much is lost.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "synthetic.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/inference/rules.hpp"

namespace trilayer::inference {
namespace {

constexpr std::uint32_t sessions = 200;

struct Trial {
  model::Loadings truth;
  Answer answer;
};

// Unseen sessions, answered from a bank of 2000 or by the exact posterior.
std::vector<Trial> trials(bool exactly) {
  const auto world = synthetic::full_world();
  const Bank bank = synthetic::bank_of(world, 2000), unseen = synthetic::bank_of(world, sessions, 99);
  std::vector<Trial> done(sessions);
  base::for_each_index(sessions, 2, [&](std::size_t k) {
    const BankRow& row = unseen.rows[k];
    done[k] = {row.truth, answer_of(exactly ? synthetic::exact_posterior(world, row.features, 5000)
                                            : posterior(row.features, bank))};
  });
  return done;
}

const std::vector<Trial>& found() {
  static const auto done = trials(false);
  return done;
}

// Bits that the answers tell about presence beyond the prior, a loading.
double skill(const std::vector<Trial>& done, model::Layer layer) {
  double bits = 0.0;
  for (const auto& [truth, answer] : done)
    for (const auto direction : protocol::both_directions) {
      const LoadingAnswer& loading = answer.loadings[model::index_of({layer, direction})];
      const bool present = truth.at(layer, direction) > 0.0;
      bits += present ? std::log2(loading.presence / loading.prior_presence)
                      : std::log2((1.0 - loading.presence) / (1.0 - loading.prior_presence));
    }
  return bits / (2.0 * sessions);
}

TEST_CASE("Presence is as frequent as it is said to be") {
  std::array<double, 5> said{}, was{}, count{};
  for (const auto& [truth, answer] : found())
    for (std::size_t i = 0; i < 6; ++i) {
      const double p = answer.loadings[i].presence;
      const auto bin = std::min<std::size_t>(4, static_cast<std::size_t>(p * 5.0));
      said[bin] += p;
      was[bin] += truth.values[i] > 0.0 ? 1.0 : 0.0;
      count[bin] += 1.0;
    }
  for (std::size_t bin = 0; bin < 5; ++bin) {
    CAPTURE(bin);
    REQUIRE(count[bin] > 20.0);
    const double p = said[bin] / count[bin];
    CHECK(std::abs(was[bin] / count[bin] - p) < 0.02 + 3.0 * std::sqrt(p * (1.0 - p) / count[bin]));
  }
}

TEST_CASE(
    "Where a loading is present, 90 % of the sizes lie between the 5 % and 95 % quantiles drawn, in equal tails") {
  double inside = 0.0, below = 0.0, count = 0.0;
  for (const auto& [truth, answer] : found())
    for (std::size_t i = 0; i < 6; ++i) {
      if (truth.values[i] <= 0.0) continue;
      double smaller = 0.0, present = 0.0;
      for (const double draw : answer.loadings[i].draws) {
        present += draw > 0.0 ? 1.0 : 0.0;
        smaller += draw > 0.0 && draw < truth.values[i] ? 1.0 : 0.0;
      }
      if (present < 20.0) continue;
      count += 1.0;
      below += smaller < 0.05 * present ? 1.0 : 0.0;
      inside += smaller >= 0.05 * present && smaller <= 0.95 * present ? 1.0 : 0.0;
    }
  REQUIRE(count > 250.0);
  CHECK(inside / count > 0.84);
  CHECK(inside / count < 0.96);
  CHECK(below / count < 0.1);
}

TEST_CASE("Intervals of 90 % hold the loading at least that often") {
  double inside = 0.0;
  for (const auto& [truth, answer] : found())
    for (std::size_t i = 0; i < 6; ++i)
      inside +=
          answer.loadings[i].low_90 <= truth.values[i] && truth.values[i] <= answer.loadings[i].high_90 ? 1.0 : 0.0;
  CHECK(inside / (6.0 * sessions) > 0.9);
}

TEST_CASE("A loading that is zero rarely leads") {
  double zero = 0.0, led = 0.0;
  for (const auto& [truth, answer] : found()) {
    for (const double value : truth.values) zero += value == 0.0 ? 1.0 : 0.0;
    for (const auto name : answer.leading) led += truth[name] == 0.0 ? 1.0 : 0.0;
  }
  CHECK(led / zero < 0.06);
}

TEST_CASE("The answers tell most of what can be told: the exact posterior gains little more") {
  const auto exact = trials(true);
  for (const model::Layer layer : model::all_layers) {
    CAPTURE(model::name(layer));
    CHECK(skill(found(), layer) > 0.25);
    CHECK(skill(found(), layer) > 0.85 * skill(exact, layer));
  }
}

}  // namespace
}  // namespace trilayer::inference
