// Mains hum: found over the whole recording, fitted anew round every trial, subtracted.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "trilayer/recording/recording.hpp"

namespace trilayer::measures {

/// A mains sine and those of its harmonics that stand out of their neighbourhood in a channel.
struct Hum {
  double frequency = 0.0;      ///< Hz, of the fundamental, as measured
  std::vector<int> harmonics;  ///< 1 is the fundamental
  double peak_to_peak = 0.0;   ///< uV, of all its lines together, median over the recording
};

/// Looks for lines at 50 and 60 Hz (or at the mains frequency the file states) that carry more than ten times the
/// power of their neighbours, in windows of 1 s; the median over windows decides, so that responses
/// in some of them do not. Nothing where there is none or the recording is too short.
std::optional<Hum> find_hum(const recording::Recording& recording, std::size_t channel);

/// A stretch of samples for a fit: the first sample's position relative to time 0, in samples.
struct Stretch {
  std::span<const float> values;
  double first = 0.0;
};

/// Least-squares fit of mean and hum lines to some stretches; `subtract` takes it from others.
class HumFit {
 public:
  HumFit(const Hum& hum, double rate, std::span<const Stretch> stretches);

  /// Subtracts the fitted lines (not the mean) from samples whose first is at position `first`.
  void subtract(std::span<float> values, double first) const;

  /// False where the stretches were too short for the number of lines; nothing is then subtracted.
  [[nodiscard]] bool usable() const { return usable_; }

 private:
  void add_products_of_lines(std::vector<double>& normal, const Stretch& stretch) const;
  void add_products_with_samples(std::vector<double>& right, const Stretch& stretch) const;

  double radians_per_sample_;
  std::vector<int> harmonics_;
  std::vector<double> cosines_, sines_;
  bool usable_ = false;
};

}  // namespace trilayer::measures
