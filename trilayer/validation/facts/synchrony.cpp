#include "trilayer/validation/facts/synchrony.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "trilayer/model/age.hpp"
#include "trilayer/model/trial.hpp"
#include "trilayer/protocol/block.hpp"

namespace trilayer::validation {
namespace {

using protocol::Side;

constexpr int trials = 10;
constexpr double length = 2250.0, step = 0.1;  // ms
// Spikes count from 150 ms before the trial. Motoneurons start in step: the first 400 ms are left out.
constexpr double left_out = 400.0, counted = 2000.0;
constexpr double slowest = 4.0, fastest = 40.0;  // spikes a second
constexpr std::size_t units_a_hand = 10;
constexpr int reach = 30, centre = 6;  // lags in bins of 1 ms

// Times of the spikes of one unit, ms; trials lie one after another with a gap wider than any lag.
using Train = std::vector<double>;

// `shift`: trials are taken so many places late.
std::vector<Train> trains_of(const std::vector<model::TrialOutcome>& outcomes, Side side, std::size_t shift = 0) {
  std::vector<Train> all(model::pool_size);
  for (std::size_t k = 0; k < outcomes.size(); ++k)
    for (const model::Spike& spike : outcomes[(k + shift) % outcomes.size()].spikes[side].front())
      if (spike.unit < all.size() && spike.step * step >= left_out)
        all[spike.unit].push_back(static_cast<double>(k) * 2.0 * length + spike.step * step);
  std::vector<Train> chosen;
  for (Train& train : all) {
    const double rate = static_cast<double>(train.size()) / (trials * counted) * 1e3;
    if (rate >= slowest && rate <= fastest && chosen.size() < units_a_hand) {
      std::sort(train.begin(), train.end());
      chosen.push_back(std::move(train));
    }
  }
  return chosen;
}

using Correlogram = std::array<double, 2 * reach + 1>;

void add(Correlogram& counts, const Train& left, const Train& right) {
  std::size_t first = 0;
  for (const double at : left) {
    while (first < right.size() && right[first] < at - reach - 0.5) ++first;
    for (std::size_t i = first; i < right.size() && right[i] < at + reach + 0.5; ++i) {
      const auto bin = static_cast<long>(std::floor(right[i] - at + 0.5)) + reach;
      if (bin >= 0 && bin <= 2 * reach) counts[static_cast<std::size_t>(bin)] += 1.0;
    }
  }
}

double within_centre(const Correlogram& counts) {
  double sum = 0.0;
  for (int lag = -centre; lag <= centre; ++lag) sum += counts[static_cast<std::size_t>(lag + reach)];
  return sum;
}

double lag_of_peak(const Correlogram& counts, const Correlogram& by_chance) {
  int best = -reach;
  const auto above = [&](int lag) {
    return counts[static_cast<std::size_t>(lag + reach)] - by_chance[static_cast<std::size_t>(lag + reach)];
  };
  for (int lag = -reach; lag <= reach; ++lag)
    if (above(lag) > above(best)) best = lag;
  return best;
}

Correlogram correlogram(const std::vector<Train>& left, const std::vector<Train>& right) {
  Correlogram counts{};
  for (const Train& a : left)
    for (const Train& b : right) add(counts, a, b);
  return counts;
}

std::vector<model::TrialOutcome> contractions(const model::Participant& participant, std::uint64_t seed) {
  constexpr std::uint32_t purpose = 0x756e6974;  // apart from the trials of sessions
  const auto body = model::make_body(model::with_age_and_height(participant), {"FDI"}, seed);
  protocol::PlannedBlock block;
  for (const Side side : protocol::both_sides) block.condition.hands[side] = {protocol::Contraction::active, 20.0};
  const auto demand = model::demand_of(body.participant, block);
  std::vector<model::TrialOutcome> outcomes;
  for (int k = 0; k < trials; ++k)
    outcomes.push_back(model::run_trial(body, {0.0, length, step}, demand, {},
                                        {seed ^ purpose, static_cast<std::uint32_t>(k), 0}, {}, true));
  return outcomes;
}

}  // namespace

UnitSynchrony unit_synchrony(const model::Participant& participant, std::uint64_t seed) {
  const auto outcomes = contractions(participant, seed);
  const auto left = trains_of(outcomes, Side::left), right = trains_of(outcomes, Side::right);
  if (left.size() < 2 || right.size() < 2) return {};
  // Trials begin alike: what units of different trials share is no common drive.
  const Correlogram counts = correlogram(left, right);
  Correlogram by_chance{};
  for (std::size_t shift = 1; shift < outcomes.size(); ++shift) {
    const Correlogram exchanged = correlogram(left, trains_of(outcomes, Side::right, shift));
    for (std::size_t bin = 0; bin < exchanged.size(); ++bin)
      by_chance[bin] += exchanged[bin] / static_cast<double>(outcomes.size() - 1);
  }
  const auto pairs = static_cast<double>(left.size() * right.size());
  return {(within_centre(counts) - within_centre(by_chance)) / pairs / (trials * counted * 1e-3),
          lag_of_peak(counts, by_chance)};
}

}  // namespace trilayer::validation
