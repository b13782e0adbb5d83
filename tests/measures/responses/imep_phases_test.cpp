// The fit of two phases to averaged sweeps: onsets where they were drawn, also of small and of unlike responses, and
// little said where there is nothing.
#include "trilayer/measures/responses/imep_phases.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/block_channel.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::measures {
namespace {

using base::Milliseconds;

constexpr double onset_ms = 24.6;

struct Drawn {
  double rate = 5000.0;
  double size = 300.0;  // uV
  double length = 15.0;
  double tail = 0.0;  // uV of the artefact 5 ms after the pulse
  std::optional<phantom::Silence> silence;
  double from = 16.0, to = 38.0;  // possible onsets
};

// One block of 20 trials on 50 uV of EMG.
FittedOnset fitted(const Drawn& d, std::uint64_t seed) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(d.rate);
  phantom.artefact_tail = base::Microvolts(d.tail);
  phantom::PhantomBlock block;
  block.plan.id = "a";
  block.plan.trials = 20;
  block.plan.interval = base::Seconds(1.0);
  block.plan.condition.hemisphere = protocol::Hemisphere::left;
  block.hands.left.background = base::Microvolts(50.0);
  block.hands.left.silence = d.silence;
  phantom::Response response;
  response.onset = Milliseconds(onset_ms);
  response.jitter = Milliseconds(0.7);
  response.amplitude = base::Millivolts(d.size * 1e-3);
  response.length = Milliseconds(d.length);
  if (d.size > 0.0) block.hands.left.response = response;
  phantom.blocks = {block};
  const auto session = phantom::draw(phantom, seed);
  const auto& recording = session.recordings.front();
  const Settings settings;
  const BlockChannel muscle = look(session, recording, recording.blocks.front(), 0, settings, std::nullopt);
  const PhaseFit fit(muscle.epochs, {Milliseconds(d.from), Milliseconds(d.to)}, settings);
  REQUIRE(fit.possible());
  std::vector<std::size_t> every(muscle.epochs.trials());
  std::iota(every.begin(), every.end(), std::size_t{0});
  return fit.onset(every, {}, settings);
}

struct Errors {
  double mean = 0.0, spread = 0.0, stated = 0.0;
  int covered = 0;
};

Errors errors_of(const Drawn& drawn, int repeats) {
  std::vector<double> errors;
  Errors summary;
  for (int r = 0; r < repeats; ++r) {
    const FittedOnset onset = fitted(drawn, 100 + static_cast<std::uint64_t>(r));
    errors.push_back(onset.ms - onset_ms);
    summary.stated += onset.error / repeats;
    summary.covered += std::abs(errors.back()) <= 1.96 * onset.error ? 1 : 0;
  }
  summary.mean = base::mean(errors);
  summary.spread = base::standard_deviation(errors);
  return summary;
}

TEST_CASE("The onset of a clear response is found within a fraction of a millisecond at any sampling rate") {
  for (const double rate : {1000.0, 2000.0, 5000.0}) {
    Drawn drawn;
    drawn.rate = rate;
    drawn.size = 1500.0;
    const Errors errors = errors_of(drawn, 12);
    CAPTURE(rate);
    CHECK(std::abs(errors.mean) < 0.3);
    CHECK(errors.spread < 0.5);
    CHECK(errors.covered >= 9);
  }
}

TEST_CASE("Small responses have an onset without much bias, and an error as large as they deserve") {
  for (const double size : {100.0, 200.0}) {
    Drawn drawn;
    drawn.size = size;
    const Errors errors = errors_of(drawn, 30);
    CAPTURE(size);
    MESSAGE(size << " uV: off by " << errors.mean << " ms, SD " << errors.spread << ", stated " << errors.stated);
    CHECK(std::abs(errors.mean) < 1.0);
    CHECK(errors.stated > 0.7 * errors.spread);
    CHECK(errors.stated < 2.0 * errors.spread);
    CHECK(errors.covered >= 25);
  }
}

TEST_CASE("A shorter or longer response, a silence after it and an artefact's tail before it do not move the onset") {
  Drawn shorter, longer, silent, tail;
  shorter.length = 9.0;
  longer.length = 20.0;
  silent.silence = phantom::Silence{Milliseconds(36.0), Milliseconds(70.0), Milliseconds(1.5), 1.0, Milliseconds(4.0)};
  tail.tail = 300.0;
  for (const Drawn& drawn : {shorter, longer, silent, tail}) {
    const Errors errors = errors_of(drawn, 12);
    CAPTURE(drawn.length);
    CAPTURE(drawn.tail);
    MESSAGE("off by " << errors.mean << " ms, SD " << errors.spread << ", stated " << errors.stated);
    CHECK(std::abs(errors.mean) < 0.8);
    CHECK(errors.spread < 1.0);
  }
}

TEST_CASE("Without a response every onset stays possible and the odds are against one") {
  Drawn nothing;
  nothing.size = 0.0;
  int convinced = 0;
  double error = 0.0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const FittedOnset onset = fitted(nothing, seed);
    convinced += onset.belief.evidence > 3.0 ? 1 : 0;
    error += onset.error / 12.0;
    CHECK(std::accumulate(onset.belief.probability.begin(), onset.belief.probability.end(), 0.0) ==
          doctest::Approx(1.0));
  }
  CHECK(convinced <= 1);
  CHECK(error > 4.0);
}

TEST_CASE("A response that began before the first possible onset is said to have begun too early") {
  Drawn early;
  early.size = 1500.0;
  early.from = 27.0;
  CHECK(fitted(early, 3).belief.too_early > 0.9);
  CHECK(fitted({}, 3).belief.too_early < 0.1);
}

}  // namespace
}  // namespace trilayer::measures
