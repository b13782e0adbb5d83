#include "trilayer/measures/quality/decided.hpp"

namespace trilayer::measures {
namespace {

// Where a person moved the mark of this row, ms after the pulse.
std::optional<double> moved_to(const BlockChannel& look, std::size_t row, std::string_view measure) {
  if (look.recording->decisions.empty()) return std::nullopt;
  const auto* decision = recording::decision_on(*look.recording, look.block->id, look.epochs.trial_of[row], look.side,
                                                look.muscle, measure);
  if (decision == nullptr || decision->verdict != recording::Verdict::moved) return std::nullopt;
  return decision->value;
}

}  // namespace

void apply_decided_onsets(BlockChannel& look) {
  for (std::size_t row = 0; row < look.responses.size(); ++row) {
    const auto onset = moved_to(look, row, "cmep_latency");
    if (!onset) continue;
    TrialResponse& response = look.responses[row];
    response.present = true;
    response.onset = onset;
    if (response.end && *response.end <= *onset) response.end.reset();
  }
}

void apply_decided_silences(const BlockChannel& look, std::vector<TrialSilence>& silences) {
  for (std::size_t row = 0; row < silences.size(); ++row) {
    const auto end = moved_to(look, row, "csp_duration");
    TrialSilence& silence = silences[row];
    if (!end || !silence.reference || *end <= *silence.reference) continue;
    if (!silence.start || *silence.start >= *end) silence.start = silence.reference;
    silence.end = end;
    silence.censored = false;
  }
}

}  // namespace trilayer::measures
