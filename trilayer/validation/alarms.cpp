// Recordings in which pulses do nothing: how many raise an alarm?
#include <fmt/format.h>

#include <array>

#include "trilayer/measures/measure.hpp"
#include "trilayer/validation/drawn.hpp"

namespace trilayer::validation {
namespace {

using measures::State;

// Decay of the artefact: its size 5 ms after the pulse, in uV, and its time constant, in ms.
struct Tail {
  double size, constant;
};
constexpr std::array tails{Tail{0.0, 4.0}, Tail{100.0, 4.0}, Tail{300.0, 8.0}};

struct Circumstance {
  double rate, background;
  Tail tail;
};

// Both hemispheres, both hands, nothing but EMG, artefact and its tail.
phantom::Phantom phantom_of(const Circumstance& c) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(c.rate);
  phantom.interval_spread = 0.1;
  phantom.artefact_tail = base::Microvolts(c.tail.size);
  phantom.tail_constant = base::Milliseconds(c.tail.constant);
  for (const auto hemisphere : protocol::both_hemispheres) {
    auto block = pulses(std::string(name(hemisphere)), 20, c.background);
    block.plan.interval = base::Seconds(2.0);
    block.plan.condition.hemisphere = hemisphere;
    phantom.blocks.push_back(std::move(block));
  }
  return phantom;
}

// Measures that claim a presence, tested in families of a recording.
constexpr std::array claims{"imep_presence", "isp_area", "cmep_presence"};

std::string words(const Tail& tail) {
  if (tail.size == 0) return "no artefact tail";
  return fmt::format("artefact tail of {:g} uV, {:g} ms", tail.size, tail.constant);
}

bool raised(const measures::Results& results, std::string_view measure) {
  for (const auto& m : results.measurements)
    if (m.key.measure == measure && m.value && m.state != State::absent) return true;
  return false;
}

}  // namespace

std::vector<Score> score_false_alarms(const BenchmarkOptions& options, const BenchmarkProgress& progress) {
  std::vector<Circumstance> all;
  for (const double rate : benchmark_rates)
    for (const Tail& tail : tails) all.push_back({rate, 100.0, tail});
  std::vector<Score> scores;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const auto drawn = phantom_of(all[k]);
    const auto tallies = tallied(static_cast<std::size_t>(options.repeats), claims.size(), options.jobs,
                                 [&](std::size_t i, std::vector<Tally>& tally) {
                                   const auto results = measures::measure(
                                       {phantom::draw(drawn, options.seed * 100000 + i)}, settings_of(options, i));
                                   for (std::size_t c = 0; c < claims.size(); ++c) {
                                     ++tally[c].nulls;
                                     tally[c].alarms += raised(results, claims[c]) ? 1 : 0;
                                   }
                                 });
    for (std::size_t c = 0; c < claims.size(); ++c)
      scores.push_back(
          tallies[c].score({"false_alarms", "trilayer", fmt::format("{}, {}", claims[c], words(all[k].tail)),
                            all[k].rate, all[k].background, 20}));
    if (progress) progress(static_cast<double>(k + 1) / static_cast<double>(all.size()));
  }
  return scores;
}

}  // namespace trilayer::validation
