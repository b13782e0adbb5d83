#include "trilayer/measures/result.hpp"

#include <fmt/format.h>

#include <cmath>

namespace trilayer::measures {
namespace {

Measurement without_number(Measurement m, State state, std::string reason) {
  m.state = state;
  m.value.reset();
  m.standard_error.reset();
  m.smallest_detectable.reset();
  m.reason = std::move(reason);
  return m;
}

}  // namespace

Measurement unobtainable(Measurement m, std::string reason) {
  return without_number(std::move(m), State::unobtainable, std::move(reason));
}
Measurement missing(Measurement m, std::string reason) {
  return without_number(std::move(m), State::missing, std::move(reason));
}
Measurement invalid(Measurement m, std::string reason) {
  return without_number(std::move(m), State::invalid, std::move(reason));
}

Measurement confounded(Measurement m, const std::string& reason) {
  if (m.state == State::value) m.state = State::confounded;
  m.reason += (m.reason.empty() ? "" : "; ") + reason;
  return m;
}

std::string marker_reason(const recording::Recording& recording, const Settings& settings) {
  const double delay = recording.marker_delay.value_or(base::Milliseconds(0.0)).value();
  if (std::abs(delay) <= settings.marker_confounds.value()) return "";
  return fmt::format("the stimulus artefact comes {:.1f} ms {} the pulse marker and this is not corrected",
                     std::abs(delay), delay > 0.0 ? "after" : "before");
}

Measurement confound_by_marker(Measurement m, const recording::Recording& recording, const Settings& settings) {
  const std::string reason = marker_reason(recording, settings);
  if (m.state != State::value || reason.empty()) return m;
  return confounded(std::move(m), reason);
}

void set_error(Measurement& m, double error) {
  if (std::isfinite(error)) m.standard_error = error;
}

double logit_error(int successes, int trials) {
  return std::sqrt(1.0 / (successes + 0.5) + 1.0 / (trials - successes + 0.5));
}

double sampling_error(double rate) { return 1e3 / rate / std::sqrt(12.0); }

std::vector<double> resampled(std::span<const double> values, std::span<const std::size_t> chosen) {
  std::vector<double> out;
  out.reserve(chosen.size());
  for (const std::size_t i : chosen) out.push_back(values[i]);
  return out;
}

TrialValue blank_trial(const BlockChannel& look, std::size_t row, std::string_view measure) {
  TrialValue value;
  const std::size_t trial = look.epochs.trial_of[row];
  value.participant = look.session->participant;
  value.recording = look.recording->name;
  value.block = look.block->id;
  value.trial = static_cast<int>(trial) + 1;
  value.time = look.block->trials[trial].anchor.time.value();
  value.measure = measure;
  value.side = look.side;
  value.muscle = look.muscle;
  value.hemisphere = look.block->condition.hemisphere;
  return value;
}

Detection detection(const BlockChannel& look, std::string_view measure, double from_ms, double to_ms) {
  return {std::string(measure), look.recording->name, look.block->id, look.side, look.muscle, from_ms, to_ms};
}

}  // namespace trilayer::measures
