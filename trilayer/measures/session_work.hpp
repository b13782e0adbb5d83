// One session on its way from samples to measurements: every muscle in every block, looked at and tested once.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trilayer/base/warning.hpp"
#include "trilayer/measures/block_channel.hpp"
#include "trilayer/measures/both_hands.hpp"
#include "trilayer/measures/contralateral_silent_period.hpp"
#include "trilayer/measures/ipsilateral_mep.hpp"
#include "trilayer/measures/ipsilateral_silent_period.hpp"
#include "trilayer/measures/measure.hpp"

namespace trilayer::measures {

/// Everything the measurements of a session are made from. Belongs to the sessions: it points into them.
struct SessionWork {
  const recording::Session* session = nullptr;
  std::vector<std::vector<std::optional<Hum>>> hum;  ///< recording by channel
  std::vector<base::Warning> warnings;
  std::vector<BlockChannel> looks;                                    ///< every pulsed block and muscle that has trials
  std::vector<TaskLook> tasks;                                        ///< every muscle in every task block
  std::map<const BlockChannel*, ImepTest> imep;                       ///< of ipsilateral muscles under single pulses
  std::map<const BlockChannel*, IspTest> isp;                         ///< of those that contract
  std::map<const BlockChannel*, std::vector<TrialSilence>> silences;  ///< of contracting contralateral muscles
  std::map<const BlockChannel*, std::string> idle;  ///< that should contract for a silence and do not: what shows it
};

/// Looks at every muscle in every pulsed block and makes the presence tests. The tests of one kind in one recording are
/// a family: together they raise a false alarm at settings.false_alarm_rate.
SessionWork prepare(const recording::Session& session, const Settings& settings, int jobs, const Progress& progress);

/// The homologous muscle in the same trials, or null.
const BlockChannel* other_hand(const SessionWork& work, const BlockChannel& look);

/// The same muscle in the same state, evoked from its own hemisphere by single pulses of the nearest intensity, or
/// null.
const BlockChannel* crossed_reference(const SessionWork& work, const BlockChannel& look);

/// All of these blocks, whatever their intensity, of the recording of the nearest one.
std::vector<const BlockChannel*> crossed_references(const SessionWork& work, const BlockChannel& look);

}  // namespace trilayer::measures
