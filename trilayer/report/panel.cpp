#include "trilayer/report/panel.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"

namespace trilayer::report {
namespace {

// First column of the epoch that is shown, and how many.
struct Columns {
  std::size_t first = 0;
  std::size_t count = 0;
};

Columns shown_columns(const measures::Epochs& epochs, const Range& shown) {
  const std::size_t first = epochs.column(base::Milliseconds(shown.from));
  const std::size_t last = epochs.column(base::Milliseconds(shown.to));
  return {first, last >= first ? last - first + 1 : 0};
}

std::vector<std::size_t> evenly_spread(std::size_t trials, std::size_t wanted) {
  std::vector<std::size_t> chosen;
  const std::size_t number = std::min(trials, wanted);
  for (std::size_t i = 0; i < number; ++i) chosen.push_back((2 * i + 1) * trials / (2 * number));
  return chosen;
}

void fill_curves(Panel& panel, const std::vector<std::vector<double>>& rows, std::size_t sampled_trials) {
  for (const std::size_t trial : evenly_spread(rows.size(), sampled_trials)) panel.sampled.push_back(rows[trial]);
  std::vector<double> column(rows.size());
  for (std::size_t c = 0; c < panel.times.size(); ++c) {
    for (std::size_t trial = 0; trial < rows.size(); ++trial) column[trial] = rows[trial][c];
    std::sort(column.begin(), column.end());
    panel.low.push_back(base::quantile(column, 0.05));
    panel.high.push_back(base::quantile(column, 0.95));
    panel.average.push_back(base::mean(column));
  }
}

bool in_artefact(const TimeMarks& marks, double time) {
  return std::any_of(marks.artefacts.begin(), marks.artefacts.end(),
                     [&](const Range& range) { return time >= range.from && time <= range.to; });
}

// From the lowest to the highest of what is drawn; the artefact may run out of the picture.
Range scale_of(const Panel& panel, const TimeMarks& marks) {
  Range range{0.0, 0.0};
  for (std::size_t c = 0; c < panel.times.size(); ++c) {
    if (in_artefact(marks, panel.times[c])) continue;
    range.from = std::min(range.from, panel.low[c]);
    range.to = std::max(range.to, panel.high[c]);
    for (const auto& trial : panel.sampled) {
      range.from = std::min(range.from, trial[c]);
      range.to = std::max(range.to, trial[c]);
    }
  }
  if (!(range.to > range.from)) return {-1.0, 1.0};
  const double margin = 0.06 * (range.to - range.from);
  return {range.from < 0.0 ? range.from - margin : 0.0, range.to + margin};
}

void fill_strip(Panel& panel, const measures::Epochs& epochs, const Columns& shown, const TimeMarks& marks,
                bool contracting) {
  const auto average = measures::rectified_average(epochs);
  panel.rectified.assign(average.begin() + static_cast<std::ptrdiff_t>(shown.first),
                         average.begin() + static_cast<std::ptrdiff_t>(shown.first + shown.count));
  const std::size_t from = epochs.column(epochs.background.from);
  const std::size_t to = epochs.column(epochs.background.to);
  panel.background = base::mean(std::span(average).subspan(from, to - from + 1));
  double highest = 0.0;
  for (std::size_t c = 0; c < panel.times.size(); ++c)
    if (!in_artefact(marks, panel.times[c])) highest = std::max(highest, panel.rectified[c]);
  // A response ten times the background would squeeze the silence after it into the lowest pixels.
  panel.strip_cut = contracting && highest > 5.0 * panel.background && panel.background > 0.0;
  const double top = panel.strip_cut ? 3.0 * panel.background : 1.08 * highest;
  panel.strip = {0.0, top > 0.0 ? top : 1.0};
}

// RMS over `length` samples round each column, in steps.
std::vector<double> envelope(std::span<const float> row, const Columns& shown, std::size_t length, std::size_t step) {
  std::vector<double> power(row.size() + 1, 0.0);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double value = static_cast<double>(row[i]);
    power[i + 1] = power[i] + value * value;
  }
  std::vector<double> values;
  for (std::size_t c = shown.first; c < shown.first + shown.count; c += step) {
    const std::size_t from = c > length / 2 ? c - length / 2 : 0;
    const std::size_t to = std::min(row.size(), c + length / 2 + 1);
    values.push_back(std::sqrt(std::max(0.0, power[to] - power[from]) / static_cast<double>(to - from)));
  }
  return values;
}

}  // namespace

void fill_with_pulses(Panel& panel, const measures::Epochs& epochs, const TimeMarks& marks, bool contracting,
                      std::size_t sampled_trials) {
  const Columns shown = shown_columns(epochs, marks.shown);
  for (std::size_t c = 0; c < shown.count; ++c) panel.times.push_back(epochs.ms(shown.first + c));
  std::vector<std::vector<double>> rows;
  for (std::size_t trial = 0; trial < epochs.trials(); ++trial) {
    const auto row = epochs.row(trial).subspan(shown.first, shown.count);
    rows.emplace_back(row.begin(), row.end());
  }
  fill_curves(panel, rows, sampled_trials);
  panel.scale = scale_of(panel, marks);
  fill_strip(panel, epochs, shown, marks, contracting);
  // Over contracting trials the mean of the signed trace is near zero and says nothing: the strip does.
  if (contracting) panel.average.clear();
}

void fill_with_task(Panel& panel, const measures::Epochs& epochs, const measures::Settings& settings,
                    const TimeMarks& marks, std::size_t sampled_trials) {
  const Columns shown = shown_columns(epochs, marks.shown);
  const auto length = static_cast<std::size_t>(std::max(1.0, settings.task_envelope.value() * epochs.rate / 1e3));
  const std::size_t step = std::max<std::size_t>(1, length / 8);
  for (std::size_t c = 0; c < shown.count; c += step) panel.times.push_back(epochs.ms(shown.first + c));
  std::vector<std::vector<double>> rows;
  for (std::size_t trial = 0; trial < epochs.trials(); ++trial)
    rows.push_back(envelope(epochs.row(trial), shown, length, step));
  fill_curves(panel, rows, sampled_trials);
  panel.scale = scale_of(panel, marks);
}

}  // namespace trilayer::report
