// The contralateral silent period (CSP): how long a contracting muscle falls silent after its response.
#pragma once

#include <optional>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// The silence of one trial, ms after the pulse. Nothing of it is there where no silence was found.
struct TrialSilence {
  std::optional<double> reference;     ///< onset of the response; the block's median where the trial has none
  std::optional<double> response_end;  ///< the same of its end
  std::optional<double> start;         ///< EMG stops after the response
  std::optional<double> first_emg;     ///< EMG shows again, if only in a burst
  std::optional<double> end;           ///< EMG is back and stays; nothing where it does not return in the window
  bool censored = false;               ///< it did not return: the silence is at least until `last_seen`
  double last_seen = 0.0;
};

/// The silence of every row of the epochs (silences/silence_end.hpp). A trial that ends before EMG is back is seen
/// until settings.return_window before its end: later a return could not be told from a burst.
std::vector<TrialSilence> find_silences(const BlockChannel& look, const Settings& settings);

/// Of an active contralateral muscle: csp_duration (from the onset of the response to the lasting return of EMG),
/// csp_from_response_end, csp_from_pulse, csp_absolute (from the onset of the response to the first EMG) and
/// csp_to_cmep_ratio. Each is the median over trials; trials without return count as longer than all others, and
/// where the median itself is such a trial the state is `at_least`.
std::vector<Measurement> contralateral_silent_period(const BlockChannel& look,
                                                     const std::vector<TrialSilence>& silences,
                                                     const Settings& settings);

/// csp_duration alone.
Measurement csp_duration(const BlockChannel& look, const std::vector<TrialSilence>& silences, const Settings& settings);

/// csp_duration of single trials.
std::vector<TrialValue> contralateral_silent_period_trials(const BlockChannel& look,
                                                           const std::vector<TrialSilence>& silences);

/// From median start to median end, for the pictures.
std::vector<Detection> contralateral_silent_period_detection(const BlockChannel& look,
                                                             const std::vector<TrialSilence>& silences);

/// Median start of the silences, ms after the pulse; nothing where fewer than three trials have one.
std::optional<double> median_silence_start(const std::vector<TrialSilence>& silences);

}  // namespace trilayer::measures
