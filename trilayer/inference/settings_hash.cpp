// Every choice of the detectors in one number, so that a bank measured otherwise is found out.
#include <bit>
#include <cstdint>
#include <string>

#include "trilayer/base/hash.hpp"
#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/bank_format.hpp"
#include "trilayer/inference/feature_rules.hpp"
#include "trilayer/measures/settings.hpp"

namespace trilayer::inference {
namespace {

void add(std::string& bytes, double value) { put(bytes, std::bit_cast<std::uint64_t>(value), 8); }
void add(std::string& bytes, int value) { put(bytes, static_cast<std::uint64_t>(value), 8); }
void add(std::string& bytes, std::uint64_t value) { put(bytes, value, 8); }
void add(std::string& bytes, base::Milliseconds value) { add(bytes, value.value()); }
void add(std::string& bytes, base::Microvolts value) { add(bytes, value.value()); }
void add(std::string& bytes, base::Hertz value) { add(bytes, value.value()); }
void add(std::string& bytes, const measures::Window& window) {
  add(bytes, window.from);
  add(bytes, window.to);
}

template <class... Fields>
std::string bytes_of(const Fields&... fields) {
  std::string bytes;
  (add(bytes, fields), ...);
  return bytes;
}

}  // namespace

std::uint64_t settings_hash() {
  // As many names as Settings has members: a new member does not compile until it is here too.
  const auto& [background, artefact, shown, active_background, active_over_rest, response, resting_criterion,
               active_criterion, size_over_background, hum_over_response, onset_deviations, onset_smoothing, onset_gap,
               shape_from_background, end_gap, latest_end, response_smoothing, imep_before_cmep, imep_after_cmep,
               envelope, silence_level, return_window, return_duty, shortest_csp, isp_search, isp_latest_onset,
               isp_deviations, isp_shortest, isp_nominal_onset, isp_nominal_length, false_alarm_rate, surrogates,
               surrogate_reach, detection_power, fewest_trials_averaged, smallest_response, task_rest, task_ramp,
               task_length, task_highpass, cross_talk, task_envelope, task_onset_deviations, task_onset_run,
               marker_confounds, quality, excitability, tasks, coupling, bootstrap, seed] = measures::Settings{};
  static_cast<void>(quality);  // of measures that no feature looks at
  static_cast<void>(excitability);
  static_cast<void>(tasks);
  static_cast<void>(coupling);
  std::string bytes = bytes_of(
      background, artefact, shown, active_background, active_over_rest, response, resting_criterion, active_criterion,
      size_over_background, hum_over_response, onset_deviations, onset_smoothing, onset_gap, shape_from_background,
      end_gap, latest_end, response_smoothing, imep_before_cmep, imep_after_cmep, envelope, silence_level,
      return_window, return_duty, shortest_csp, isp_search, isp_latest_onset, isp_deviations, isp_shortest,
      isp_nominal_onset, isp_nominal_length, false_alarm_rate, surrogates, surrogate_reach, detection_power,
      fewest_trials_averaged, smallest_response, task_rest, task_ramp, task_length, task_highpass, cross_talk,
      task_envelope, task_onset_deviations, task_onset_run, marker_confounds, bootstrap, seed);
  for (const FeatureRule& rule : feature_rules().rows) {
    if (rule.measure == nullptr) continue;
    bytes += rule.measure->id;
    bytes += catalogue::name(rule.measure->scale);
  }
  return base::fnv1a(bytes);
}

}  // namespace trilayer::inference
