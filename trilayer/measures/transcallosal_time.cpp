#include "trilayer/measures/transcallosal_time.hpp"

#include <cmath>

#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

// Carries over what keeps the iSP onset from being a plain value; true where there is nothing to subtract from.
bool no_onset(Measurement& m, const Measurement& isp_onset) {
  if (isp_onset.value) return false;
  m = isp_onset.state == State::absent ? unobtainable(m, "there is no iSP to take the onset of")
                                       : invalid(m, "the iSP could not be judged: " + isp_onset.reason);
  return true;
}

// The measurement without what a marker that is off does to it; a plain value where nothing else is against it.
Measurement without_marker(Measurement m, const std::string& marker) {
  const std::size_t at = marker.empty() ? std::string::npos : m.reason.find(marker);
  if (at == std::string::npos) return m;
  m.reason.erase(at, marker.size());
  if (m.reason.starts_with("; ")) m.reason.erase(0, 2);
  if (m.reason.ends_with("; ")) m.reason.erase(m.reason.size() - 2);
  if (m.reason.empty() && m.state == State::confounded) m.state = State::value;
  return m;
}

// Both times with their states: how the difference is bounded follows from how they are.
Measurement difference(Measurement m, const Measurement& isp_onset, const Measurement& start) {
  const bool lower = start.state == State::at_most, upper = isp_onset.state == State::at_most;
  if (lower && upper) return unobtainable(m, "both onsets lie before their searches: " + isp_onset.reason);
  m.state = lower ? State::at_least : upper ? State::at_most : State::value;
  m.value = *isp_onset.value - *start.value;
  if (lower || upper)
    m.reason = lower ? start.reason : isp_onset.reason;
  else if (isp_onset.standard_error && start.standard_error)
    set_error(m, std::hypot(*isp_onset.standard_error, *start.standard_error));
  for (const Measurement* part : {&isp_onset, &start})
    if (part->state == State::confounded) m = confounded(m, part->reason);
  return m;
}

}  // namespace

std::vector<Measurement> transcallosal_time(const BlockChannel& look, const Measurement& isp_onset,
                                            const CrossedReference& reference, const Settings& settings) {
  Measurement by_mep = look.blank("tct");
  Measurement by_csp = look.blank("tct_csp");
  by_mep.method = "iSP onset minus cMEP onset";
  by_csp.method = "iSP onset minus CSP onset (start of silence)";
  // Within one recording a marker that is off shifts both onsets alike.
  const bool one_recording = reference.look != nullptr && reference.look->recording == look.recording;
  const std::string marker = one_recording ? marker_reason(*look.recording, settings) : "";
  const Measurement onset = without_marker(isp_onset, marker);
  if (reference.look != nullptr) {
    by_mep.block += "+" + reference.look->block->id;
    by_csp.block = by_mep.block;
    by_mep.method += ", block " + reference.look->block->id;
    by_csp.method += ", block " + reference.look->block->id;
  }
  if (!no_onset(by_mep, isp_onset)) {
    if (reference.look == nullptr)
      by_mep = missing(by_mep, "this muscle was not recorded contracting with pulses to the other hemisphere");
    else if (!reference.latency || !reference.latency->value)
      by_mep = unobtainable(by_mep, "no cMEP onset of this muscle from the other hemisphere");
    else
      by_mep = difference(by_mep, onset, without_marker(*reference.latency, marker));
  }
  if (!no_onset(by_csp, isp_onset)) {
    if (reference.look == nullptr)
      by_csp = missing(by_csp, "this muscle was not recorded contracting with pulses to the other hemisphere");
    else if (!reference.silence_start)
      by_csp = unobtainable(by_csp, "no CSP of this muscle from the other hemisphere");
    else {
      Measurement start;
      start.state = State::value;
      start.value = reference.silence_start;
      start.standard_error = reference.silence_error;
      by_csp = difference(by_csp, onset, start);
    }
  }
  if (reference.look != nullptr && reference.look->recording != look.recording)
    for (Measurement* m : {&by_mep, &by_csp})
      if (m->value)
        *m = confounded(*m, "the other hemisphere's block is of another recording, " + reference.look->recording->name);
  return {by_mep, by_csp};
}

}  // namespace trilayer::measures
