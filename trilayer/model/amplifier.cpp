#include "trilayer/model/amplifier.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "trilayer/base/elementary.hpp"
#include "trilayer/model/fast_math.hpp"
#include "trilayer/model/noise.hpp"

namespace trilayer::model {
namespace {

constexpr double high_pass = 10.0, low_pass = 1000.0;          // Hz [project]
constexpr double mains = 50.0;                                 // Hz
constexpr double artefact_decay = 0.6, artefact_length = 6.0;  // ms [project]
constexpr double microvolts_per_millivolt = 1000.0;

// A second-order section, direct form II transposed.
struct Section {
  double b0, b1, b2, a1, a2;
  double s1 = 0.0, s2 = 0.0;

  double operator()(double x) {
    const double y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    return y;
  }
};

// Bilinear transform of a second-order low-pass (or high-pass) of quality q; `turns` is its corner over the rate.
Section section(double turns, double q, bool is_high_pass) {
  const auto [sine, cosine] = base::portable_sincos_turns(0.5 * turns);
  const double k = sine / cosine;
  const double norm = 1.0 / (1.0 + k / q + k * k);
  const double b0 = (is_high_pass ? 1.0 : k * k) * norm;
  return {b0, is_high_pass ? -2.0 * b0 : 2.0 * b0, b0, 2.0 * (k * k - 1.0) * norm, (1.0 - k / q + k * k) * norm};
}

std::size_t decimation(const Laboratory& laboratory, const Grid& grid) {
  return static_cast<std::size_t>(1000.0 / (laboratory.rate.value() * grid.step) + 0.5);
}

// Filtered EMG in microvolts, one value a sample. Nothing is done before the first activity.
std::vector<float> filtered(const Laboratory& laboratory, const Grid& grid, const Course& emg) {
  const std::size_t every = decimation(laboratory, grid);
  std::vector<float> samples(emg.size() / every, 0.0F);
  const double rate = 1000.0 / grid.step;
  const double corner = std::min(low_pass, 0.4 * laboratory.rate.value());
  Section high = section(high_pass / rate, std::numbers::sqrt2 / 2.0, true);
  Section low1 = section(corner / rate, 0.541196100146197, false);  // 1 / (2 cos(pi/8)), 1 / (2 cos(3 pi/8)):
  Section low2 = section(corner / rate, 1.306562964876377, false);  // a fourth-order Butterworth
  const auto first =
      static_cast<std::size_t>(std::find_if(emg.begin(), emg.end(), [](float x) { return x != 0.0F; }) - emg.begin());
  for (std::size_t i = first; i < samples.size() * every; ++i) {
    const double y = low2(low1(high(static_cast<double>(emg[i]))));
    if (i % every == 0) samples[i / every] = static_cast<float>(y * microvolts_per_millivolt);
  }
  return samples;
}

void add_noise(std::vector<float>& samples, double size, base::Stream& stream) {
  const Course noise = draw_noise(samples.size(), stream);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] += static_cast<float>(size) * noise[i];
}

void add_hum(std::vector<float>& samples, double rate, double amplitude, double phase) {
  if (amplitude <= 0.0) return;
  const auto turn = base::portable_sincos_turns(mains / rate);
  const auto start = base::portable_sincos_turns(phase);
  double real = start.cosine, imaginary = start.sine;
  for (float& sample : samples) {
    sample += static_cast<float>(amplitude * imaginary);
    const double next = real * turn.cosine - imaginary * turn.sine;
    imaginary = real * turn.sine + imaginary * turn.cosine;
    real = next;
  }
}

void add_artefacts(std::vector<float>& samples, double rate, const Grid& grid, const std::vector<double>& pulses,
                   double peak) {
  for (const double pulse : pulses) {
    const double start = (pulse - grid.from) * rate / 1000.0;
    for (auto i = static_cast<std::size_t>(std::max(0.0, std::ceil(start - 1e-6))); i < samples.size(); ++i) {
      const double t = (static_cast<double>(i) - start) * 1000.0 / rate;
      if (t > artefact_length) break;
      samples[i] += static_cast<float>(peak * fast_exp(-std::max(0.0, t) / artefact_decay));
    }
  }
}

void round_to_steps(std::vector<float>& samples, double range, double step) {
  const double most = std::floor(range / step);
  for (float& sample : samples)
    sample = static_cast<float>(std::clamp(std::floor(static_cast<double>(sample) / step + 0.5), -most, most) * step);
}

}  // namespace

std::vector<float> amplify(const Participant& participant, const Laboratory& laboratory, const Grid& grid,
                           const Course& emg, const Surroundings& surroundings, base::Stream& stream) {
  const PersonParameters& p = participant.person;
  std::vector<float> samples = filtered(laboratory, grid, emg);
  add_noise(samples, p.amplifier_noise, stream);
  add_hum(samples, laboratory.rate.value(), p.mains_hum, surroundings.hum_phase);
  add_artefacts(samples, laboratory.rate.value(), grid, surroundings.pulses,
                surroundings.artefact_share * p.artefact * microvolts_per_millivolt);
  round_to_steps(samples, laboratory.range.value() * microvolts_per_millivolt, laboratory.resolution.value());
  return samples;
}

}  // namespace trilayer::model
