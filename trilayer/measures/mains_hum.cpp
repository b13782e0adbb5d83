#include "trilayer/measures/mains_hum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "trilayer/base/statistics.hpp"

namespace trilayer::measures {
namespace {

using Complex = std::complex<double>;
constexpr double line_over_neighbours = 10.0;  // a choice of this project
constexpr int highest_harmonic = 9;
constexpr std::size_t most_windows = 40;
constexpr std::array<double, 6> neighbour_offsets{-6.0, -5.0, -4.0, 4.0, 5.0, 6.0};  // Hz; a Hann line is 4 Hz wide

// a * b without the checks for infinities of operator*.
Complex rotated(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// Complex amplitude of a frequency in a window, Hann weighted: |.| is the amplitude of a sine.
Complex amplitude_at(std::span<const float> window, const std::vector<double>& hann, double frequency, double rate) {
  const Complex step = std::polar(1.0, -2.0 * std::numbers::pi * frequency / rate);
  Complex turn(1.0, 0.0);
  Complex sum(0.0, 0.0);
  for (std::size_t i = 0; i < window.size(); ++i) {
    sum += hann[i] * static_cast<double>(window[i]) * turn;
    turn = rotated(turn, step);
  }
  return 4.0 / static_cast<double>(window.size()) * sum;
}

// Windows of one second spread over the recording.
std::vector<std::span<const float>> windows_of(const recording::Recording& recording, std::size_t channel) {
  const auto length = static_cast<std::size_t>(recording.channels[channel].rate.value());
  std::vector<std::span<const float>> all;
  for (const auto& segment : recording.segments) {
    const std::span<const float> row(segment.samples[channel]);
    for (std::size_t at = 0; at + length <= row.size(); at += length) all.push_back(row.subspan(at, length));
  }
  if (all.size() <= most_windows) return all;
  std::vector<std::span<const float>> chosen;
  for (std::size_t i = 0; i < most_windows; ++i) chosen.push_back(all[i * all.size() / most_windows]);
  return chosen;
}

// Median over windows of line power over the median of its neighbours' power, both at the nominal frequency.
double line_ratio(const std::vector<std::span<const float>>& windows, const std::vector<double>& hann, double frequency,
                  double rate) {
  std::vector<double> ratios;
  for (const auto window : windows) {
    std::vector<double> neighbours;
    for (const double offset : neighbour_offsets)
      neighbours.push_back(std::norm(amplitude_at(window, hann, frequency + offset, rate)));
    const double around = base::median(neighbours);
    if (around > 0.0) ratios.push_back(std::norm(amplitude_at(window, hann, frequency, rate)) / around);
  }
  return ratios.empty() ? 0.0 : base::median(ratios);
}

// The frequency from the turn of phase between the halves of each window, averaged over windows.
double refine(const std::vector<std::span<const float>>& windows, double frequency, double rate) {
  Complex sum(0.0, 0.0);
  for (const auto window : windows) {
    const std::size_t half = window.size() / 2;
    std::vector<double> hann(half);
    for (std::size_t i = 0; i < half; ++i)
      hann[i] =
          0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (static_cast<double>(i) + 0.5) / static_cast<double>(half));
    const Complex first = amplitude_at(window.first(half), hann, frequency, rate);
    const Complex second = amplitude_at(window.subspan(half, half), hann, frequency, rate);
    const Complex turned =
        second * std::polar(1.0, -2.0 * std::numbers::pi * frequency * static_cast<double>(half) / rate);
    const double size = std::abs(first) * std::abs(turned);
    if (size > 0.0) sum += turned * std::conj(first) / size;
  }
  const double seconds = static_cast<double>(windows.front().size() / 2) / rate;
  return std::abs(sum) > 0.0 ? frequency + std::arg(sum) / (2.0 * std::numbers::pi * seconds) : frequency;
}

double peak_to_peak(const std::vector<std::span<const float>>& windows, const Hum& hum, double rate) {
  std::vector<double> sizes;
  for (const auto window : windows) {
    const Stretch stretch{window, 0.0};
    const HumFit fit(hum, rate, std::span(&stretch, 1));
    std::vector<float> lines(static_cast<std::size_t>(2.0 * rate / hum.frequency), 0.0F);
    fit.subtract(lines, 0.0);
    const auto [low, high] = std::minmax_element(lines.begin(), lines.end());
    sizes.push_back(static_cast<double>(*high) - static_cast<double>(*low));
  }
  return base::median(sizes);
}

}  // namespace

std::optional<Hum> find_hum(const recording::Recording& recording, std::size_t channel) {
  const double rate = recording.channels[channel].rate.value();
  const auto windows = windows_of(recording, channel);
  if (windows.empty() || rate < 250.0) return std::nullopt;
  std::vector<double> hann(windows.front().size());
  for (std::size_t i = 0; i < hann.size(); ++i)
    hann[i] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (static_cast<double>(i) + 0.5) /
                                   static_cast<double>(hann.size()));

  std::vector<double> candidates{50.0, 60.0};
  if (recording.mains) candidates = {recording.mains->value()};
  std::optional<Hum> best;
  double best_ratio = line_over_neighbours;
  for (const double candidate : candidates) {
    const double ratio = line_ratio(windows, hann, candidate, rate);
    if (ratio <= best_ratio) continue;
    best_ratio = ratio;
    best = Hum{refine(windows, candidate, rate), {1}, 0.0};
  }
  if (!best) return std::nullopt;
  for (int h = 2; h <= highest_harmonic && h * best->frequency < 0.45 * rate; ++h)
    if (line_ratio(windows, hann, h * best->frequency, rate) > line_over_neighbours) best->harmonics.push_back(h);
  best->peak_to_peak = peak_to_peak(windows, *best, rate);
  return best;
}

namespace {

// Solves the symmetric positive system a x = b by Cholesky; false where it is not positive.
bool solve(std::vector<double>& a, std::vector<double>& b) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i == j) {
        if (sum <= 1e-9) return false;
        a[i * n + i] = std::sqrt(sum);
      } else {
        a[i * n + j] = sum / a[j * n + j];
      }
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= a[i * n + k] * b[k];
    b[i] /= a[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= a[k * n + i] * b[k];
    b[i] /= a[i * n + i];
  }
  return true;
}

}  // namespace

HumFit::HumFit(const Hum& hum, double rate, std::span<const Stretch> stretches)
    : radians_per_sample_(2.0 * std::numbers::pi * hum.frequency / rate),
      harmonics_(hum.harmonics),
      cosines_(hum.harmonics.size(), 0.0),
      sines_(hum.harmonics.size(), 0.0) {
  double samples = 0.0;
  for (const Stretch& stretch : stretches) samples += static_cast<double>(stretch.values.size());
  if (samples * hum.frequency / rate < 4.0) return;  // fewer than four cycles: lines and mean cannot be told apart

  const std::size_t n = 1 + 2 * harmonics_.size();
  std::vector<double> normal(n * n, 0.0), right(n, 0.0);
  for (const Stretch& stretch : stretches) {
    add_products_of_lines(normal, stretch);
    add_products_with_samples(right, stretch);
  }
  if (!solve(normal, right)) return;
  for (std::size_t h = 0; h < harmonics_.size(); ++h) {
    cosines_[h] = right[1 + 2 * h];
    sines_[h] = right[2 + 2 * h];
  }
  usable_ = true;
}

// Sums over the stretch of products of cosines and sines, which are sums of single cosines and sines at the sum and the
// difference of their harmonics, and those are geometric series.
void HumFit::add_products_of_lines(std::vector<double>& normal, const Stretch& stretch) const {
  const auto count = static_cast<double>(stretch.values.size());
  const auto sum_of = [&](int harmonic) {
    if (harmonic == 0) return Complex(count, 0.0);
    const double step = radians_per_sample_ * harmonic;
    return std::polar(1.0, step * stretch.first) * (1.0 - std::polar(1.0, step * count)) /
           (1.0 - std::polar(1.0, step));
  };
  const std::size_t n = 1 + 2 * harmonics_.size();
  normal[0] += count;
  for (std::size_t a = 0; a < harmonics_.size(); ++a) {
    const Complex one = sum_of(harmonics_[a]);
    normal[(1 + 2 * a) * n] += one.real();
    normal[(2 + 2 * a) * n] += one.imag();
    for (std::size_t b = 0; b <= a; ++b) {
      const Complex difference = sum_of(harmonics_[a] - harmonics_[b]), sum = sum_of(harmonics_[a] + harmonics_[b]);
      normal[(1 + 2 * a) * n + 1 + 2 * b] += 0.5 * (difference.real() + sum.real());             // cos cos
      normal[(2 + 2 * a) * n + 2 + 2 * b] += 0.5 * (difference.real() - sum.real());             // sin sin
      normal[(2 + 2 * a) * n + 1 + 2 * b] += 0.5 * (sum.imag() + difference.imag());             // sin cos
      if (b < a) normal[(1 + 2 * a) * n + 2 + 2 * b] += 0.5 * (sum.imag() - difference.imag());  // cos sin
    }
  }
}

void HumFit::add_products_with_samples(std::vector<double>& right, const Stretch& stretch) const {
  for (const float value : stretch.values) right[0] += static_cast<double>(value);
  for (std::size_t h = 0; h < harmonics_.size(); ++h) {
    Complex turn = std::polar(1.0, radians_per_sample_ * harmonics_[h] * stretch.first);
    const Complex step = std::polar(1.0, radians_per_sample_ * harmonics_[h]);
    Complex sum(0.0, 0.0);
    for (const float value : stretch.values) {
      sum += static_cast<double>(value) * turn;
      turn = rotated(turn, step);
    }
    right[1 + 2 * h] += sum.real();
    right[2 + 2 * h] += sum.imag();
  }
}

void HumFit::subtract(std::span<float> values, double first) const {
  if (!usable_) return;
  for (std::size_t h = 0; h < harmonics_.size(); ++h) {
    Complex turn = std::polar(1.0, radians_per_sample_ * harmonics_[h] * first);
    const Complex step = std::polar(1.0, radians_per_sample_ * harmonics_[h]);
    for (float& value : values) {
      value -= static_cast<float>(cosines_[h] * turn.real() + sines_[h] * turn.imag());
      turn = rotated(turn, step);
    }
  }
}

}  // namespace trilayer::measures
