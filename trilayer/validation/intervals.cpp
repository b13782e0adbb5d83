// Whole sessions through `measure`: do intervals hold the truth, and is a late response called late?
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/shapes.hpp"
#include "trilayer/validation/drawn.hpp"

namespace trilayer::validation {
namespace {

using measures::Measurement;
using measures::Results;
using protocol::Side;

constexpr double cmep_onset_ms = 20.37, csp_end_ms = 140.61, isp_onset_ms = 36.13, isp_end_ms = 60.71;
constexpr double edge_ms = 4.0;  // silences come and go over this long [project]
constexpr double isp_jitter_ms = 1.5, isp_depth = 0.6;
constexpr double two_sided = 1.959964;  // of the normal distribution, 95 %

const Measurement* find(const Results& results, std::string_view measure, Side side, std::string_view block) {
  for (const Measurement& m : results.measurements)
    if (m.key.measure == measure && m.key.side == side && (m.block == block || m.block.starts_with(block))) return &m;
  return nullptr;
}

void count(const Measurement* m, double truth, Tally& tally) {
  ++tally.cases;
  if (m == nullptr || !m->value) return;
  ++tally.found;
  tally.errors.push_back(*m->value - truth);
  if (!m->standard_error || m->state == measures::State::at_least || m->state == measures::State::at_most) return;
  ++tally.intervals;
  const bool log = catalogue::descriptor(m->key.measure).scale == catalogue::ErrorScale::log;
  const double distance = log ? std::log(*m->value / truth) : *m->value - truth;
  tally.covered += std::abs(distance) <= two_sided * *m->standard_error ? 1 : 0;
}

// What a session is drawn with; the left hand is ipsilateral to the pulses of the left hemisphere.
struct Drawn {
  double rate = 5000.0;
  double background = 100.0;
  int trials = 20;
  double imep = 0.0;    // uV
  double delay = 0.0;   // ms
  double jitter = 0.7;  // of onsets over trials, ms
};

// Both hemispheres are pulsed while both hands contract. The right hemisphere gives the left hand's own cMEP, the
// reference of its iMEP.
phantom::Phantom phantom_of(const Drawn& d) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(d.rate);
  phantom.interval_spread = 0.1;
  for (const auto hemisphere : protocol::both_hemispheres) {
    auto block = pulses(std::string(name(hemisphere)), d.trials, d.background);
    block.plan.interval = base::Seconds(2.0);
    block.plan.condition.hemisphere = hemisphere;
    auto& crossed = block.hands[protocol::contralateral_side(hemisphere)];
    crossed.response = response(cmep_onset_ms, 1500.0);
    crossed.response->jitter = base::Milliseconds(d.jitter);
    crossed.silence = phantom::Silence{base::Milliseconds(cmep_onset_ms + 15.0), base::Milliseconds(csp_end_ms),
                                       base::Milliseconds(8.0), 1.0, base::Milliseconds(edge_ms)};
    auto& uncrossed = block.hands[protocol::ipsilateral_side(hemisphere)];
    if (d.imep > 0.0 && hemisphere == protocol::Hemisphere::left) {
      uncrossed.response = response(cmep_onset_ms + d.delay, d.imep);
      uncrossed.response->jitter = base::Milliseconds(d.jitter);
    }
    if (d.imep == 0.0)
      uncrossed.silence = phantom::Silence{base::Milliseconds(isp_onset_ms), base::Milliseconds(isp_end_ms),
                                           base::Milliseconds(isp_jitter_ms), isp_depth, base::Milliseconds(edge_ms)};
    phantom.blocks.push_back(std::move(block));
  }
  return phantom;
}

struct Truth {
  std::string_view measure;
  Side side;
  double value;
};

// Mean reduction of the expected average between onset and end, as the measure is defined: edges and jitter make it
// less than the depth of one sweep.
double mean_reduction() {
  constexpr int steps = 1000, shifts = 81;
  constexpr double length = isp_end_ms - isp_onset_ms;
  double sum = 0.0, weights = 0.0;
  for (int k = 0; k < shifts; ++k) {
    const double z = -4.0 + 0.1 * k, weight = std::exp(-0.5 * z * z);
    weights += weight;
    for (int i = 0; i < steps; ++i) {
      const double after = (i + 0.5) / steps * length - z * isp_jitter_ms;
      sum += weight * phantom::ramp_wave(after / edge_ms + 0.5) * phantom::ramp_wave((length - after) / edge_ms + 0.5);
    }
  }
  return isp_depth * sum / (weights * steps);
}

// Of the block of the left hemisphere: crossed is the right hand.
const std::array truths{
    Truth{"cmep_latency", Side::right, cmep_onset_ms},
    Truth{"cmep_amplitude", Side::right, 1.5},
    Truth{"csp_duration", Side::right, csp_end_ms - cmep_onset_ms},
    Truth{"isp_onset", Side::left, isp_onset_ms},
    Truth{"isp_duration", Side::left, isp_end_ms - isp_onset_ms},
    Truth{"isp_depth", Side::left, 100.0 * mean_reduction()},
    Truth{"isp_area", Side::left, mean_reduction() * (isp_end_ms - isp_onset_ms)},
    Truth{"tct", Side::left, isp_onset_ms - cmep_onset_ms},
};

constexpr std::array classes{0.0, 1.0, 6.0, 13.0};

// The most probable of the four classes, or nothing where the program gives none.
std::optional<double> class_of(const Results& results) {
  std::optional<double> best;
  double most = 0.0;
  for (const double late : classes) {
    const auto* m = find(results, fmt::format("imep_class_{:g}", late), Side::left, "left");
    if (m == nullptr || !m->value || *m->value <= most) continue;
    most = *m->value;
    best = late;
  }
  return best;
}

}  // namespace

std::vector<Score> score_intervals(const BenchmarkOptions& options, const BenchmarkProgress& progress) {
  std::vector<Drawn> all;
  for (const double rate : benchmark_rates)
    for (const double background : {50.0, 100.0}) all.push_back({rate, background});
  std::vector<Score> scores;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const auto drawn = phantom_of(all[k]);
    const auto tallies =
        tallied(static_cast<std::size_t>(options.repeats), truths.size(), options.jobs,
                [&](std::size_t i, std::vector<Tally>& tally) {
                  const auto results =
                      measures::measure({phantom::draw(drawn, options.seed * 100000 + i)}, settings_of(options, i));
                  for (std::size_t t = 0; t < truths.size(); ++t)
                    count(find(results, truths[t].measure, truths[t].side, "left"), truths[t].value, tally[t]);
                });
    for (std::size_t t = 0; t < truths.size(); ++t)
      scores.push_back(tallies[t].score(
          {"intervals", "trilayer", std::string(truths[t].measure), all[k].rate, all[k].background, all[k].trials}));
    if (progress) progress(static_cast<double>(k + 1) / static_cast<double>(all.size()));
  }
  return scores;
}

std::vector<Score> score_imep_classes(const BenchmarkOptions& options, const BenchmarkProgress& progress) {
  std::vector<Drawn> all;
  for (const double background : {50.0, 100.0})
    for (const double size : {50.0, 100.0, 200.0})
      for (const double late : classes) all.push_back({5000.0, background, 20, size, late});
  std::vector<Score> scores;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const Drawn& d = all[k];
    const auto drawn = phantom_of(d);
    // The difference's interval first, then how often each class was the most probable.
    const auto tallies =
        tallied(static_cast<std::size_t>(options.repeats), 1 + classes.size(), options.jobs,
                [&](std::size_t i, std::vector<Tally>& tally) {
                  const auto results =
                      measures::measure({phantom::draw(drawn, options.seed * 100000 + i)}, settings_of(options, i));
                  count(find(results, "imep_latency_difference", Side::left, "left"), d.delay, tally[0]);
                  const auto said = class_of(results);
                  for (std::size_t c = 0; c < classes.size(); ++c) {
                    tally[c + 1].cases += said ? 1 : 0;
                    tally[c + 1].found += said == classes[c] ? 1 : 0;
                  }
                });
    const std::string effect = fmt::format("iMEP {:g} uV, {:g} ms later", d.imep, d.delay);
    for (std::size_t t = 0; t < tallies.size(); ++t)
      scores.push_back(tallies[t].score(
          {"imep_class", t == 0 ? "imep_latency_difference" : fmt::format("called {:g} ms", classes[t - 1]), effect,
           d.rate, d.background, d.trials}));
    if (progress) progress(static_cast<double>(k + 1) / static_cast<double>(all.size()));
  }
  return scores;
}

}  // namespace trilayer::validation
