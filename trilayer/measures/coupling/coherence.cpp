#include "trilayer/measures/coupling/coherence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "trilayer/measures/both_hands.hpp"
#include "trilayer/measures/coupling/coherence_tests.hpp"
#include "trilayer/measures/coupling/cross_spectrum.hpp"
#include "trilayer/measures/coupling/cumulant.hpp"
#include "trilayer/measures/coupling/steady_contraction.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/surrogates.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;

constexpr std::size_t groups = 10;        // of segments, for errors by leaving one out
constexpr double longest_lag = 20.0;      // ms: the phase at 20 Hz is known but for whole turns of 50 ms
constexpr double broadband_level = 0.01;  // of the test for coherence above the band
constexpr double raw_deviations = 3.09;   // of the zero-phase coherency of unrectified EMG, one-sided 0.1 %
constexpr double pointwise = 0.05;        // of the limit of a single bin
constexpr std::array<std::string_view, 5> ids{"coherence_beta", "coherence_peak_frequency", "coherence_phase",
                                              "cumulant_peak", "cumulant_width"};

// Everything the rows of one pair of muscles are read from.
struct Coupling {
  SteadyContraction steady;
  std::vector<CrossSpectrum> parts;  // of rectified EMG, in groups of segments
  CrossSpectrum rectified, plain;
  Bins beta;
  double level = 0.05;  // of each test
};

void interpolate_hum(CrossSpectrum& spectrum, const SteadyContraction& steady) {
  for (const SteadyHand* hand : {&steady.measured, &steady.other})
    if (hand->hum)
      for (const int harmonic : hand->hum->harmonics) interpolate_line(spectrum, harmonic * hand->hum->frequency);
}

Coupling coupling_of(SteadyContraction steady, double level, const Settings& settings) {
  const auto spectra = [&](const std::vector<double>& other, const std::vector<double>& measured) {
    const auto x = transforms(other, steady.length, settings.coupling.taper);
    const auto y = transforms(measured, steady.length, settings.coupling.taper);
    auto parts = grouped_spectra(x, y, steady.length / 2 + 1, steady.rate / static_cast<double>(steady.length), groups);
    for (CrossSpectrum& part : parts) interpolate_hum(part, steady);
    return parts;
  };
  Coupling coupling;
  coupling.parts = spectra(steady.other.rectified, steady.measured.rectified);
  coupling.rectified = pooled(coupling.parts);
  coupling.plain = pooled(spectra(steady.other.plain, steady.measured.plain));
  coupling.beta = bins_of(settings.coupling.beta, coupling.rectified);
  coupling.level = level;
  coupling.steady = std::move(steady);
  return coupling;
}

// Correlation of unrectified EMG at lag 0 above the band of common drive, and how sure it is.
struct Copy {
  double correlation = 0.0;
  bool significant = false;
};

Copy copy_of(const Coupling& c, const Settings& settings) {
  const Bins bins = bins_of(settings.coupling.cross_talk, c.plain);
  double sum = 0.0;
  for (std::size_t l = bins.first; l < bins.last; ++l) sum += c.plain.coherency(l).real();
  const double mean = sum / static_cast<double>(bins.size());
  const double z = mean * std::sqrt(2.0 * static_cast<double>(c.plain.segments * bins.size()));
  return {std::abs(mean), std::abs(z) > raw_deviations};
}

// Why the coherence may be one of the leads and not of the nerves; empty where nothing speaks for it.
std::string cross_talk_reason(const Coupling& c, const Settings& settings) {
  std::string reason;
  const auto add = [&](const std::string& text) { reason += (reason.empty() ? "" : "; ") + text; };
  const Bins above = bins_of(settings.coupling.cross_talk, c.rectified);
  const double beta = band_coherence(c.rectified, c.beta).mean, high = band_coherence(c.rectified, above).mean;
  if (band_p_value(c.rectified, above) < broadband_level && high > settings.coupling.cross_talk_share * beta)
    add(fmt::format("coherence is not confined to low frequencies: {:.3f} at {:.0f} to {:.0f} Hz", high,
                    settings.coupling.cross_talk.from.value(), settings.coupling.cross_talk.to.value()));
  const Copy copy = copy_of(c, settings);
  if (copy.significant && copy.correlation > settings.cross_talk)
    add(fmt::format("unrectified EMG of both hands is correlated at zero lag ({:.2f})", copy.correlation));
  return reason.empty() ? reason : reason + ": electrical cross-talk or a common reference is possible";
}

std::string method_of(const Coupling& c, const protocol::Block& block) {
  return fmt::format(
      "rectified EMG, {} disjoint segments of {:.2g} s from {} trials, {}; limit of a single bin {:.3f}; tests at "
      "level "
      "{:.3g}",
      c.steady.segments, static_cast<double>(c.steady.length) / c.steady.rate, c.steady.trials,
      block.condition.intended ? "one hand intended"
                               : "both hands intended (the other side's row is of the same "
                                 "spectra)",
      coherence_limit(c.rectified.segments, pointwise), c.level);
}

Measurement beta_row(Measurement m, const Coupling& c, const Settings& settings) {
  const BandCoherence found = band_coherence(c.rectified, c.beta);
  m.p_value = band_p_value(c.rectified, c.beta);
  m.method += fmt::format("; mean of {:.0f} to {:.0f} Hz less chance; mean atanh|R| {:.3f}; unrectified {:.3f}",
                          settings.coupling.beta.from.value(), settings.coupling.beta.to.value(),
                          mean_fisher_z(c.rectified, c.beta), band_coherence(c.plain, c.beta).mean);
  if (*m.p_value > c.level || found.mean <= 0.0) {
    m.state = State::absent;
    m.smallest_detectable = smallest_coherence(c.beta.size(), c.rectified.segments, c.level, settings.detection_power);
    m.reason = fmt::format("no more coherence than independent muscles show (p = {:.2g})", *m.p_value);
    return m;
  }
  m.state = State::value;
  m.value = std::min(found.mean, 1.0 - 1e-9);
  set_error(m, found.standard_error / (*m.value * (1.0 - *m.value)));
  return m;
}

// Bins of the peak's band above the limit that have a neighbour above it too.
std::vector<std::size_t> coherent_bins(const CrossSpectrum& spectrum, const Settings& settings) {
  const Bins band = bins_of(settings.coupling.peak, spectrum);
  const double limit = coherence_limit(spectrum.segments, pointwise);
  const auto above = [&](std::size_t l) { return l >= band.first && l < band.last && spectrum.coherence(l) > limit; };
  std::vector<std::size_t> bins;
  for (std::size_t l = band.first; l < band.last; ++l)
    if (above(l) && (above(l - 1) || above(l + 1))) bins.push_back(l);
  return bins;
}

// Centre of gravity of the coherence above chance, over the run of bins that holds the largest.
std::optional<double> peak_frequency(const CrossSpectrum& spectrum, const Settings& settings) {
  const auto bins = coherent_bins(spectrum, settings);
  if (bins.empty()) return std::nullopt;
  const auto largest = std::max_element(bins.begin(), bins.end(), [&](std::size_t a, std::size_t b) {
    return spectrum.coherence(a) < spectrum.coherence(b);
  });
  auto first = largest, last = largest;
  while (first != bins.begin() && *std::prev(first) + 1 == *first) --first;
  while (std::next(last) != bins.end() && *last + 1 == *std::next(last)) ++last;
  double weights = 0.0, sum = 0.0;
  for (auto bin = first; bin <= last; ++bin) {
    const double weight = spectrum.coherence(*bin) - 1.0 / static_cast<double>(spectrum.segments);
    weights += weight;
    sum += weight * static_cast<double>(*bin) * spectrum.resolution;
  }
  return sum / weights;
}

// The one delay (ms, positive: the measured hand is later) that turns the phases of the coherent bins nearest to 0,
// each weighed by the precision of its phase, 2 L C / (1 - C).
std::optional<double> delay(const CrossSpectrum& spectrum, const Settings& settings) {
  const auto bins = coherent_bins(spectrum, settings);
  if (bins.empty()) return std::nullopt;
  const auto agreement = [&](double lag) {
    double sum = 0.0;
    for (const std::size_t l : bins) {
      const double c = std::min(spectrum.coherence(l), 0.999);
      const double turn = 2e-3 * std::numbers::pi * static_cast<double>(l) * spectrum.resolution * lag;
      sum += c / (1.0 - c) * std::cos(std::arg(spectrum.cross[l]) + turn);
    }
    return sum;
  };
  double best = 0.0, most = agreement(0.0);
  for (double lag = -longest_lag; lag <= longest_lag; lag += 0.05)
    if (const double here = agreement(lag); here > most) {
      most = here;
      best = lag;
    }
  return best;
}

using Statistic = std::optional<double> (*)(const CrossSpectrum&, const Settings&);

// A row that has a meaning only where there is coherence.
Measurement derived_row(Measurement m, const Coupling& c, bool present, Statistic statistic, const std::string& words,
                        const Settings& settings) {
  if (!present) return unobtainable(std::move(m), "no coherence was found in the beta band");
  const auto value = statistic(c.rectified, settings);
  if (!value) return unobtainable(std::move(m), "no two neighbouring bins are above the limit");
  m.state = State::value;
  m.value = value;
  if (const auto error = jackknife_error(c.parts, [&](const CrossSpectrum& part) { return statistic(part, settings); }))
    set_error(m, *error);
  m.method += "; " + words + "; error by leaving out tenths of the segments";
  return m;
}

Measurement peak_row(Measurement m, const Coupling& c, const CentralPeak& peak, const Settings& settings) {
  const Band& band = settings.coupling.cumulant;
  m.p_value = peak.p;
  m.method += fmt::format("; {:.0f} to {:.0f} Hz; highest within {:.0f} ms of lag 0", band.from.value(),
                          band.to.value(), settings.coupling.cumulant_reach.value());
  if (peak.p > c.level) {
    m.state = State::absent;
    m.smallest_detectable =
        smallest_peak(c.rectified, band, settings.coupling.cumulant_reach, c.level, settings.detection_power);
    m.reason = fmt::format("no central peak above chance (p = {:.2g})", peak.p);
    return m;
  }
  m.state = State::value;
  m.value = peak.height;
  set_error(m, peak.deviation / peak.height);
  m.method += fmt::format("; {:.1f} SD at {:.1f} ms", peak.height / peak.deviation, peak.lag);
  return m;
}

Measurement width_row(Measurement m, const Coupling& c, const CentralPeak& peak, const Settings& settings) {
  if (peak.p > c.level) return unobtainable(std::move(m), "no central peak of the cumulant was found");
  if (!peak.width) return unobtainable(std::move(m), "the peak does not fall to half its height within 30 ms");
  m.state = State::value;
  m.value = peak.width;
  const auto width = [&](const CrossSpectrum& part) {
    return central_peak(part, settings.coupling.cumulant, settings.coupling.cumulant_reach).width;
  };
  if (const auto error = jackknife_error(c.parts, width)) set_error(m, *error);
  m.method += "; at half height; error by leaving out tenths of the segments";
  return m;
}

std::vector<Measurement> rows_of(const Measurement& blank, const Coupling& c, const Settings& settings) {
  const auto row = [&](std::size_t i) {
    Measurement m = blank;
    m.key.measure = ids[i];
    return m;
  };
  std::vector<Measurement> rows{beta_row(row(0), c, settings)};
  const bool present = rows.front().state == State::value;
  rows.push_back(derived_row(row(1), c, present, peak_frequency,
                             "centre of gravity of neighbouring bins above the limit", settings));
  rows.push_back(derived_row(row(2), c, present, delay,
                             "one delay fitted to the phases of bins above the limit, "
                             "positive where this hand is later",
                             settings));
  const CentralPeak peak = central_peak(c.rectified, settings.coupling.cumulant, settings.coupling.cumulant_reach);
  rows.push_back(peak_row(row(3), c, peak, settings));
  rows.push_back(width_row(row(4), c, peak, settings));
  if (const std::string reason = cross_talk_reason(c, settings); !reason.empty())
    for (Measurement& m : rows)
      if (m.state == State::value) m = confounded(std::move(m), reason);
  return rows;
}

}  // namespace

std::vector<Measurement> coherence(const recording::Session& session, const recording::Recording& recording,
                                   const protocol::Block& block, std::span<const std::optional<Hum>> hum,
                                   const Settings& settings) {
  std::vector<Measurement> results;
  if (!is_steady_contraction(block)) return results;
  const double level = level_per_test(settings.false_alarm_rate, 2 * tests_of_coupling(recording));
  for (const std::string& muscle : muscles_of(recording))
    for (const Side side : measured_sides(block)) {
      Measurement blank;
      blank.key = {"", protocol::label(block.condition), side, muscle, std::nullopt};
      blank.participant = session.participant;
      blank.recording = recording.name;
      blank.block = block.id;
      const auto all = [&](const auto& make, const std::string& reason) {
        for (const std::string_view id : ids) {
          Measurement m = blank;
          m.key.measure = id;
          results.push_back(make(m, reason));
        }
      };
      if (!recorded_on_both_sides(recording, muscle)) {
        all(missing, muscle + " is recorded on one side only");
        continue;
      }
      SteadyContraction steady = steady_contraction(recording, block, muscle, side, hum, settings);
      blank.trials = static_cast<int>(steady.trials);
      if (steady.rate == 0.0) {
        all(invalid, "the channels of the two hands have different rates");
        continue;
      }
      if (const std::string reason = why_not_steady(steady, settings); !reason.empty()) {
        all(unobtainable, reason);
        continue;
      }
      const Coupling c = coupling_of(std::move(steady), level, settings);
      if (const Copy copy = copy_of(c, settings); copy.correlation > settings.coupling.same_signal) {
        all(invalid, fmt::format("both channels hold the same signal: correlation {:.2f} at lag 0", copy.correlation));
        continue;
      }
      blank.method = method_of(c, block);
      const auto rows = rows_of(blank, c, settings);
      results.insert(results.end(), rows.begin(), rows.end());
    }
  return results;
}

}  // namespace trilayer::measures
