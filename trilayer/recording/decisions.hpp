// What a person decided on single trials: kept beside the data, never lost, above what the program concludes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/base/warning.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::recording {

struct Recording;

enum class Verdict { accept, reject, moved };

/// One decision on one trial, on one muscle of it, or on one number of that muscle (docs/reference/decisions.md).
struct Decision {
  std::string recording;  ///< its name, as in all output
  std::string block;      ///< id
  int trial = 0;          ///< position in its block, from 1
  base::Seconds time;     ///< of its anchor when the decision was made: tells whether it is still that trial
  std::optional<protocol::Side> side;  ///< with `muscle`; empty: the whole trial
  std::string muscle;
  std::string measure;  ///< "cmep_latency" or "csp_duration"; empty: the muscle, or the whole trial
  Verdict verdict = Verdict::reject;
  std::optional<double> value;  ///< ms, of a moved marker: see `permitted_move` (decisions_file.hpp)
  std::string who;              ///< initials
  std::string when;             ///< ISO 8601, UTC
  std::string detectors;        ///< version of the program and hash of its settings
  std::string why;

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// Of decisions on the same thing the last one; the others are superseded.
std::vector<Decision> in_force(const std::vector<Decision>& all);

/// Puts the decisions on this recording into it: rejected trials and channels are excluded, trials accepted as a whole
/// lose their exclusion, moved pulses move. `recording.decisions` holds what is in force, for checks and detectors
/// that come later. Warns `decisions` (how many), and `decided_otherwise` where some were made with other `detectors`
/// (empty: not compared). Throws Refusal where a decision speaks of a block, trial or muscle that is not there, or of
/// a trial that is at another time by now.
void apply_decisions(Recording& recording, const std::vector<Decision>& all, const std::string& place,
                     const std::string& detectors);

/// What a person said of this trial, muscle and measure: the decision on exactly that, or null.
const Decision* decision_on(const Recording& recording, std::string_view block, std::size_t trial,
                            std::optional<protocol::Side> side, std::string_view muscle, std::string_view measure);

/// A person wants this trial, or this muscle of it, used: checks then exclude nothing.
bool accepted(const Recording& recording, std::string_view block, std::size_t trial, std::size_t channel);

/// "rejected by AB on 2026-11-22: coughed"
std::string in_words(const Decision& decision);

std::string_view name(Verdict verdict);

}  // namespace trilayer::recording
