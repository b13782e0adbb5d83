#include "trilayer/report/stored_calibration.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/inference/patterns.hpp"

extern "C" const char trilayer_calibration[], trilayer_calibration_end[];  // NOLINT: the embedded calibration.tsv

namespace trilayer::report {
namespace {

// Features in common over features of either.
double likeness(const inference::Pattern& a, const inference::Pattern& b) {
  double common = 0.0, either = 0.0;
  for (std::size_t f = 0; f < a.size(); ++f) {
    common += a[f] && b[f] ? 1.0 : 0.0;
    either += a[f] || b[f] ? 1.0 : 0.0;
  }
  return either > 0.0 ? common / either : 0.0;
}

// The pattern, and left and right exchanged: pulses over one hemisphere may be over either.
double best_likeness(const inference::Pattern& seen, const inference::Pattern& named) {
  inference::Pattern exchanged = named;
  for (std::size_t f = 0; f < named.size(); ++f) exchanged[f] = named[f ^ 1U];
  return std::max(likeness(seen, named), likeness(seen, exchanged));
}

const inference::NamedPattern* nearest(const inference::Answer& answer) {
  inference::Pattern seen(inference::feature_names().size(), false);
  for (const std::size_t f : answer.used_features) seen[f] = true;
  const inference::NamedPattern* best = nullptr;
  double most = 0.0;
  for (const auto& pattern : inference::named_patterns())
    if (const double like = best_likeness(seen, pattern.has); like > most) {
      most = like;
      best = &pattern;
    }
  return best;
}

double number(const std::string& cell) {
  const auto value = base::parse_number(cell);
  base::require(value.has_value(), "calibration.tsv holds something that is no number");
  return *value;
}

}  // namespace

std::vector<StoredCalibration> stored_calibration(const inference::Answer& answer, const Made& made) {
  const auto* pattern = answer.used_features.empty() ? nullptr : nearest(answer);
  if (pattern == nullptr) return {};
  const std::string learnt = fmt::format("{:016x}", made.network != 0 ? made.network : made.bank);
  const std::string text(trilayer_calibration,
                         static_cast<std::size_t>(trilayer_calibration_end - trilayer_calibration));
  std::vector<StoredCalibration> found;
  for (const std::string& line : base::split(text, '\n')) {
    const auto cells = base::split(line, '\t');
    if (cells.size() != 11 || cells[0] != learnt || cells[1] != pattern->name || cells[2] != made.method) continue;
    found.push_back({pattern->name, pattern->title, cells[3], static_cast<int>(number(cells[4])), number(cells[5]),
                     number(cells[6]), number(cells[7]), number(cells[8]), number(cells[9]), number(cells[10])});
  }
  return found;
}

std::vector<std::string> calibration_text(const inference::Answer& answer, const Made& made) {
  const auto found = stored_calibration(answer, made);
  if (found.empty()) return {};
  std::vector<std::string> lines{
      fmt::format("measures most like: {} ({} simulated sessions that nothing was learnt from)", found.front().title,
                  found.front().sessions)};
  for (const auto& c : found)
    lines.push_back(
        fmt::format("layer {}: 90 % intervals hold in {:.0f} %; leads in {:.0f} % of those without it and {:.0f} % of "
                    "those with 0.5 or "
                    "more; tells 0 from 0.5 in {:.0f} % of pairs; not informed in {:.0f} %",
                    c.layer, 100.0 * c.coverage_90, 100.0 * c.leads_at_zero, 100.0 * c.leads_from_half,
                    100.0 * c.auc_0_vs_half, 100.0 * (1.0 - c.informed)));
  return lines;
}

}  // namespace trilayer::report
