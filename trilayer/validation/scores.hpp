// How well a method did, and how that is counted.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace trilayer::validation {

/// One method under one circumstance. Times in ms.
struct Score {
  std::string task;                        ///< id of the task: "cmep_onset"
  std::string method;                      ///< id of a published method, or "trilayer"
  std::string effect;                      ///< what was drawn, in words: "MEP 1.5 mV"
  double rate = 0.0;                       ///< Hz
  double background = 0.0;                 ///< RMS of the EMG before the pulse, uV
  int trials = 1;                          ///< that each decision rests on; 0: differs from case to case
  int cases = 0;                           ///< decisions where the effect was there
  int found = 0;                           ///< and was found
  int censored = 0;                        ///< or was said to last beyond the window
  int nulls = 0;                           ///< decisions where nothing was there
  int alarms = 0;                          ///< and something was claimed
  std::optional<double> bias{}, spread{};  ///< of the onset (or the value): median of found minus true; 1.4826 MAD
  std::optional<double> end_bias{}, end_spread{};  ///< of the end
  int intervals = 0;                               ///< 95 % intervals given
  int covered = 0;                                 ///< that hold the truth

  friend bool operator==(const Score&, const Score&) = default;
};

/// What a method said, case by case, on its way to a Score.
struct Tally {
  int cases = 0, found = 0, censored = 0, nulls = 0, alarms = 0, intervals = 0, covered = 0;
  std::vector<double> errors, end_errors;  ///< found minus true

  /// Adds the other's cases after these.
  void add(const Tally& other);
  /// Fills the counts and the errors' median and spread into a score that names method and circumstance.
  [[nodiscard]] Score score(Score named) const;
};

}  // namespace trilayer::validation
