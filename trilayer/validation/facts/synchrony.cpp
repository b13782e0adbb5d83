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
constexpr double length = 2000.0, step = 0.1;    // ms
constexpr double slowest = 4.0, fastest = 40.0;  // spikes a second
constexpr std::size_t units_a_hand = 10;
constexpr int reach = 100, centre = 6, level_from = 40, peak_reach = 30;  // lags in bins of 1 ms

// Times of the spikes of one unit, ms; trials lie one after another with a gap wider than any lag.
using Train = std::vector<double>;

std::vector<Train> trains_of(const std::vector<model::TrialOutcome>& outcomes, Side side) {
  std::vector<Train> all(model::pool_size);
  for (std::size_t k = 0; k < outcomes.size(); ++k)
    for (const model::Spike& spike : outcomes[k].spikes[side].front())
      if (spike.unit < all.size()) all[spike.unit].push_back(static_cast<double>(k) * 2.0 * length + spike.step * step);
  std::vector<Train> chosen;
  for (Train& train : all) {
    const double rate = static_cast<double>(train.size()) / (trials * length) * 1e3;
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

double excess(const Correlogram& counts) {
  double inside = 0.0, outside = 0.0;
  int bins_inside = 0, bins_outside = 0;
  for (int lag = -reach; lag <= reach; ++lag) {
    const double count = counts[static_cast<std::size_t>(lag + reach)];
    if (std::abs(lag) <= centre) inside += count, ++bins_inside;
    if (std::abs(lag) >= level_from) outside += count, ++bins_outside;
  }
  return inside - outside * bins_inside / bins_outside;
}

double lag_of_peak(const Correlogram& counts) {
  int best = 0;
  double most = -1.0;
  for (int lag = -peak_reach; lag <= peak_reach; ++lag)
    if (const double count = counts[static_cast<std::size_t>(lag + reach)]; count > most) {
      most = count;
      best = lag;
    }
  return best;
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
  Correlogram all{};
  for (const Train& a : left)
    for (const Train& b : right) add(all, a, b);
  const auto pairs = static_cast<double>(left.size() * right.size());
  return {excess(all) / pairs / (trials * length * 1e-3), lag_of_peak(all)};
}

}  // namespace trilayer::validation
