#include "trilayer/measures/measure.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/parallel.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/background_emg.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/mirror_emg.hpp"
#include "trilayer/measures/missing.hpp"
#include "trilayer/measures/paired_pulse.hpp"
#include "trilayer/measures/quality/exclusions.hpp"
#include "trilayer/measures/quality/trial_quality.hpp"
#include "trilayer/measures/session_work.hpp"
#include "trilayer/measures/transcallosal_time.hpp"
#include "trilayer/measures/wrong_hand_lead.hpp"

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
    add(contralateral_mep(look, settings));
    list(contralateral_mep_trials(look));
    show(contralateral_mep_detection(look));
  }
  if (const auto found = work.silences.find(&look); found != work.silences.end()) {
    add({contralateral_silent_period(look, found->second, settings)});
    list(contralateral_silent_period_trials(look, found->second));
    show(contralateral_silent_period_detection(look, found->second));
  }
  bool imep_present = false;
  const BlockChannel* reference = crossed_reference(work, look);
  if (const auto found = work.imep.find(&look); found != work.imep.end()) {
    imep_present = found->second.present;
    add(ipsilateral_mep(found->second, reference, other_hand(work, look), settings));
    list(ipsilateral_mep_trials(found->second, settings));
    show(ipsilateral_mep_detection(found->second, settings));
  }
  if (const auto found = work.isp.find(&look); found != work.isp.end()) {
    add(ipsilateral_silent_period(found->second, imep_present, settings));
    show(ipsilateral_silent_period_detection(found->second));
    const auto onset = std::find_if(results.measurements.begin(), results.measurements.end(),
                                    [](const Measurement& m) { return m.key.measure == "isp_onset"; });
    add(transcallosal_time(look, *onset, crossed(work, reference, settings)));
  }
  return results;
}

// What needs a whole recording: pairs against single pulses, and voluntary tasks.
Results results_of_recording(const SessionWork& work, std::size_t index, const Settings& settings) {
  Results results;
  const Recording& recording = work.session->recordings[index];
  const auto of_this = [&](const BlockChannel& look) { return look.recording == &recording; };
  const auto first = std::find_if(work.looks.begin(), work.looks.end(), of_this);  // looks stand recording by recording
  const auto last = std::find_if_not(first, work.looks.end(), of_this);
  append(results.measurements, paired_pulse({first, last}, settings));
  for (const protocol::Block& block : recording.blocks) {
    if (!is_voluntary(block)) continue;
    const MirrorEmg mirror = mirror_emg(*work.session, recording, block, work.hum[index], settings);
    append(results.measurements, mirror.measurements);
    append(results.trials, mirror.trials);
    append(results.detections, mirror.detections);
    append(results.measurements, wrong_hand_lead(*work.session, recording, block, work.hum[index], settings));
  }
  return results;
}

// What needs blocks of several recordings: curves over intensity, comparisons of tasks.
Results results_of_all(const SessionWork& work, const Settings& settings) {
  static_cast<void>(work);
  static_cast<void>(settings);
  return {};
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
