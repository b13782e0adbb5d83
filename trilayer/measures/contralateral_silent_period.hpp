// The contralateral silent period (CSP): how long a contracting muscle falls silent after its response.
#pragma once

#include <optional>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// The silence of one trial, ms after the pulse. Nothing of it is there where no silence was found.
struct TrialSilence {
  std::optional<double> reference;  ///< onset of the response; the block's median where the trial has none of its own
  std::optional<double> start;      ///< the RMS envelope falls below the limit after the response
  std::optional<double> end;        ///< EMG is back and stays; nothing where it does not return in the window
  bool censored = false;            ///< it did not return: the silence is at least until `last_seen`
  double last_seen = 0.0;
};

/// The silence of every row of the epochs. The envelope (RMS over settings.envelope) is compared with
/// settings.silence_level times its mean over the background of all trials. The silence ends at the first sample from
/// which EMG is above that limit for settings.return_duty of settings.return_window (so that a short breakthrough does
/// not end it). Silences shorter than settings.shortest_csp are none.
std::vector<TrialSilence> find_silences(const BlockChannel& look, const Settings& settings);

/// csp_duration of an active contralateral muscle: median over trials of end minus response onset, trials without
/// return counted as longer than all others. `at_least` where the median itself is such a trial.
Measurement contralateral_silent_period(const BlockChannel& look, const std::vector<TrialSilence>& silences,
                                        const Settings& settings);

/// Single trials.
std::vector<TrialValue> contralateral_silent_period_trials(const BlockChannel& look,
                                                           const std::vector<TrialSilence>& silences);

/// From median start to median end, for the pictures.
std::vector<Detection> contralateral_silent_period_detection(const BlockChannel& look,
                                                             const std::vector<TrialSilence>& silences);

/// Median start of the silences, ms after the pulse; nothing where fewer than three trials have one.
std::optional<double> median_silence_start(const std::vector<TrialSilence>& silences);

}  // namespace trilayer::measures
