// Onset of the contralateral response, trial by trial.
#include <fmt/format.h>

#include <optional>

#include "trilayer/validation/drawn.hpp"

namespace trilayer::validation {
namespace {

using measures::BlockChannel;
using protocol::Side;

// Onsets lie off the grid of samples, and differ so that no method is lucky.
constexpr double onsets_ms[] = {18.13, 20.37, 22.61, 25.07};
constexpr int trials_a_block = 25;

struct Circumstance {
  double rate, background, amplitude;
};

phantom::Phantom phantom_of(const Circumstance& c) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(c.rate);
  phantom.interval_spread = 0.1;
  for (const double onset : onsets_ms) {
    auto block = pulses(fmt::format("onset-{}", onset), trials_a_block, c.background);
    block.hands.right.response = response(onset, c.amplitude);  // the left hand has none: it is the null
    phantom.blocks.push_back(std::move(block));
  }
  return phantom;
}

void count(std::optional<double> found_ms, std::optional<double> true_ms, Tally& tally) {
  if (!true_ms) {
    ++tally.nulls;
    tally.alarms += found_ms ? 1 : 0;
    return;
  }
  ++tally.cases;
  if (!found_ms) return;
  ++tally.found;
  tally.errors.push_back(*found_ms - *true_ms);
}

// The program's own first, then the published ones in their order.
void count_all(const BlockChannel& look, std::optional<double> true_ms, const measures::Settings& settings,
               std::vector<Tally>& tallies) {
  const auto methods = measures::published::onset_methods();
  const auto level = rectified_background(look, settings);
  for (std::size_t row = 0; row < look.epochs.trials(); ++row) {
    count(look.responses[row].onset, true_ms, tallies[0]);
    const auto trial = trial_of(look, row, level, settings);
    for (std::size_t m = 0; m < methods.size(); ++m) {
      const auto column = methods[m].find(trial);
      const auto ms =
          column ? std::optional((*column - static_cast<double>(trial.zero)) / trial.rate * 1e3) : std::nullopt;
      count(ms, true_ms, tallies[m + 1]);
    }
  }
}

std::vector<Tally> tally(const Circumstance& c, const BenchmarkOptions& options) {
  const auto drawn = phantom_of(c);
  const std::size_t methods = measures::published::onset_methods().size() + 1;
  return tallied(static_cast<std::size_t>(options.repeats + 9) / 10, methods, options.jobs,
                 [&](std::size_t i, std::vector<Tally>& tallies) {
                   const auto session = phantom::draw(drawn, options.seed * 1000 + i);
                   const auto settings = settings_of(options, i);
                   for (std::size_t block = 0; block < std::size(onsets_ms); ++block) {
                     count_all(look_at(session, block, Side::right, settings), onsets_ms[block], settings, tallies);
                     count_all(look_at(session, block, Side::left, settings), std::nullopt, settings, tallies);
                   }
                 });
}

}  // namespace

std::vector<Score> score_cmep_onsets(const BenchmarkOptions& options, const BenchmarkProgress& progress) {
  std::vector<Circumstance> circumstances;
  for (const double rate : benchmark_rates)
    for (const double background : {2.0, 30.0, 100.0})
      for (const double amplitude : {200.0, 500.0, 1500.0}) circumstances.push_back({rate, background, amplitude});
  const auto methods = measures::published::onset_methods();
  std::vector<Score> scores;
  for (std::size_t k = 0; k < circumstances.size(); ++k) {
    const Circumstance& c = circumstances[k];
    const auto tallies = tally(c, options);
    for (std::size_t m = 0; m < tallies.size(); ++m) {
      if (m > 0 && is_own(methods[m - 1].id)) continue;
      Score named{"cmep_onset", m == 0 ? "trilayer" : std::string(methods[m - 1].id),
                  fmt::format("MEP {:g} mV", c.amplitude * 1e-3), c.rate, c.background};
      scores.push_back(tallies[m].score(std::move(named)));
    }
    if (progress) progress(static_cast<double>(k + 1) / static_cast<double>(circumstances.size()));
  }
  return scores;
}

}  // namespace trilayer::validation
