#include "tests/measures/coupled_emg.hpp"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "trilayer/base/random.hpp"

namespace trilayer::tests {
namespace {

constexpr double spacing = 13.0, first_anchor = 1.5, held = 10.35;  // s; the ramp of 0.3 s is left out

// A resonance of unit variance: EMG near 80 Hz, drive near 22 Hz.
class Resonance {
 public:
  Resonance(base::Stream stream, double centre, double bandwidth, double rate) : stream_(stream) {
    const double radius = std::exp(-std::numbers::pi * bandwidth / rate);
    a1_ = 2.0 * radius * std::cos(2.0 * std::numbers::pi * centre / rate);
    a2_ = -radius * radius;
    gain_ = std::sqrt((1.0 + a2_) * ((1.0 - a2_) * (1.0 - a2_) - a1_ * a1_) / (1.0 - a2_));
    for (int i = 0; i < 1000; ++i) next();
  }
  double next() {
    const double value = a1_ * one_ + a2_ * two_ + gain_ * stream_.normal();
    two_ = one_;
    return one_ = value;
  }

 private:
  base::Stream stream_;
  double a1_ = 0.0, a2_ = 0.0, gain_ = 1.0, one_ = 0.0, two_ = 0.0;
};

std::vector<double> drawn(std::uint64_t seed, std::uint32_t what, double centre, double bandwidth, double rate,
                          std::size_t count) {
  Resonance source(base::Stream(seed, what), centre, bandwidth, rate);
  std::vector<double> values(count);
  for (double& v : values) v = source.next();
  return values;
}

}  // namespace

recording::Session draw(const CoupledEmg& d, std::uint64_t seed) {
  using protocol::Side;
  recording::Session session;
  session.participant = "drawn";
  recording::Recording recording;
  recording.name = "steady";
  for (const Side side : protocol::both_sides) {
    recording::Channel channel;
    channel.name = std::string(name(side)) + " FDI";
    channel.rate = base::Hertz(d.rate);
    channel.side = side;
    channel.muscle = "FDI";
    recording.channels.push_back(channel);
  }
  protocol::Block block;
  block.id = "hold";
  block.condition.task = protocol::Task::sustained_contraction;
  if (d.both_intended)
    block.condition.both_intended = true;
  else
    block.condition.intended = Side::right;
  for (int i = 0; i < d.trials; ++i)
    block.trials.push_back(
        {{protocol::AnchorKind::sustained, base::Seconds(first_anchor + spacing * i), base::Seconds(held)}, {}, ""});
  recording.blocks.push_back(block);

  const auto count = static_cast<std::size_t>((first_anchor + spacing * d.trials) * d.rate);
  const auto common = drawn(seed, 1, 22.0, 8.0, d.rate, count), wander = drawn(seed, 2, 0.3, 1.0, d.rate, count);
  const auto own_left = drawn(seed, 3, 22.0, 8.0, d.rate, count), own_right = drawn(seed, 4, 22.0, 8.0, d.rate, count);
  const auto emg_left = drawn(seed, 5, 80.0, 120.0, d.rate, count);
  const auto emg_right = drawn(seed, 6, 80.0, 120.0, d.rate, count);
  const auto late = static_cast<std::size_t>(std::lround(d.lag * d.rate));
  std::vector<float> left(count), right(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / d.rate;
    const double since = std::fmod(t - first_anchor + spacing, spacing);
    const bool holds = t >= first_anchor && since < held;
    const double tide = std::exp(d.wander * wander[i]);
    const double drive_right = std::exp(0.3 * (d.common * common[i] + 0.5 * own_right[i]));
    const double drive_left = std::exp(0.3 * (d.common * common[i >= late ? i - late : 0] + 0.5 * own_left[i]));
    const double strong = (holds ? d.level * tide * drive_right : d.rest) * emg_right[i];
    const double weak = (holds ? d.mirror * tide * drive_left : d.rest) * emg_left[i];
    const double hum = d.hum * std::sin(2.0 * std::numbers::pi * 50.0 * t);
    right[i] = static_cast<float>(strong + hum);
    left[i] = static_cast<float>(weak + (holds ? d.copied * d.mirror / d.level * strong : 0.0) + hum);
  }
  recording::Segment segment;
  segment.samples = {left, right};
  recording.segments.push_back(std::move(segment));
  session.recordings.push_back(std::move(recording));
  return session;
}

}  // namespace trilayer::tests
