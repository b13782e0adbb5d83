#include "tests/model/virtual_lab.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/model/parameters.hpp"

namespace trilayer::model {
namespace {

std::ptrdiff_t place(const Grid& grid, double t) {
  return static_cast<std::ptrdiff_t>((t - grid.from) / grid.step + 0.5);
}

// Mean over trials of what `look` sees in the hand's EMG between two times.
template <class Look>
double mean(const Body& body, const Trials& trials, protocol::Side side, double from, double to, Look&& look) {
  Demand demand;
  demand.steady = trials.effort;
  double sum = 0.0;
  for (int k = 0; k < trials.count; ++k) {
    const auto outcome = run_trial(body, trials.grid, demand, trials.pulses, {1, static_cast<std::uint32_t>(k), 0});
    const Course& emg = outcome.emg[side].front();
    sum += look(emg.begin() + place(trials.grid, from), emg.begin() + place(trials.grid, to));
  }
  return sum / trials.count;
}

}  // namespace

Participant loaded(std::initializer_list<std::pair<LoadingName, double>> loadings) {
  Participant participant = median_participant();
  for (const auto& [name, value] : loadings) participant.loadings[name] = value;
  return participant;
}

Body body_of(const Participant& participant) { return make_body(participant, {"FDI"}, 1); }

double peak_to_peak(const Body& body, const Trials& trials, protocol::Side side, double from, double to) {
  return mean(body, trials, side, from, to, [](auto begin, auto end) {
    const auto [low, high] = std::minmax_element(begin, end);
    return static_cast<double>(*high - *low);
  });
}

double rectified(const Body& body, const Trials& trials, protocol::Side side, double from, double to) {
  return mean(body, trials, side, from, to, [](auto begin, auto end) {
    double sum = 0.0;
    for (auto x = begin; x != end; ++x) sum += std::abs(static_cast<double>(*x));
    return sum / static_cast<double>(end - begin);
  });
}

}  // namespace trilayer::model
