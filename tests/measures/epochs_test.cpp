#include "trilayer/measures/epochs.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace trilayer;
using measures::cut_epochs;
using measures::Window;

namespace {

constexpr Window window{base::Milliseconds(-10.0), base::Milliseconds(20.0)};
constexpr Window no_background{base::Milliseconds(0.0), base::Milliseconds(0.0)};

// Two segments with a gap of 1 s between them; each sample is its own time in ms.
recording::Recording clock() {
  recording::Recording recording;
  recording::Channel channel;
  channel.rate = base::Hertz(1000.0);
  recording.channels = {channel};
  for (const double start : {0.0, 2.0}) {
    std::vector<float> samples(1000);
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] = static_cast<float>(start * 1e3 + static_cast<double>(i));
    recording.segments.push_back({base::Seconds(start), {samples}});
  }
  return recording;
}

protocol::Block pulses_at(const std::vector<double>& times) {
  protocol::Block block;
  block.id = "b";
  for (const double time : times) {
    protocol::Trial trial;
    trial.anchor.time = base::Seconds(time);
    protocol::Pulse pulse;
    pulse.time = trial.anchor.time;
    trial.pulses = {pulse};
    block.trials.push_back(trial);
  }
  return block;
}

}  // namespace

TEST_CASE("a row holds the samples round its anchor, in whatever segment it lies") {
  const auto epochs = cut_epochs(clock(), pulses_at({0.5, 2.5}), 0, window, no_background, std::nullopt);
  REQUIRE(epochs.trials() == 2);
  CHECK(epochs.samples == 31);
  CHECK(epochs.row(0)[epochs.zero] == 500.0F);
  CHECK(epochs.row(1)[epochs.zero] == 2500.0F);
  CHECK(epochs.row(1)[0] == 2490.0F);
  CHECK(epochs.ms(0) == doctest::Approx(-10.0));
  CHECK(epochs.column(base::Milliseconds(20.0)) == 30);
}

TEST_CASE("an anchor in a gap, and an excluded trial, give no row") {
  auto block = pulses_at({0.5, 1.5, 2.5});
  block.trials[2].excluded = "coughed";
  const auto epochs = cut_epochs(clock(), block, 0, window, no_background, std::nullopt);
  CHECK(epochs.trial_of == std::vector<std::size_t>{0});
}

TEST_CASE("one trial at the end of the recording is left out rather than shortening all others") {
  std::vector<double> times;
  for (int i = 1; i <= 9; ++i) times.push_back(0.1 * i);
  times.push_back(0.995);
  const auto epochs = cut_epochs(clock(), pulses_at(times), 0, window, no_background, std::nullopt);
  CHECK(epochs.trials() == 9);
  CHECK(epochs.samples == 31);
}

TEST_CASE("short frames shorten the window of all") {
  recording::Recording frames;
  recording::Channel channel;
  channel.rate = base::Hertz(1000.0);
  frames.channels = {channel};
  for (int f = 0; f < 5; ++f) frames.segments.push_back({base::Seconds(f), {std::vector<float>(15, 1.0F)}});
  const auto epochs =
      cut_epochs(frames, pulses_at({0.005, 1.005, 2.005, 3.005, 4.005}), 0, window, no_background, std::nullopt);
  CHECK(epochs.trials() == 5);
  CHECK(epochs.samples == 15);
  CHECK(epochs.zero == 5);
}

TEST_CASE("the background's mean is taken from each row") {
  const Window background{base::Milliseconds(-10.0), base::Milliseconds(-1.0)};
  const auto epochs = cut_epochs(clock(), pulses_at({0.5}), 0, window, background, std::nullopt);
  CHECK(epochs.row(0)[0] + epochs.row(0)[8] == doctest::Approx(0.0));
}

TEST_CASE("background ends before the conditioning pulse of a pair") {
  auto block = pulses_at({0.5});
  protocol::Pulse conditioning;
  conditioning.role = protocol::PulseRole::conditioning;
  conditioning.time = base::Seconds(0.46);
  block.trials[0].pulses.insert(block.trials[0].pulses.begin(), conditioning);
  const measures::Settings settings;
  const Window background = measures::background_before(block, settings);
  CHECK(background.to.value() == doctest::Approx(settings.background.to.value() - 40.0));
  CHECK(background.from.value() == doctest::Approx(settings.background.from.value() - 40.0));
}

TEST_CASE("the rectified average is the mean of absolute values, trial by trial") {
  measures::Epochs epochs;
  epochs.rate = 1000.0;
  epochs.samples = 2;
  epochs.trial_of = {0, 1};
  epochs.values = {1.0F, -3.0F, -1.0F, 5.0F};
  CHECK(measures::rectified_average(epochs) == std::vector<double>{1.0, 4.0});
}
