#include "trilayer/measures/measure.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/parallel.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/background_emg.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/coupling/coherence.hpp"
#include "trilayer/measures/coupling/cross_correlogram.hpp"
#include "trilayer/measures/detectors.hpp"
#include "trilayer/measures/excitability/central_conduction.hpp"
#include "trilayer/measures/excitability/m_wave.hpp"
#include "trilayer/measures/excitability/motor_threshold.hpp"
#include "trilayer/measures/excitability/recruitment_curve.hpp"
#include "trilayer/measures/missing.hpp"
#include "trilayer/measures/paired_pulse.hpp"
#include "trilayer/measures/quality/exclusions.hpp"
#include "trilayer/measures/quality/trial_quality.hpp"
#include "trilayer/measures/responses/imep_threshold.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/session_work.hpp"
#include "trilayer/measures/silences/silences_of_both_hands.hpp"
#include "trilayer/measures/tasks/premotor_mep.hpp"
#include "trilayer/measures/tasks/task_results.hpp"
#include "trilayer/measures/transcallosal_time.hpp"

namespace trilayer::measures {
namespace {

using recording::Recording;
using recording::Session;

template <class T>
void append(std::vector<T>& all, const std::vector<T>& some) {
  all.insert(all.end(), some.begin(), some.end());
}

void append(Results& all, const Results& some) {
  append(all.measurements, some.measurements);
  append(all.trials, some.trials);
  append(all.detections, some.detections);
  append(all.quality, some.quality);
  append(all.warnings, some.warnings);
}

// What the block of the other hemisphere tells for transcallosal times.
CrossedReference crossed(const SessionWork& work, const BlockChannel* reference, const Settings& settings) {
  if (reference == nullptr) return {};
  CrossedReference crossed{reference, cmep_latency(*reference, settings), std::nullopt, std::nullopt};
  const auto silences = work.silences.find(reference);
  if (silences == work.silences.end()) return crossed;
  crossed.silence_start = median_silence_start(silences->second);
  std::vector<double> starts;
  for (const TrialSilence& silence : silences->second)
    if (silence.start) starts.push_back(*silence.start);
  if (starts.size() >= 3)
    crossed.silence_error = 1.2533 * base::robust_deviation(starts) / std::sqrt(static_cast<double>(starts.size()));
  return crossed;
}

// Every measure of a detector, not to be had for one reason.
std::vector<Measurement> all_invalid(const BlockChannel& look, std::string_view detector, const std::string& reason) {
  std::vector<Measurement> all;
  for (const Detector& one : detectors())
    if (one.name == detector)
      for (const std::string_view id : one.measures) all.push_back(invalid(look.blank(id), reason));
  return all;
}

// The measurements of one look, apart from those that need the whole recording.
Results results_of(const SessionWork& work, const BlockChannel& look, const Settings& settings) {
  Results results;
  const auto add = [&](std::vector<Measurement> measurements) {
    for (Measurement& m : measurements) results.measurements.push_back(std::move(m));
  };
  const auto show = [&](const std::vector<Detection>& detections) {
    results.detections.insert(results.detections.end(), detections.begin(), detections.end());
  };
  const auto list = [&](const std::vector<TrialValue>& trials) {
    results.trials.insert(results.trials.end(), trials.begin(), trials.end());
  };
  results.quality = trial_quality(look, other_hand(work, look), settings);
  add({background_emg(look, settings)});
  list(background_emg_trials(look));
  if (look.contralateral()) {
    add(contralateral_mep(look, other_hand(work, look), settings));
    list(contralateral_mep_trials(look));
    show(contralateral_mep_detection(look));
  }
  if (const auto found = work.silences.find(&look); found != work.silences.end()) {
    add(contralateral_silent_period(look, found->second, settings));
    list(contralateral_silent_period_trials(look, found->second));
    show(contralateral_silent_period_detection(look, found->second));
  }
  SameSweeps sweeps;
  const BlockChannel* reference = crossed_reference(work, look);
  if (const auto found = work.imep.find(&look); found != work.imep.end()) {
    sweeps.imep_present = found->second.present;
    if (!found->second.surrogates) sweeps.imep_unjudged = found->second.obstacle;
    add(ipsilateral_mep(found->second, {crossed_references(work, look), reference, other_hand(work, look)}, settings));
    list(ipsilateral_mep_trials(found->second, settings));
    show(ipsilateral_mep_detection(found->second, settings));
  }
  if (const auto found = work.isp.find(&look); found != work.isp.end()) {
    const BlockChannel* other = other_hand(work, look);
    if (const auto silences = work.silences.find(other); silences != work.silences.end()) {
      const Measurement ratio = csp_hand_ratio(look, *other, silences->second, settings);
      if (ratio.state == State::value || ratio.state == State::at_least) sweeps.silenced_alike = ratio.value;
      add({ratio});
    }
    const auto silence = ipsilateral_silent_period(found->second, sweeps, settings);
    add(silence);
    show(ipsilateral_silent_period_detection(found->second));
    add(transcallosal_time(look, silence.front(), crossed(work, reference, settings), settings));
  }
  if (const auto found = work.idle.find(&look); found != work.idle.end())
    for (const std::string_view id :
         look.contralateral() ? std::vector<std::string_view>{"contralateral_silent_period"}
                              : std::vector<std::string_view>{"ipsilateral_silent_period", "transcallosal_time"})
      add(all_invalid(look, id, found->second));
  return results;
}

// What needs a whole recording: voluntary tasks.
Results results_of_recording(const SessionWork& work, std::size_t index, const Settings& settings) {
  Results results;
  const Recording& recording = work.session->recordings[index];
  for (const protocol::Block& block : recording.blocks) {
    append(results.measurements, coherence(*work.session, recording, block, work.hum[index], settings));
    append(results.measurements, multi_unit_synchrony(*work.session, recording, block, work.hum[index], settings));
  }
  for (const TaskLook& look : work.tasks)
    if (look.recording == &recording) append(results, task_results(look, settings));
  return results;
}

// What needs blocks of several recordings: pairs against single pulses, curves over intensity, comparisons of tasks.
Results results_of_all(const SessionWork& work, const Settings& settings) {
  const std::vector<IntensitySeries> series = intensity_series(work);
  Results results = motor_threshold(series, settings);
  append(results.measurements, measures_of_pairs(work, settings));
  append(results.measurements, recruitment_curve(series, settings));
  append(results.measurements, imep_threshold_ratio(work));
  const std::vector<Measurement> peripheral = m_wave(work, settings);
  append(results.measurements, peripheral);
  append(results.measurements, cmep_to_m_max(work, peripheral, settings));
  append(results.measurements, central_conduction(work, peripheral, settings));
  append(results.measurements, premotor_mep(work.looks, settings));
  append(results.measurements, task_comparisons(work.tasks, settings));
  return results;
}

Results results_of_session(const Session& session, const Settings& settings, int jobs, const Progress& progress) {
  const SessionWork work = prepare(session, settings, jobs, progress);
  std::vector<Results> parts(work.looks.size() + session.recordings.size());
  base::for_each_index(parts.size(), jobs, [&](std::size_t i) {
    parts[i] = i < work.looks.size() ? results_of(work, work.looks[i], settings)
                                     : results_of_recording(work, i - work.looks.size(), settings);
  });
  Results results;
  for (const Recording& recording : session.recordings) append(results.warnings, recording.warnings);
  append(results.warnings, work.warnings);
  results.quality = exclusions(session);
  for (const Results& part : parts) append(results, part);
  append(results.measurements, silences_of_both_hands(work, results.measurements));
  append(results, results_of_all(work, settings));
  say_exclusions(session, results.measurements);
  append(results.measurements, missing_measures(session, results.measurements));
  return results;
}

}  // namespace

Results measure(const std::vector<Session>& sessions, const Settings& settings, int jobs, const Progress& progress) {
  Results all;
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    const auto overall = [&](double share) {
      if (progress) progress((static_cast<double>(s) + share) / static_cast<double>(sessions.size()));
    };
    append(all, results_of_session(sessions[s], settings, jobs, overall));
  }
  for (const Measurement& m : all.measurements) check_promises(m);
  return all;
}

}  // namespace trilayer::measures
