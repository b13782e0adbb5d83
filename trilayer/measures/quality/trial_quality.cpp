#include "trilayer/measures/quality/trial_quality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/responses/clipping.hpp"

namespace trilayer::measures {
namespace {

using Samples = std::span<const float>;

double number(float value) { return static_cast<double>(value); }
double step(Samples row, std::size_t i) { return std::abs(number(row[i + 1]) - number(row[i])); }

// One trial as the checks look at it.
struct Row {
  std::size_t index = 0;
  Samples clean;     // of the epochs: background mean and hum removed
  Samples recorded;  // the same samples as they stand in the recording; empty where no segment holds them
};

// Everything the checks share.
struct Checked {
  const BlockChannel& look;
  const Settings& settings;
  std::size_t background_first, background_last;  // columns
  std::vector<QualityFinding> findings{};

  [[nodiscard]] Samples background(Samples row) const {
    return row.subspan(background_first, background_last - background_first);
  }

  void flag(const Row& row, std::string_view check, double value, std::string_view unit, std::string words) {
    const std::size_t trial = look.epochs.trial_of[row.index];
    QualityFinding finding;
    finding.participant = look.session->participant;
    finding.recording = look.recording->name;
    finding.block = look.block->id;
    finding.trial = static_cast<int>(trial) + 1;
    finding.time = look.block->trials[trial].anchor.time.value();
    finding.side = look.side;
    finding.muscle = look.muscle;
    finding.check = check;
    finding.number = value;
    finding.unit = unit;
    finding.words = std::move(words);
    findings.push_back(std::move(finding));
  }
};

Row row_of(const Checked& c, std::size_t index) {
  return {index, c.look.epochs.row(index), as_recorded(c.look, index)};
}

void check_clipping(Checked& c, const Row& row) {
  const std::size_t clipped = clipped_samples(c.look.epochs, row.recorded, c.settings);
  if (clipped == 0) return;
  c.flag(row, "clipped", static_cast<double>(clipped) / c.look.epochs.rate * 1e3, "ms",
         "the response stands at the limit of the amplifier: it was at least as large as measured");
}

void check_coarseness(Checked& c, const Row& row) {
  if (row.recorded.empty()) return;
  std::vector<float> seen;
  const auto most = static_cast<std::size_t>(c.settings.quality.fewest_values);
  for (const float value : c.background(row.recorded)) {
    if (std::find(seen.begin(), seen.end(), value) == seen.end()) seen.push_back(value);
    if (seen.size() >= most) return;
  }
  c.flag(
      row, "coarse", static_cast<double>(seen.size()), "1",
      fmt::format("only {} different values before the pulse: the steps of the amplifier are too coarse", seen.size()));
}

// Amplitude and share of power of a sine of this frequency.
struct Line {
  double peak_to_peak = 0.0;
  double share = 0.0;
};

Line line_at(Samples x, double frequency, double rate) {
  double mean = 0.0;
  for (const float value : x) mean += number(value);
  mean /= static_cast<double>(x.size());
  const double turn = 2.0 * std::numbers::pi * frequency / rate;
  const double cosine = std::cos(turn), sine = std::sin(turn);
  double real = 1.0, imaginary = 0.0, in_phase = 0.0, quadrature = 0.0, power = 0.0;
  for (const float value : x) {
    const double y = number(value) - mean;
    in_phase += y * real;
    quadrature += y * imaginary;
    power += y * y;
    const double next = real * cosine - imaginary * sine;
    imaginary = real * sine + imaginary * cosine;
    real = next;
  }
  const auto n = static_cast<double>(x.size());
  const double amplitude = 2.0 * std::hypot(in_phase, quadrature) / n;
  return {2.0 * amplitude, power > 0.0 ? std::min(1.0, amplitude * amplitude / 2.0 / (power / n)) : 0.0};
}

void check_hum(Checked& c, const Row& row) {
  const Samples x = row.recorded.empty() ? Samples{} : c.background(row.recorded);
  if (x.size() < 16) return;
  std::array<double, 2> frequencies{50.0, 60.0};
  if (c.look.recording->mains) frequencies.fill(c.look.recording->mains->value());
  if (c.look.epochs.hum) frequencies.fill(c.look.epochs.hum->frequency);
  Line strongest;
  for (std::size_t i = 0; i < 2 && (i == 0 || frequencies[0] != frequencies[1]); ++i) {
    const Line line = line_at(x, frequencies[i], c.look.epochs.rate);
    if (line.peak_to_peak > strongest.peak_to_peak) strongest = line;
  }
  if (strongest.share < c.settings.quality.hum_share || strongest.peak_to_peak < c.settings.quality.hum.value()) return;
  c.flag(row, "hum", strongest.peak_to_peak, "uV",
         fmt::format("mains hum is {:.0f} % of the power before the pulse", 100.0 * strongest.share));
}

void check_drift(Checked& c, const Row& row, double rms) {
  const Samples x = c.background(row.clean);
  const std::size_t quarter = x.size() / 4;
  if (quarter == 0) return;
  double change = 0.0;
  for (std::size_t i = 0; i < quarter; ++i) change += number(x[x.size() - 1 - i]) - number(x[i]);
  change = std::abs(change) / static_cast<double>(quarter);
  if (change < c.settings.quality.drift.value() || change < c.settings.quality.drift_over_background * rms) return;
  c.flag(row, "drift", change, "uV",
         fmt::format("the baseline drifts by {:.0f} uV before the pulse (movement, or a settling amplifier)", change));
}

void check_rest(Checked& c, const Row& row, double rms) {
  const bool stated = c.look.block->condition.hands[c.look.side].contraction == protocol::Contraction::rest;
  if (!stated || rms <= c.settings.quality.rest_background.value()) return;
  const bool rejected = rms > c.settings.quality.rest_rejected.value();
  c.flag(row, "background", rms, "uV",
         fmt::format("the hand is stated at rest and is not{}. A mirroring hand never is: it stays in, as context",
                     rejected ? fmt::format(" (above {:g} uV, where many laboratories reject)",
                                            c.settings.quality.rest_rejected.value())
                              : ""));
}

// The steepest place near the pulse, and how it compares with the steepest before it.
struct Transient {
  double over_background = 0.0;
  double delay = 0.0;  // ms
};

Transient transient_of(const Checked& c, const Row& row) {
  const Samples x = row.clean;
  const protocol::Trial& trial = c.look.block->trials[c.look.epochs.trial_of[row.index]];
  double reach = c.settings.quality.artefact_search.value();  // of a pair: not as far as the other pulse
  for (const protocol::Pulse& pulse : trial.pulses) {
    const double apart = std::abs((pulse.time - trial.anchor.time).value()) * 1e3;
    if (apart > 0.1) reach = std::min(reach, apart / 2.0);
  }
  double usual = 1.0, most = 0.0;
  for (std::size_t i = c.background_first; i + 1 < c.background_last; ++i) usual = std::max(usual, step(x, i));
  std::size_t at = c.look.epochs.zero;
  for (std::size_t i = c.look.epochs.column(base::Milliseconds(-reach));
       i + 1 < c.look.epochs.column(base::Milliseconds(reach)); ++i)
    if (step(x, i) > most) {
      most = step(x, i);
      at = i;
    }
  return {most / usual, c.look.epochs.ms(at)};
}

void check_artefacts(Checked& c, const std::vector<Row>& rows) {
  std::vector<Transient> found;
  for (const Row& row : rows) found.push_back(transient_of(c, row));
  const auto seen = [&](const Transient& t) {
    return t.over_background >= c.settings.quality.artefact_over_background;
  };
  const auto count = static_cast<double>(std::count_if(found.begin(), found.end(), seen));
  if (count < c.settings.quality.artefact_share * static_cast<double>(found.size())) return;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!seen(found[i]))
      c.flag(rows[i], "artefact_missing", found[i].over_background, "1",
             "no stimulus artefact although the other trials of the block show one: was there a pulse?");
    else if (std::abs(found[i].delay) > c.settings.quality.marker_off.value())
      c.flag(rows[i], "marker_delay", found[i].delay, "ms",
             fmt::format("the stimulus artefact comes {:.1f} ms {} the marker", std::abs(found[i].delay),
                         found[i].delay > 0.0 ? "after" : "before"));
  }
}

// From the pulse until the signal is back at its background for 2 ms.
void check_tail(Checked& c, const Row& row, double rms) {
  constexpr double least = 20.0;  // uV
  const protocol::Trial& trial = c.look.block->trials[c.look.epochs.trial_of[row.index]];
  for (const protocol::Pulse& pulse : trial.pulses)  // the response to an earlier pulse is no tail
    if ((trial.anchor.time - pulse.time).value() > 0.005) return;
  const double limit = std::max(c.settings.quality.tail_over_background * rms, least);
  const std::size_t end = c.look.epochs.column(c.settings.response.from);
  const auto quiet = static_cast<std::size_t>(std::max(1.0, 2e-3 * c.look.epochs.rate));
  std::size_t over = c.look.epochs.zero;
  for (std::size_t i = c.look.epochs.zero; i < end; ++i) {
    if (std::abs(number(row.clean[i])) > limit) over = i;
    if (i - over >= quiet && c.look.epochs.ms(i) > c.settings.artefact.to.value()) break;
  }
  const double tail = c.look.epochs.ms(over);
  if (tail < c.settings.quality.longest_tail.value()) return;
  c.flag(row, "artefact_tail", tail, "ms",
         fmt::format("the tail of the stimulus artefact lasts {:.1f} ms and may reach into the response", tail));
}

// Background far above that of the other trials.
void check_outliers(Checked& c, const std::vector<Row>& rows) {
  if (rows.size() < 5) return;
  std::vector<double> levels;
  for (const Row& row : rows) levels.push_back(c.look.responses[row.index].background_rms);
  const double middle = base::median(levels);
  const double limit = std::max(middle + c.settings.quality.background_outlier * base::robust_deviation(levels),
                                middle * c.settings.quality.background_excess);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (levels[i] > limit)
      c.flag(rows[i], "background_outlier", levels[i], "uV",
             fmt::format("background far above that of the other trials (median {:.1f} uV)", middle));
}

// Correlation of both hands at lag 0 before the pulse.
void check_cross_talk(Checked& c, const std::vector<Row>& rows, const BlockChannel* other) {
  if (other == nullptr || other->epochs.rate != c.look.epochs.rate || other->epochs.zero != c.look.epochs.zero) return;
  for (const Row& row : rows) {
    const auto& trials = other->epochs.trial_of;
    const auto same = std::lower_bound(trials.begin(), trials.end(), c.look.epochs.trial_of[row.index]);
    if (same == trials.end() || *same != c.look.epochs.trial_of[row.index]) continue;
    const Samples x = c.background(row.clean);
    const Samples y = c.background(other->epochs.row(static_cast<std::size_t>(same - trials.begin())));
    double xx = 0.0, yy = 0.0, xy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      xx += number(x[i]) * number(x[i]);
      yy += number(y[i]) * number(y[i]);
      xy += number(x[i]) * number(y[i]);
    }
    const double correlation = xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
    if (std::abs(correlation) < c.settings.quality.copy) continue;
    c.flag(row, "cross_talk", correlation, "1",
           "before the pulse one hand's EMG is a copy of the other's, without delay");
  }
}

}  // namespace

std::vector<QualityFinding> trial_quality(const BlockChannel& look, const BlockChannel* other,
                                          const Settings& settings) {
  const Epochs& epochs = look.epochs;
  Checked c{look, settings, epochs.column(epochs.background.from), epochs.column(epochs.background.to)};
  if (epochs.trials() == 0 || c.background_last < c.background_first + 16) return {};
  std::vector<Row> rows;
  for (std::size_t i = 0; i < epochs.trials(); ++i) rows.push_back(row_of(c, i));
  for (const Row& row : rows) {
    const double rms = look.responses[row.index].background_rms;
    check_clipping(c, row);
    check_coarseness(c, row);
    check_hum(c, row);
    check_drift(c, row, rms);
    check_rest(c, row, rms);
    check_tail(c, row, rms);
  }
  check_artefacts(c, rows);
  check_outliers(c, rows);
  check_cross_talk(c, rows, other);
  return std::move(c.findings);
}

}  // namespace trilayer::measures
