// Ipsilateral responses and silences on the average of a block.
#include <fmt/format.h>

#include <functional>
#include <optional>

#include "trilayer/measures/ipsilateral_mep.hpp"
#include "trilayer/measures/ipsilateral_silent_period.hpp"
#include "trilayer/validation/drawn.hpp"

namespace trilayer::validation {
namespace {

using measures::BlockChannel;
using measures::Settings;
using measures::Window;
using measures::published::Average;
using measures::published::AverageMethod;
using protocol::Side;

constexpr double cmep_onset_ms = 20.37, imep_delay_ms = 6.0, isp_onset_ms = 36.13;
constexpr double background_uv = 100.0;
constexpr double edge_ms = 4.0;  // silences come and go over this long [project]

struct Circumstance {
  double rate;
  int trials;
  std::string effect;
  std::optional<phantom::Response> response;
  std::optional<phantom::Silence> silence;
};

// Left and right hand contract; the left one is ipsilateral to the pulses.
phantom::Phantom phantom_of(const Circumstance& c) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(c.rate);
  phantom.interval_spread = 0.1;
  auto block = pulses("a", c.trials, background_uv);
  block.plan.interval = base::Seconds(2.0);
  block.hands.right.response = response(cmep_onset_ms, 1500.0);
  block.hands.left.response = c.response;
  block.hands.left.silence = c.silence;
  phantom.blocks.push_back(std::move(block));
  return phantom;
}

void count(std::optional<Window> found, std::optional<Window> truth, Tally& tally) {
  if (!truth) {
    ++tally.nulls;
    tally.alarms += found ? 1 : 0;
    return;
  }
  ++tally.cases;
  if (!found) return;
  ++tally.found;
  tally.errors.push_back((found->from - truth->from).value());
  tally.end_errors.push_back((found->to - truth->to).value());
}

std::optional<Window> in_ms(const std::optional<measures::published::Found>& found, const Average& average) {
  if (!found) return std::nullopt;
  const auto ms = [&](double column) {
    return base::Milliseconds((column - static_cast<double>(average.zero)) / average.rate * 1e3);
  };
  return Window{ms(found->onset), ms(found->end)};
}

// What this program says of a look.
using Own = std::function<std::optional<Window>(const recording::Session&, const BlockChannel&, const Settings&)>;

std::vector<Score> score_all(const char* task, const std::vector<Circumstance>& circumstances, const Window& searched,
                             std::span<const AverageMethod> methods, const Own& own, const BenchmarkOptions& options,
                             const BenchmarkProgress& progress) {
  std::vector<Score> scores;
  for (std::size_t k = 0; k < circumstances.size(); ++k) {
    const Circumstance& c = circumstances[k];
    const auto drawn = phantom_of(c);
    std::optional<Window> truth;
    if (c.response) truth = Window{c.response->onset, c.response->onset + c.response->length};
    if (c.silence) truth = Window{c.silence->onset, c.silence->end};
    const auto tallies = tallied(static_cast<std::size_t>(options.repeats), methods.size() + 1, options.jobs,
                                 [&](std::size_t i, std::vector<Tally>& all) {
                                   const auto session = phantom::draw(drawn, options.seed * 100000 + i);
                                   const auto settings = settings_of(options, i);
                                   const auto look = look_at(session, 0, Side::left, settings);
                                   count(own(session, look, settings), truth, all[0]);
                                   const auto seen = rectify_block(look, searched, settings);
                                   for (std::size_t m = 0; m < methods.size(); ++m)
                                     count(in_ms(methods[m].find(seen.average), seen.average), truth, all[m + 1]);
                                 });
    for (std::size_t m = 0; m < tallies.size(); ++m)
      if (m == 0 || !is_own(methods[m - 1].id))
        scores.push_back(tallies[m].score(
            {task, m == 0 ? "trilayer" : std::string(methods[m - 1].id), c.effect, c.rate, background_uv, c.trials}));
    if (progress) progress(static_cast<double>(k + 1) / static_cast<double>(circumstances.size()));
  }
  return scores;
}

}  // namespace

std::vector<Score> score_imep_criteria(const BenchmarkOptions& options, const BenchmarkProgress& progress) {
  std::vector<Circumstance> circumstances;
  for (const double rate : benchmark_rates)
    for (const int trials : {10, 20, 40})
      for (const double size : {0.0, 50.0, 100.0, 200.0})
        circumstances.push_back(
            {rate,
             trials,
             size > 0.0 ? fmt::format("iMEP {:g} uV", size) : "nothing",
             size > 0.0 ? std::optional(response(cmep_onset_ms + imep_delay_ms, size)) : std::nullopt,
             {}});
  const auto own = [](const recording::Session& session, const BlockChannel& look,
                      const Settings& settings) -> std::optional<Window> {
    const auto other = look_at(session, 0, Side::right, settings);
    const auto test = measures::test_imep(look, &other, 1, settings);
    if (!test.present) return std::nullopt;
    const auto detected = measures::ipsilateral_mep_detection(test, settings);
    if (detected.empty()) return test.window;
    return Window{base::Milliseconds(detected.front().from_ms), base::Milliseconds(detected.front().to_ms)};
  };
  const Window searched{base::Milliseconds(15.0), base::Milliseconds(50.0)};
  return score_all("imep", circumstances, searched, measures::published::imep_criteria(), own, options, progress);
}

std::vector<Score> score_isp_criteria(const BenchmarkOptions& options, const BenchmarkProgress& progress) {
  struct Silence {
    double depth, length;
  };
  std::vector<Circumstance> circumstances;
  for (const double rate : benchmark_rates)
    for (const int trials : {10, 20, 40})
      for (const Silence s :
           {Silence{0.0, 0.0}, Silence{0.3, 15.0}, Silence{0.3, 25.0}, Silence{0.5, 25.0}, Silence{1.0, 25.0}}) {
        std::optional<phantom::Silence> silence;
        if (s.depth > 0.0)
          silence = phantom::Silence{base::Milliseconds(isp_onset_ms), base::Milliseconds(isp_onset_ms + s.length),
                                     base::Milliseconds(1.5), s.depth, base::Milliseconds(edge_ms)};
        circumstances.push_back({rate,
                                 trials,
                                 silence ? fmt::format("iSP {:g} %, {:g} ms", 100.0 * s.depth, s.length) : "nothing",
                                 {},
                                 silence});
      }
  const auto own = [](const recording::Session&, const BlockChannel& look,
                      const Settings& settings) -> std::optional<Window> {
    const auto test = measures::test_isp(look, 1, settings);
    if (!test.present || !test.silence) return std::nullopt;
    return Window{base::Milliseconds(test.silence->onset), base::Milliseconds(test.silence->end)};
  };
  return score_all("isp", circumstances, measures::Settings{}.isp_search, measures::published::isp_criteria(), own,
                   options, progress);
}

}  // namespace trilayer::validation
