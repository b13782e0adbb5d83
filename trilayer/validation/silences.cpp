// End of the contralateral silence, trial by trial.
#include <fmt/format.h>

#include <optional>

#include "trilayer/measures/contralateral_silent_period.hpp"
#include "trilayer/validation/drawn.hpp"

namespace trilayer::validation {
namespace {

using measures::BlockChannel;
using protocol::Side;

constexpr double ends_ms[] = {90.13, 121.37, 158.61, 201.07};
constexpr double onset_ms = 20.37, response_ms = 15.0;
constexpr int trials_a_block = 25;

struct Circumstance {
  double rate, background, edge;
};

phantom::Phantom phantom_of(const Circumstance& c) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(c.rate);
  phantom.interval_spread = 0.1;
  for (const double end : ends_ms) {
    auto block = pulses(fmt::format("end-{}", end), trials_a_block, c.background);
    block.hands.right.response = response(onset_ms, 1500.0);
    block.hands.right.silence = phantom::Silence{base::Milliseconds(onset_ms + response_ms), base::Milliseconds(end),
                                                 base::Milliseconds(0.0), 1.0, base::Milliseconds(c.edge)};
    block.hands.left.response = response(onset_ms, 1500.0);  // a response without a silence after it: the null
    phantom.blocks.push_back(std::move(block));
  }
  return phantom;
}

void count(std::optional<double> end, bool censored, std::optional<double> truth, Tally& tally) {
  if (!truth) {
    ++tally.nulls;
    tally.alarms += end || censored ? 1 : 0;
    return;
  }
  ++tally.cases;
  tally.censored += censored ? 1 : 0;
  if (!end) return;
  ++tally.found;
  tally.errors.push_back(*end - *truth);
}

void count_all(const BlockChannel& look, std::optional<double> truth, const measures::Settings& settings,
               std::vector<Tally>& tallies) {
  const auto own = measures::find_silences(look, settings);
  const auto methods = measures::published::silence_end_methods();
  const auto level = rectified_background(look, settings);
  const auto after = [](double zero, double rate) {
    return static_cast<std::size_t>(zero + (onset_ms + response_ms) * 1e-3 * rate);
  };
  const auto in_ms = [](std::optional<double> column, std::size_t zero, double rate) {
    return column ? std::optional((*column - static_cast<double>(zero)) / rate * 1e3) : std::nullopt;
  };
  for (std::size_t row = 0; row < look.epochs.trials(); ++row) {
    count(own[row].end, own[row].censored, truth, tallies[0]);
    const auto trial = trial_of(look, row, level, settings);
    for (std::size_t m = 0; m < methods.size(); ++m)
      if (methods[m].find != nullptr)
        count(in_ms(methods[m].find(trial, after(static_cast<double>(trial.zero), trial.rate)), trial.zero, trial.rate),
              false, truth, tallies[m + 1]);
  }
  const auto block = rectify_block(look, settings.shown, settings);
  for (std::size_t m = 0; m < methods.size(); ++m)
    if (methods[m].find == nullptr)  // needs the average: one decision a block
      count(in_ms(methods[m].find_on_average(block.average,
                                             after(static_cast<double>(block.average.zero), block.average.rate)),
                  block.average.zero, block.average.rate),
            false, truth, tallies[m + 1]);
}

}  // namespace

std::vector<Score> score_silence_ends(const BenchmarkOptions& options, const BenchmarkProgress& progress) {
  std::vector<Circumstance> circumstances;
  for (const double rate : benchmark_rates)
    for (const double background : {50.0, 100.0})
      for (const double edge : {0.0, 6.0}) circumstances.push_back({rate, background, edge});
  const auto methods = measures::published::silence_end_methods();
  std::vector<Score> scores;
  for (std::size_t k = 0; k < circumstances.size(); ++k) {
    const Circumstance& c = circumstances[k];
    const auto drawn = phantom_of(c);
    const auto tallies =
        tallied(static_cast<std::size_t>(options.repeats + 9) / 10, methods.size() + 1, options.jobs,
                [&](std::size_t i, std::vector<Tally>& all) {
                  const auto session = phantom::draw(drawn, options.seed * 1000 + i);
                  const auto settings = settings_of(options, i);
                  for (std::size_t block = 0; block < std::size(ends_ms); ++block) {
                    count_all(look_at(session, block, Side::right, settings), ends_ms[block], settings, all);
                    auto null = look_at(session, block, Side::left, settings);
                    count_all(null, std::nullopt, settings, all);
                  }
                });
    for (std::size_t m = 0; m < tallies.size(); ++m)
      if (m == 0 || !is_own(methods[m - 1].id))
        scores.push_back(tallies[m].score({"csp_end", m == 0 ? "trilayer" : std::string(methods[m - 1].id),
                                           fmt::format("return of EMG over {:g} ms", c.edge), c.rate, c.background,
                                           m > 0 && methods[m - 1].find == nullptr ? trials_a_block : 1}));
    if (progress) progress(static_cast<double>(k + 1) / static_cast<double>(circumstances.size()));
  }
  return scores;
}

}  // namespace trilayer::validation
