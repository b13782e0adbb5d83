#include "trilayer/measures/responses/response_onset.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trilayer::measures {
namespace {

constexpr double gentle_ms = 0.6;        // smoothing of the signed trial
constexpr double phase_ms = 8.0;         // the first deflection peaks within this of the crossing
constexpr double low = 0.1, high = 0.9;  // share of the first peak between which the rise is fitted
constexpr double visible = 0.02;         // of the largest deflection: smaller ones begin no response
constexpr double sharp_rise = 3.0;  // the smooth rise would be this many limits high where EMG leaves the background
constexpr double earliest_ms = 3.5, latest_ms = 3.0;  // before and after the foot

}  // namespace

OnsetFinder::OnsetFinder(const Settings& settings, double rate) : settings_(settings), rate_(rate) {}

std::size_t OnsetFinder::samples(double ms) const { return static_cast<std::size_t>(ms * 1e-3 * rate_); }

const std::vector<double>& OnsetFinder::smoothed(std::span<const float> trial) {
  rectified_.resize(trial.size());
  std::transform(trial.begin(), trial.end(), rectified_.begin(),
                 [](float v) { return static_cast<double>(std::abs(v)); });
  smooth(rectified_, samples(settings_.onset_smoothing.value()) | 1U, smoothed_);
  return smoothed_;
}

std::optional<double> OnsetFinder::extrapolated(std::span<const float> trial, Columns search, std::size_t crossing,
                                                const Level& quiet) {
  const std::size_t first =
      crossing > search.first + samples(earliest_ms) ? crossing - samples(earliest_ms) : search.first;
  const std::size_t last = std::min(search.last, crossing + samples(phase_ms));
  gentle_.assign(trial.begin() + static_cast<std::ptrdiff_t>(first), trial.begin() + static_cast<std::ptrdiff_t>(last));
  std::vector<double>& x = rectified_;
  smooth(gentle_, samples(gentle_ms) | 1U, x);
  // The first peak that stands well out of the background, after the crossing.
  const std::size_t from = crossing - first;
  const double enough = quiet.mean + 2.0 * settings_.onset_deviations * quiet.deviation;
  std::size_t peak = from;
  while (peak + 1 < x.size() && (std::abs(x[peak]) < enough || std::abs(x[peak + 1]) >= std::abs(x[peak]))) ++peak;
  if (peak + 1 >= x.size()) return std::nullopt;
  const double sign = x[peak] > 0.0 ? 1.0 : -1.0, top = std::abs(x[peak]);
  // Weighted least squares of the phases; noise of v weighs as 1 / (4 share (1 - share)) in them.
  double sw = 0.0, st = 0.0, sy = 0.0, stt = 0.0, sty = 0.0;
  int count = 0;
  for (std::size_t i = peak; i-- > 0;) {
    const double v = sign * x[i];
    if (v > high * top) continue;
    if (v < low * top) break;
    const double share = v / top, weight = share * (1.0 - share);
    const double t = static_cast<double>(i), y = std::asin(std::sqrt(share));
    sw += weight;
    st += weight * t;
    sy += weight * y;
    stt += weight * t * t;
    sty += weight * t * y;
    ++count;
  }
  if (count < 3) return std::nullopt;
  const double slope = (sw * sty - st * sy) / (sw * stt - st * st);
  if (!(slope > 0.0)) return std::nullopt;
  const double onset = static_cast<double>(first) + (st - sy / slope) / sw;
  // A sharp rise is out of the background where a smooth one of this length would long have been seen.
  const double limit = quiet.mean + settings_.onset_deviations * quiet.deviation;
  std::size_t seen = crossing;
  while (seen + 1 < first + x.size() && smoothed_[seen] <= limit) ++seen;
  const double phase = std::clamp(slope * (static_cast<double>(seen) - onset), 0.0, 1.0);
  if (top * std::sin(phase) * std::sin(phase) > sharp_rise * limit) return std::nullopt;
  return onset;
}

std::optional<ResponseOnset> OnsetFinder::find(std::span<const float> trial, Columns search, const Level& quiet) {
  if (search.size() == 0) return std::nullopt;
  const std::vector<double>& trace = smoothed(trial);
  const double top = *std::max_element(trace.begin() + static_cast<std::ptrdiff_t>(search.first),
                                       trace.begin() + static_cast<std::ptrdiff_t>(search.last));
  // On a very quiet background single samples of it cross any limit of deviations; they are no part of a large
  // response.
  const double limit = std::max(quiet.mean + settings_.onset_deviations * quiet.deviation, visible * top);
  const auto foot = onset_before_peak(trace, search, limit, quiet.mean, samples(settings_.onset_gap.value()));
  if (!foot) return std::nullopt;
  if (*foot <= search.first) return ResponseOnset{static_cast<double>(search.first), true};
  const auto sharp = extrapolated(trial, search, *foot, quiet);
  const double earliest = static_cast<double>(*foot) - static_cast<double>(samples(earliest_ms));
  const double latest = static_cast<double>(*foot) + static_cast<double>(samples(latest_ms));
  if (!sharp || *sharp < earliest || *sharp > latest) return ResponseOnset{static_cast<double>(*foot), false};
  return ResponseOnset{std::max(*sharp, static_cast<double>(search.first)), false};
}

namespace {

// What a sweep shows round the response, moved by whole samples.
constexpr double shape_before_ms = 0.0, shape_after_ms = 14.0;
constexpr double shape_floor = 0.15;  // of the shape's largest deflection: what is smaller is no rise
constexpr double furthest_ms = 2.5;   // a sweep's delay from the others
constexpr int rounds = 3;

void average_moved(std::span<const std::span<const float>> sweeps, std::span<const int> delays, Columns part,
                   std::vector<float>& out) {
  out.assign(part.size(), 0.0F);
  const float scale = 1.0F / static_cast<float>(sweeps.size());
  for (std::size_t s = 0; s < sweeps.size(); ++s)
    for (std::size_t i = 0; i < part.size(); ++i)
      out[i] += scale * sweeps[s][part.first + i + static_cast<std::size_t>(delays[s])];
}

int best_delay(std::span<const float> sweep, std::span<const float> shape, std::size_t first, int furthest) {
  int best = 0;
  float most = -std::numeric_limits<float>::infinity();
  for (int delay = -furthest; delay <= furthest; ++delay) {
    const float* at = sweep.data() + first + static_cast<std::size_t>(delay);
    float sum = 0.0F;
    for (std::size_t i = 0; i < shape.size(); ++i) sum += shape[i] * at[i];
    if (sum > most) {
      most = sum;
      best = delay;
    }
  }
  return best;
}

}  // namespace

std::optional<std::vector<double>> onsets_by_shape(std::span<const std::span<const float>> sweeps, Columns background,
                                                   Columns search, double first_guess, const Settings& settings,
                                                   double rate) {
  const auto samples = [&](double ms) { return static_cast<std::ptrdiff_t>(ms * 1e-3 * rate); };
  const auto guess = static_cast<std::ptrdiff_t>(first_guess);
  const int furthest = static_cast<int>(samples(furthest_ms));
  const std::ptrdiff_t from = guess - samples(shape_before_ms), to = guess + samples(shape_after_ms);
  const auto length = static_cast<std::ptrdiff_t>(sweeps.front().size());
  if (from - furthest < 0 || to + furthest >= length) return std::nullopt;
  const Columns part{static_cast<std::size_t>(from), static_cast<std::size_t>(to)};
  std::vector<int> delays(sweeps.size(), 0);
  std::vector<float> shape;
  for (int round = 0; round < rounds; ++round) {
    average_moved(sweeps, delays, part, shape);
    for (std::size_t s = 0; s < sweeps.size(); ++s) delays[s] = best_delay(sweeps[s], shape, part.first, furthest);
  }
  // The shape with its background, to find its onset in.
  const Columns whole{static_cast<std::size_t>(furthest), static_cast<std::size_t>(length - furthest)};
  average_moved(sweeps, delays, whole, shape);
  OnsetFinder finder(settings, rate);
  const Columns quiet_part{background.first, background.last - whole.first};
  const std::vector<double>& trace = finder.smoothed(shape);
  Level quiet = level(trace, quiet_part);
  const Columns inner{search.first - whole.first, search.last - whole.first};
  // Sweeps moved to fit agree in their noise near the response too: a limit from quiet background would be too low.
  const double top = *std::max_element(trace.begin() + static_cast<std::ptrdiff_t>(inner.first),
                                       trace.begin() + static_cast<std::ptrdiff_t>(inner.last));
  quiet.deviation = std::max(quiet.deviation, shape_floor * top / settings.onset_deviations);
  const auto onset = finder.find(shape, inner, quiet);
  if (!onset || onset->at_edge) return std::nullopt;
  std::vector<double> columns;
  for (const int delay : delays) columns.push_back(onset->column + static_cast<double>(whole.first) + delay);
  return columns;
}

}  // namespace trilayer::measures
