#include "trilayer/measures/mains_hum.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "trilayer/base/random.hpp"

using namespace trilayer;
using measures::find_hum;

namespace {

constexpr double rate = 5000.0;

recording::Recording white_noise(double seconds, double rms) {
  recording::Recording recording;
  recording::Channel channel;
  channel.name = "FDI";
  channel.rate = base::Hertz(rate);
  recording.channels = {channel};
  base::Stream stream(1);
  std::vector<float> samples(static_cast<std::size_t>(seconds * rate));
  for (float& v : samples) v = static_cast<float>(rms * stream.normal());
  recording.segments = {{base::Seconds(0.0), {samples}}};
  return recording;
}

void add_sine(recording::Recording& recording, double frequency, double amplitude) {
  auto& samples = recording.segments[0].samples[0];
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] += static_cast<float>(
        amplitude * std::sin(2.0 * std::numbers::pi * frequency * static_cast<double>(i) / rate + 0.7));
}

double rms(std::span<const float> values) {
  double sum = 0.0;
  for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

TEST_CASE("hum is found at its own frequency, with its size and the harmonics that are there") {
  auto recording = white_noise(20.0, 2.0);
  add_sine(recording, 50.03, 40.0);
  add_sine(recording, 150.09, 10.0);
  const auto hum = find_hum(recording, 0);
  REQUIRE(hum.has_value());
  CHECK(hum->frequency == doctest::Approx(50.03).epsilon(0.0002));
  CHECK(hum->harmonics == std::vector<int>{1, 3});
  CHECK(hum->peak_to_peak > 80.0);
  CHECK(hum->peak_to_peak < 100.0);
}

TEST_CASE("EMG without hum has none, also when it is broad at 50 Hz") {
  CHECK_FALSE(find_hum(white_noise(20.0, 100.0), 0).has_value());
}

TEST_CASE("a recording that states its mains frequency is searched there only") {
  auto recording = white_noise(20.0, 2.0);
  add_sine(recording, 60.0, 40.0);
  recording.mains = base::Hertz(50.0);
  CHECK_FALSE(find_hum(recording, 0).has_value());
  recording.mains = base::Hertz(60.0);
  CHECK(find_hum(recording, 0).has_value());
}

TEST_CASE("a recording shorter than a second says nothing about hum") {
  auto recording = white_noise(0.8, 1.0);
  add_sine(recording, 50.0, 40.0);
  CHECK_FALSE(find_hum(recording, 0).has_value());
}

TEST_CASE("what is fitted before and after a gap is subtracted inside it") {
  auto recording = white_noise(4.0, 2.0);
  add_sine(recording, 50.03, 60.0);
  const measures::Hum hum{50.03, {1}, 120.0};
  const std::span<const float> samples(recording.segments[0].samples[0]);
  const std::vector<measures::Stretch> free{{samples.subspan(5000, 4900), -5000.0},
                                            {samples.subspan(11000, 2500), 1000.0}};
  std::vector<float> gap(samples.begin() + 10000, samples.begin() + 10750);
  CHECK(rms(gap) > 30.0);
  measures::HumFit(hum, rate, free).subtract(gap, 0.0);
  CHECK(rms(gap) == doctest::Approx(2.0).epsilon(0.1));
}

TEST_CASE("a stretch of fewer than four cycles is left alone") {
  const measures::Hum hum{50.0, {1}, 100.0};
  const std::vector<float> few(300, 1.0F);
  const measures::Stretch stretch{few, 0.0};
  const measures::HumFit fit(hum, rate, std::span(&stretch, 1));
  CHECK_FALSE(fit.usable());
  std::vector<float> same(few);
  fit.subtract(same, 0.0);
  CHECK(same == few);
}
