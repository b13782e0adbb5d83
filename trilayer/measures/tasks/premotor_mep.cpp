#include "trilayer/measures/tasks/premotor_mep.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;

constexpr std::size_t fewest = 3;      // trials a side, and responses seen
constexpr double share_to_fit = 0.25;  // of responses seen; fewer give a bound
constexpr double noise = 6.0;          // peak-to-peak of EMG alone over its RMS, as in paired pulses

// Pulses to both hemispheres together are compared with such pulses.
bool is_unconditioned(const Condition& c) { return !c.conditioning; }

// The hand was known when the pulse came.
bool in_delay(const Condition& c) {
  return c.after_cue && c.after_cue->value() < 0.0 && c.foreknowledge &&
         c.foreknowledge->value() > -c.after_cue->value();
}
bool before_known(const Condition& c) { return c.after_cue && c.after_cue->value() < 0.0 && !in_delay(c); }
bool outside_task(const Condition& c) { return c.task == protocol::Task::stimulation && !c.after_cue; }

bool comparable(const BlockChannel& a, const BlockChannel& b) {
  return a.recording == b.recording && a.channel == b.channel && is_unconditioned(b.block->condition) &&
         a.block->condition.both_hemispheres_together == b.block->condition.both_hemispheres_together &&
         a.block->condition.hemisphere == b.block->condition.hemisphere &&
         a.block->condition.intensity == b.block->condition.intensity;
}

// Blocks outside the task only where they are as relaxed, or as active, as the others.
std::vector<const BlockChannel*> baseline_of(const BlockChannel& look, std::span<const BlockChannel> all) {
  std::vector<const BlockChannel*> in_task, outside;
  for (const BlockChannel& other : all) {
    if (!comparable(look, other)) continue;
    const Condition& c = other.block->condition;
    if (before_known(c) && c.task == look.block->condition.task) in_task.push_back(&other);
    if (outside_task(c) && other.active == look.active) outside.push_back(&other);
  }
  return in_task.empty() ? outside : in_task;
}

struct Sizes {
  std::vector<double> all, background;  // uV
  std::size_t seen = 0;
  double mean = 0.0, error = 0.0;  // of the natural logarithm, with responses below the limit censored
};

void add(Sizes& sizes, const BlockChannel& look) {
  for (const TrialResponse& response : look.responses) {
    sizes.all.push_back(response.clean_peak_to_peak);
    sizes.background.push_back(response.background_rms);
  }
}

void take_logs(Sizes& sizes, double limit) {
  std::vector<double> logs;
  for (const double size : sizes.all)
    if (size >= limit) logs.push_back(std::log(size));
  sizes.seen = logs.size();
  if (sizes.seen < fewest) return;
  const auto fit = base::censored_normal(logs, sizes.all.size() - logs.size(), std::log(limit));
  sizes.mean = fit.mean;
  sizes.error = fit.standard_error;
}

std::string describe(const BlockChannel& look, const BlockChannel& reference, const Sizes& sizes, const Sizes& base) {
  const Condition& c = look.block->condition;
  const bool selected = c.both_intended || c.intended == look.side;
  return std::string(selected ? "selected hand" : "hand not selected") + "; geometric means of peak-to-peak, " +
         std::to_string(sizes.all.size()) + " trials over " + std::to_string(base.all.size()) + " " +
         (outside_task(reference.block->condition) ? "outside the task" : "in the task before the hand was known") +
         "; background EMG " + base::format_number(base::median(sizes.background), 3) + " against " +
         base::format_number(base::median(base.background), 3) + " uV RMS";
}

Measurement relative_size(Measurement m, const BlockChannel& look, const std::vector<const BlockChannel*>& references,
                          const Settings& settings) {
  Sizes sizes, baseline;
  add(sizes, look);
  for (const BlockChannel* reference : references) {
    add(baseline, *reference);
    m.block += "+" + reference->block->id;
  }
  if (sizes.all.size() < fewest || baseline.all.size() < fewest)
    return invalid(std::move(m), "fewer than 3 usable trials (" + std::to_string(sizes.all.size()) + ", baseline " +
                                     std::to_string(baseline.all.size()) + ")");
  const double quiet = base::median(baseline.background), now = base::median(sizes.background);
  const double limit = std::max({look.active ? settings.active_criterion.value() : settings.resting_criterion.value(),
                                 settings.smallest_response.value(), noise * std::max(quiet, now)});
  take_logs(sizes, limit);
  take_logs(baseline, limit);
  if (baseline.seen < fewest || base::median(baseline.all) < limit)
    return unobtainable(std::move(m), "the baseline response is too small: " + std::to_string(baseline.seen) + " of " +
                                          std::to_string(baseline.all.size()) + " reach " +
                                          base::format_number(limit, 3) + " uV");
  m.method = describe(look, *references.front(), sizes, baseline);
  const double share = static_cast<double>(sizes.seen) / static_cast<double>(sizes.all.size());
  if (sizes.seen < fewest || share < share_to_fit) {
    m.state = State::at_most;
    m.value = limit / std::exp(baseline.mean);
    m.reason = std::to_string(sizes.all.size() - sizes.seen) + " of " + std::to_string(sizes.all.size()) +
               " responses are below " + base::format_number(limit, 3) + " uV";
    return m;
  }
  m.state = State::value;
  m.value = std::exp(sizes.mean - baseline.mean);
  set_error(m, std::hypot(sizes.error, baseline.error));
  if (now > settings.tasks.background_shift * quiet || quiet > settings.tasks.background_shift * now)
    return confounded(std::move(m), "background EMG is not that of the baseline");
  return m;
}

}  // namespace

std::vector<Measurement> premotor_mep(std::span<const BlockChannel> looks, const Settings& settings) {
  std::vector<Measurement> all;
  for (const BlockChannel& look : looks) {
    const Condition& c = look.block->condition;
    if (!look.contralateral() || !is_unconditioned(c) || !c.after_cue || before_known(c)) continue;
    Measurement m = look.blank(in_delay(c) ? "preparatory_suppression" : "premotor_facilitation");
    const auto references = baseline_of(look, looks);
    all.push_back(references.empty()
                      ? missing(std::move(m),
                                "no single pulses of this intensity outside the task, or in it before the "
                                "hand was known, in this recording")
                      : relative_size(std::move(m), look, references, settings));
  }
  return all;
}

}  // namespace trilayer::measures
