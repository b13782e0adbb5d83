#include "trilayer/measures/silences/silence_end.hpp"

#include <algorithm>
#include <cmath>

namespace trilayer::measures {
namespace {

constexpr double refined_within = 10.0;      // ms round the envelope's column
constexpr double faintest_of_emg = 0.10;     // the silence counts as at least this share of the EMG: drift is no EMG
constexpr double tail_of_response = 0.25;    // and where it starts as this: a response fades rather than ends
constexpr double median_of_squares = 0.455;  // of a standard normal number, squared

struct Lengths {
  std::size_t envelope, window, shortest, refined;
};

Lengths lengths_of(const Settings& settings, double rate) {
  const auto samples = [&](double ms) { return static_cast<std::size_t>(ms * 1e-3 * rate); };
  return {samples(settings.envelope.value()) | 1U, samples(settings.return_window.value()),
          samples(settings.shortest_csp.value()), samples(refined_within)};
}

double middle(std::vector<double>& values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// Centre and spread of the silence, by medians: bursts that break through do not count.
struct Quiet {
  double centre = 0.0;
  double spread = 0.0;
};

Quiet quiet_in(std::span<const float> samples, Columns columns) {
  std::vector<double> values(samples.begin() + static_cast<std::ptrdiff_t>(columns.first),
                             samples.begin() + static_cast<std::ptrdiff_t>(columns.last));
  const double centre = middle(values);
  for (double& v : values) v = (v - centre) * (v - centre);
  return {centre, std::sqrt(middle(values) / median_of_squares)};
}

Columns about(std::size_t column, std::size_t reach, std::size_t first, std::size_t last) {
  return {std::max(first, column > reach ? column - reach : 0), std::min(last, column + reach)};
}

}  // namespace

std::optional<std::size_t> lasting_return(std::span<const double> trace, std::size_t from, double limit,
                                          std::size_t window, double duty) {
  if (window == 0 || from + window > trace.size()) return std::nullopt;
  std::size_t above = 0;
  for (std::size_t i = from; i < from + window; ++i) above += trace[i] > limit ? 1 : 0;
  const auto needed = static_cast<std::size_t>(std::ceil(duty * static_cast<double>(window)));
  for (std::size_t i = from;; ++i) {
    if (trace[i] > limit && above >= needed) return i;
    if (i + window >= trace.size()) return std::nullopt;
    above += trace[i + window] > limit ? 1 : 0;
    above -= trace[i] > limit ? 1 : 0;
  }
}

std::size_t change_of_spread(std::span<const float> samples, Columns window, double centre, double before,
                             double after) {
  // Sums of ln p(sample | after) - ln p(sample | before): the change lies where what follows gains most.
  const double scale = 0.5 / (before * before) - 0.5 / (after * after);
  const double shift = std::log(before / after);
  std::size_t best = window.last;
  double gain = 0.0, most = 0.0;
  for (std::size_t i = window.last; i > window.first; --i) {
    const double x = static_cast<double>(samples[i - 1]) - centre;
    gain += shift + scale * x * x;
    if (gain > most) {
      most = gain;
      best = i - 1;
    }
  }
  return best;
}

std::optional<SilenceColumns> silence_after(std::span<const float> samples, double rate, Columns response,
                                            double background, const Settings& settings) {
  const Lengths lengths = lengths_of(settings, rate);
  const double limit = settings.silence_level * background;
  std::vector<double> envelope;
  rms_envelope(samples, lengths.envelope, envelope);
  const auto begin = envelope.begin();
  const auto peak = static_cast<std::size_t>(std::max_element(begin + static_cast<std::ptrdiff_t>(response.first),
                                                              begin + static_cast<std::ptrdiff_t>(response.last)) -
                                             begin);
  std::size_t start = peak;
  while (start < envelope.size() && envelope[start] >= limit) ++start;
  const auto back = lasting_return(envelope, start, limit, lengths.window, settings.return_duty);
  const std::size_t last = back ? *back : samples.size();
  if (last < start + lengths.shortest) return std::nullopt;

  auto burst = lasting_return(envelope, start, limit, lengths.envelope, 1.0);
  if (burst) *burst += lengths.envelope / 2;
  SilenceColumns silence{start, burst, back};
  const Columns core{start + lengths.envelope, last - lengths.envelope};
  if (core.size() == 0) return silence;
  const Quiet quiet = quiet_in(samples, core);
  const double spread = std::max(quiet.spread, faintest_of_emg * background);
  if (spread >= limit) return silence;
  const std::size_t half = (start + last) / 2;
  silence.start = change_of_spread(samples, about(start, lengths.refined, peak, half), quiet.centre, background,
                                   std::max(spread, tail_of_response * background));
  if (back)
    silence.end = change_of_spread(samples, about(*back, lengths.refined, half, samples.size()), quiet.centre, spread,
                                   background);
  if (silence.end && (!burst || *burst + lengths.refined >= *back)) silence.first_emg = silence.end;
  return silence;
}

}  // namespace trilayer::measures
