#include "trilayer/measures/responses/imep_tail.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {
namespace {

constexpr double shortest_constant = 1.0, longest_constant = 20.0;  // ms
constexpr int constants = 40;
constexpr double piece_ms = 2.0;         // the sweep is looked at in pieces of this length
constexpr double stands_out = 5.0;       // deviations of such pieces of the background
constexpr double noticeable = 0.05;      // of the background RMS
constexpr double spread_of_sizes = 0.5;  // of single tails, as a share of their mean

std::vector<double> mean_sweep(const Epochs& epochs) {
  std::vector<double> mean(epochs.samples);
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += static_cast<double>(epochs.row(t)[i]);
  for (double& value : mean) value /= static_cast<double>(std::max<std::size_t>(1, epochs.trials()));
  return mean;
}

std::vector<double> pieces(const std::vector<double>& sweep, Columns columns, std::size_t length) {
  std::vector<double> means;
  for (std::size_t at = columns.first; at + length <= columns.last; at += length)
    means.push_back(level(sweep, {at, at + length}).mean);
  return means;
}

double root_mean_square(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double v : values) sum += v * v;
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, values.size())));
}

double background_rms(const Epochs& epochs, Columns background) {
  double sum = 0.0;
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    for (std::size_t i = background.first; i < background.last; ++i)
      sum += static_cast<double>(epochs.row(t)[i]) * static_cast<double>(epochs.row(t)[i]);
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, epochs.trials() * background.size())));
}

struct Decay {
  double constant = 0.0;  // ms
  double size = 0.0;      // uV at the pulse
  double left = std::numeric_limits<double>::infinity();
};

Decay fit(const Epochs& epochs, const std::vector<double>& sweep, Columns stretch, double constant) {
  double products = 0.0, squares = 0.0;
  for (std::size_t i = stretch.first; i < stretch.last; ++i) {
    const double f = std::exp(-epochs.ms(i) / constant);
    products += f * sweep[i];
    squares += f * f;
  }
  Decay decay{constant, products / squares, 0.0};
  for (std::size_t i = stretch.first; i < stretch.last; ++i) {
    const double rest = sweep[i] - decay.size * std::exp(-epochs.ms(i) / constant);
    decay.left += rest * rest;
  }
  return decay;
}

Decay best_fit(const Epochs& epochs, const std::vector<double>& sweep, Columns stretch) {
  Decay best;
  for (int k = 0; k < constants; ++k) {
    const double share = static_cast<double>(k) / (constants - 1);
    const Decay one =
        fit(epochs, sweep, stretch, shortest_constant * std::pow(longest_constant / shortest_constant, share));
    if (one.left < best.left) best = one;
  }
  return best;
}

// How certain the size of one sweep's tail is without looking at it.
double prior_of(const ArtefactTail& tail) { return 1.0 / (spread_of_sizes * spread_of_sizes * tail.size * tail.size); }

// Shape of the tail against a sweep and itself where sizes are fitted. `after_pulse`: the sweep from the pulse on.
struct Products {
  double with_sweep = 0.0, with_itself = 0.0;
};

Products products_of(const ArtefactTail& tail, std::span<const float> after_pulse, double rate) {
  Products sums;
  for (std::size_t i = tail.from; i < tail.to; ++i) {
    const double f = std::exp(-1e3 * static_cast<double>(i) / rate / tail.constant);
    sums.with_sweep += f * static_cast<double>(after_pulse[i]);
    sums.with_itself += f * f;
  }
  return sums;
}

double size_of(const ArtefactTail& tail, const Products& sums) {
  const double prior = prior_of(tail);
  return (sums.with_sweep / tail.noise + tail.size * prior) / (sums.with_itself / tail.noise + prior);
}

}  // namespace

std::optional<ArtefactTail> artefact_tail(const Epochs& epochs, base::Milliseconds window_from,
                                          const Settings& settings) {
  const Columns stretch{epochs.column(settings.artefact.to), epochs.column(window_from)};
  const Columns background{epochs.column(epochs.background.from), epochs.column(epochs.background.to)};
  const auto length = static_cast<std::size_t>(std::max(1.0, piece_ms * 1e-3 * epochs.rate));
  if (stretch.size() < 2 * length || background.size() < 10 * length) return std::nullopt;
  const std::vector<double> sweep = mean_sweep(epochs);
  const double usual = root_mean_square(pieces(sweep, background, length));
  const double noise = background_rms(epochs, background);
  if (!(usual > 0.0) || std::abs(pieces(sweep, stretch, length).front()) < stands_out * usual) return std::nullopt;

  const Decay decay = best_fit(epochs, sweep, stretch);
  ArtefactTail tail;
  tail.constant = decay.constant;
  tail.at_window = decay.size * std::exp(-window_from.value() / decay.constant);
  tail.size = decay.size;
  // A sample says less than its own: EMG keeps its sign for about the length of a piece.
  tail.noise = noise * noise * piece_ms * 1e-3 * epochs.rate;
  tail.from = stretch.first - epochs.zero;
  tail.to = stretch.last - epochs.zero;
  if (std::abs(tail.at_window) < noticeable * noise) return std::nullopt;
  tail.without = epochs;
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    const double size = size_of(tail, products_of(tail, epochs.row(t).subspan(epochs.zero), epochs.rate));
    for (std::size_t i = stretch.first; i < epochs.samples; ++i)
      tail.without.values[t * epochs.samples + i] -=
          static_cast<float>(size * std::exp(-epochs.ms(i) / decay.constant));
  }
  for (const double rest : pieces(mean_sweep(tail.without), stretch, length))
    tail.fits = tail.fits && std::abs(rest) < stands_out * usual;
  return tail;
}

void leave_rest(const ArtefactTail& tail, std::size_t zero, double rate, std::span<float> sweep, base::Stream& stream) {
  const double drawn = tail.size * (1.0 + spread_of_sizes * stream.normal());
  Products sums = products_of(tail, sweep.subspan(zero), rate);
  sums.with_sweep += drawn * sums.with_itself;
  const double rest = drawn - size_of(tail, sums);
  for (std::size_t i = zero + tail.from; i < sweep.size(); ++i)
    sweep[i] += static_cast<float>(rest * std::exp(-1e3 * static_cast<double>(i - zero) / rate / tail.constant));
}

}  // namespace trilayer::measures
