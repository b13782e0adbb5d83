#include "trilayer/measures/responses/imep_onset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

constexpr int draws = 200;       // for value and error
constexpr int rough_draws = 24;  // for scale and place
constexpr double smallest_scale = 1e-3, largest_scale = 20.0;

// One trial of a reference.
struct Sweep {
  const Epochs* epochs = nullptr;
  std::size_t row = 0;
  double size = 0.0;        // uV, peak-to-peak
  double onset = 0.0;       // ms
  double background = 0.0;  // uV RMS
};

// Averages of sweeps, made positive, or of rectified sweeps.
enum class Kind { of_sweeps, of_rectified };

// What an average shows of a response.
struct Seen {
  double peak = 0.0;   // above the background's mean
  double clear = 0.0;  // the same, in deviations of the background
  std::optional<std::size_t> onset;
};

class Onsets {
 public:
  Onsets(const ImepTest& test, std::vector<Sweep> sweeps, const Settings& settings)
      : test_(test), sweeps_(std::move(sweeps)), settings_(settings) {
    const RectifiedTrials& trials = test.trials;
    window_ = {trials.column(test.window.from.value()), trials.column(test.window.to.value())};
    for (const auto& response : test.look->responses) background_ += response.background_rms;
    background_ /= static_cast<double>(std::max<std::size_t>(1, test.look->responses.size()));
  }

  [[nodiscard]] Columns window() const { return window_; }

  // Of the iMEP itself.
  [[nodiscard]] std::vector<double> real(Kind kind) const {
    const Epochs& epochs = test_.epochs();
    std::vector<double> sums(test_.trials.length());
    for (std::size_t t = 0; t < epochs.trials(); ++t) {
      const auto row = epochs.row(t).subspan(epochs.zero - geometry().before, test_.trials.length());
      for (std::size_t i = 0; i < row.size(); ++i) add(sums[i], static_cast<double>(row[i]), kind);
    }
    return finished(std::move(sums));
  }

  // Of scaled reference sweeps, `later` columns later, on the iMEP's background.
  [[nodiscard]] std::vector<double> drawn(int draw, double scale, std::ptrdiff_t later, Kind kind) const {
    base::Stream stream(settings_.seed, address_of(test_.look->block->id), static_cast<std::uint32_t>(draw), 0x1E);
    std::vector<double> sums(test_.trials.length());
    for (std::size_t t = 0; t < test_.look->epochs.trials(); ++t) {
      const Sweep& sweep = sweeps_[stream.below(static_cast<std::uint32_t>(sweeps_.size()))];
      const auto& stretches = test_.quiet.trials[stream.below(static_cast<std::uint32_t>(test_.quiet.trials.size()))];
      const auto& stretch = stretches[stream.below(static_cast<std::uint32_t>(stretches.size()))];
      const auto room = static_cast<std::uint32_t>(stretch.size() - test_.trials.length() + 1);
      add_sweep(sums, kind, sweep, scale, later, std::span(stretch).subspan(stream.below(room), test_.trials.length()));
    }
    return finished(std::move(sums));
  }

  [[nodiscard]] Seen seen(const std::vector<double>& average) const {
    std::vector<double> smoothed;
    const auto width = static_cast<std::size_t>(settings_.response_smoothing.value() * 1e-3 * test_.trials.rate) | 1U;
    smooth(average, width, smoothed);
    const Level quiet = level(smoothed, {0, geometry().background});
    Seen seen;
    seen.peak = *std::max_element(smoothed.begin() + static_cast<std::ptrdiff_t>(window_.first),
                                  smoothed.begin() + static_cast<std::ptrdiff_t>(window_.last)) -
                quiet.mean;
    seen.clear = quiet.deviation > 0.0 ? seen.peak / quiet.deviation : 0.0;
    const double limit = quiet.mean + settings_.onset_deviations * quiet.deviation;
    const auto gap = static_cast<std::size_t>(settings_.onset_gap.value() * 1e-3 * test_.trials.rate);
    seen.onset = onset_before_peak(smoothed, window_, limit, limit, gap);
    return seen;
  }

 private:
  [[nodiscard]] const Geometry& geometry() const { return test_.trials.geometry; }

  static void add(double& sum, double value, Kind kind) { sum += kind == Kind::of_sweeps ? value : std::abs(value); }

  [[nodiscard]] std::vector<double> finished(std::vector<double> sums) const {
    for (double& v : sums) v = std::abs(v) / static_cast<double>(test_.look->epochs.trials());
    return sums;
  }

  // The scaled sweep brings background of its own: so much less is added that both together are the iMEP's.
  void add_sweep(std::vector<double>& sums, Kind kind, const Sweep& sweep, double scale, std::ptrdiff_t later,
                 std::span<const float> quiet) const {
    double mean = 0.0;
    for (std::size_t i = 0; i < geometry().background; ++i) mean += static_cast<double>(quiet[i]);
    mean /= static_cast<double>(std::max<std::size_t>(1, geometry().background));
    const double own = background_ > 0.0 ? scale * sweep.background / background_ : 0.0;
    const double share = std::sqrt(std::max(0.0, 1.0 - own * own));
    const auto row = sweep.epochs->row(sweep.row);
    const auto from = static_cast<std::ptrdiff_t>(sweep.epochs->column(settings_.artefact.to));
    const std::ptrdiff_t offset =
        static_cast<std::ptrdiff_t>(sweep.epochs->zero) - static_cast<std::ptrdiff_t>(geometry().before) - later;
    for (std::size_t i = 0; i < quiet.size(); ++i) {
      const double noise = static_cast<double>(quiet[i]) - mean;
      const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(i) + offset;
      const bool inside = at >= from && at < static_cast<std::ptrdiff_t>(row.size());
      const double value =
          inside ? scale * static_cast<double>(row[static_cast<std::size_t>(at)]) + share * noise : noise;
      add(sums[i], value, kind);
    }
  }

  const ImepTest& test_;
  std::vector<Sweep> sweeps_;
  const Settings& settings_;
  Columns window_;
  double background_ = 0.0;
};

double size_of_average(const ImepTest& test) {
  std::vector<double> sum(test.look->epochs.samples);
  const Epochs& epochs = test.epochs();
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<double>(epochs.row(t)[i]);
  const auto first = sum.begin() + static_cast<std::ptrdiff_t>(epochs.column(test.window.from));
  const auto last = sum.begin() + static_cast<std::ptrdiff_t>(epochs.column(test.window.to));
  if (first >= last) return 0.0;
  const auto [low, high] = std::minmax_element(first, last);
  return (*high - *low) / static_cast<double>(epochs.trials());
}

// The half of all trials with a response that comes nearest to the iMEP's size.
std::vector<Sweep> nearest_in_size(const ImepTest& test, std::span<const BlockChannel* const> references,
                                   const Settings& settings) {
  std::vector<Sweep> sweeps;
  for (const BlockChannel* look : references)
    for (std::size_t row = 0; row < look->responses.size(); ++row) {
      const TrialResponse& r = look->responses[row];
      if (r.present && r.onset && look->epochs.rate == test.look->epochs.rate)
        sweeps.push_back({&look->epochs, row, r.clean_peak_to_peak, *r.onset, r.background_rms});
    }
  const auto fewest = static_cast<std::size_t>(settings.fewest_trials_averaged);
  if (sweeps.size() < fewest) return {};
  const double size = std::max(1e-3, size_of_average(test));
  std::stable_sort(sweeps.begin(), sweeps.end(), [&](const Sweep& a, const Sweep& b) {
    return std::abs(std::log(a.size / size)) < std::abs(std::log(b.size / size));
  });
  sweeps.resize(std::max(fewest, sweeps.size() / 2));
  return sweeps;
}

// The scale at which draws have the iMEP's peak on the mean; nothing where even almost nothing has more.
std::optional<double> scale_of(const Onsets& onsets, double peak, Kind kind, std::ptrdiff_t later) {
  const auto mean_peak = [&](double scale) {
    double sum = 0.0;
    for (int d = 0; d < rough_draws; ++d) sum += onsets.seen(onsets.drawn(d, scale, later, kind)).peak;
    return sum / rough_draws;
  };
  if (mean_peak(smallest_scale) >= peak) return std::nullopt;
  double low = std::log(smallest_scale), high = std::log(largest_scale);
  for (int i = 0; i < 8; ++i) {
    const double middle = 0.5 * (low + high);
    (mean_peak(std::exp(middle)) < peak ? low : high) = middle;
  }
  return std::exp(0.5 * (low + high));
}

std::vector<double> onsets_of_draws(const Onsets& onsets, int count, double scale, Kind kind, std::ptrdiff_t later) {
  std::vector<double> found;
  for (int d = 0; d < count; ++d)
    if (const auto onset = onsets.seen(onsets.drawn(d, scale, later, kind)).onset)
      found.push_back(static_cast<double>(*onset));
  return found;
}

OnsetDifference without(std::string obstacle) {
  OnsetDifference difference;
  difference.obstacle = std::move(obstacle);
  return difference;
}

}  // namespace

OnsetDifference onset_difference(const ImepTest& test, std::span<const BlockChannel* const> references,
                                 const Settings& settings) {
  const auto sweeps = nearest_in_size(test, references, settings);
  if (sweeps.empty())
    return without(fmt::format("fewer than {} cMEPs of this muscle or of the other hand to compare with",
                               settings.fewest_trials_averaged));
  std::vector<double> starts;
  for (const Sweep& sweep : sweeps) starts.push_back(sweep.onset);
  const Onsets onsets(test, sweeps, settings);
  const Seen sweep = onsets.seen(onsets.real(Kind::of_sweeps)),
             rectified = onsets.seen(onsets.real(Kind::of_rectified));
  OnsetDifference difference;
  difference.of_sweeps = sweep.clear > rectified.clear;
  const Kind kind = difference.of_sweeps ? Kind::of_sweeps : Kind::of_rectified;
  const Seen& imep = difference.of_sweeps ? sweep : rectified;
  if (!imep.onset) return without("the average has no onset above the mean of its background and two SD");
  difference.reference_trials = sweeps.size();
  difference.at_edge = *imep.onset == onsets.window().first;

  // The reference is moved until its draws begin where the iMEP does: so the window's edges act on both alike. An iMEP
  // that begins at an edge would pull it out of the window.
  const double rate = test.trials.rate;
  const auto columns = [&](double ms) { return static_cast<std::ptrdiff_t>(std::llround(ms * 1e-3 * rate)); };
  const auto onset = static_cast<double>(*imep.onset);
  std::ptrdiff_t later = difference.at_edge ? 0 : columns(test.trials.ms(onset) - base::median(starts));
  std::vector<double> found;
  std::optional<double> scale;
  for (const int count : {rough_draws, 2 * rough_draws, draws}) {
    if (count != draws) scale = scale_of(onsets, imep.peak, kind, later);
    if (!scale) return without("the average is no clearer than its background");
    difference.scale = *scale;
    found = onsets_of_draws(onsets, count, *scale, kind, later);
    if (found.size() * 2 < static_cast<std::size_t>(count))
      return without("responses as small as this have no onset above the mean of the background and two SD");
    if (count != draws && !difference.at_edge)
      later += static_cast<std::ptrdiff_t>(std::llround(onset - base::mean(found)));
  }
  const double ms_a_column = 1e3 / rate;
  difference.value = (static_cast<double>(later) + onset - base::mean(found)) * ms_a_column;
  // A bound is not corrected for a late rise: what is seen early may have been background.
  if (difference.at_edge) difference.value = test.trials.ms(onset) - base::median(starts);
  const double of_reference = base::robust_deviation(starts) / std::sqrt(static_cast<double>(starts.size()));
  difference.standard_error =
      std::hypot(base::standard_deviation(found) * ms_a_column, of_reference, sampling_error(rate));
  return difference;
}

namespace {
constexpr std::array classes{PathClass{"imep_class_0", 0.0, 0.7}, PathClass{"imep_class_1", 1.0, 1.0},
                             PathClass{"imep_class_6", 6.0, 1.5}, PathClass{"imep_class_13", 13.0, 2.0}};
}  // namespace

std::span<const PathClass> path_classes() { return classes; }

double class_probability(std::size_t index, double difference, double error, bool at_edge) {
  // Logarithms, so that a difference far from all classes still has a nearest one.
  std::array<double, classes.size()> logs{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const double spread = std::hypot(classes[c].spread, error);
    const double z = (difference - classes[c].delay) / spread;
    logs[c] = at_edge && z > -6.0 ? std::log(0.5 * std::erfc(-z / std::numbers::sqrt2))
                                  : -0.5 * z * z - (at_edge ? 0.0 : std::log(spread));
  }
  const double largest = *std::max_element(logs.begin(), logs.end());
  double sum = 0.0;
  for (const double log : logs) sum += std::exp(log - largest);
  return std::exp(logs[index] - largest) / sum;
}

}  // namespace trilayer::measures
