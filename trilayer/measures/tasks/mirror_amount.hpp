// How much EMG a task adds to both hands, and whether it adds any to the mirror hand.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "trilayer/measures/both_hands.hpp"

namespace trilayer::measures {

/// Powers added by a task, averaged over trials, uV^2.
struct AddedPower {
  double intended = 0.0, mirror = 0.0;            ///< above rest
  double intended_rest = 0.0, mirror_rest = 0.0;  ///< at rest
};

AddedPower added_power(const TaskLook& look, std::span<const std::size_t> chosen);

/// What one muscle in one block tells of mirroring.
struct MirrorAmount {
  const TaskLook* look = nullptr;
  std::string unreadable;  ///< why nothing can be read; empty where it can, and only then the rest is filled
  AddedPower added;
  double p = 1.0;      ///< of the presence test: one-sided paired t of ln(task / resting power), the trial as the unit
  double level = 0.0;  ///< of that test
  bool present = false;
  double detectable = 0.0;  ///< mirror EMG that settings.detection_power of such tests would find, uV
  double mirror = 0.0;      ///< mirror EMG, uV above rest in power; where present
  double intended = 0.0;    ///< EMG of the intended hand, uV
  std::optional<double> mirror_error, intended_error;  ///< standard errors of their natural logarithms
  std::string cross_talk;  ///< why the mirror EMG may be a copy of the other hand's; empty: it is not
  bool cross_talk_known = false;
};

MirrorAmount mirror_amount(const TaskLook& look, const Settings& settings);

/// "20 % force" or "unstated force", for method words.
std::string force_text(const TaskLook& look);

}  // namespace trilayer::measures
