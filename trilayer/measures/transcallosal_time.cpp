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

void subtract(Measurement& m, const Measurement& isp_onset, double start, std::optional<double> error) {
  m.state = State::value;
  m.value = *isp_onset.value - start;
  if (isp_onset.standard_error && error) set_error(m, std::hypot(*isp_onset.standard_error, *error));
  if (isp_onset.state == State::at_most) {
    m.state = State::at_most;
    m.reason = isp_onset.reason;
    m.standard_error.reset();
  }
  if (isp_onset.state == State::confounded) m = confounded(m, isp_onset.reason);
}

}  // namespace

std::vector<Measurement> transcallosal_time(const BlockChannel& look, const Measurement& isp_onset,
                                            const CrossedReference& reference) {
  Measurement by_mep = look.blank("tct");
  Measurement by_csp = look.blank("tct_csp");
  by_mep.method = "iSP onset minus cMEP onset";
  by_csp.method = "iSP onset minus CSP onset (start of silence)";
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
      subtract(by_mep, isp_onset, *reference.latency->value, reference.latency->standard_error);
  }
  if (!no_onset(by_csp, isp_onset)) {
    if (reference.look == nullptr)
      by_csp = missing(by_csp, "this muscle was not recorded contracting with pulses to the other hemisphere");
    else if (!reference.silence_start)
      by_csp = unobtainable(by_csp, "no CSP of this muscle from the other hemisphere");
    else
      subtract(by_csp, isp_onset, *reference.silence_start, reference.silence_error);
  }
  if (reference.look != nullptr && reference.look->recording != look.recording)
    for (Measurement* m : {&by_mep, &by_csp})
      if (m->value)
        *m = confounded(*m, "the other hemisphere's block is of another recording, " + reference.look->recording->name);
  return {by_mep, by_csp};
}

}  // namespace trilayer::measures
