// Short words for planned blocks, so that a study reads as its protocol. Unless said otherwise both hands rest and
// trials come every 5 s.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "trilayer/validation/facts/visit.hpp"

namespace trilayer::validation {

protocol::Intensity of_rmt(double percent);
protocol::Intensity of_amt(double percent);

/// Single pulses to M1.
protocol::PlannedBlock pulses(std::string id, protocol::Hemisphere hemisphere, protocol::Intensity intensity,
                              int trials);
/// Shocks to the nerve, or pulses to the root at 60 % of stimulator output.
protocol::PlannedBlock pulses_below(std::string id, protocol::Site site, protocol::Side side, int trials);
/// A task of one hand without pulses. `force` in % of maximum, `seconds` of activity.
protocol::PlannedBlock movements(std::string id, protocol::Task task, protocol::Side intended, double force, int trials,
                                 double seconds);

/// The block with a hand that contracts.
protocol::PlannedBlock contracting(protocol::PlannedBlock block, protocol::Side hand, double percent);
/// The block with a conditioning pulse, `interval` ms before the test pulse.
protocol::PlannedBlock conditioned(protocol::PlannedBlock block, protocol::Hemisphere hemisphere,
                                   protocol::Intensity intensity, double interval,
                                   protocol::Site site = protocol::Site::m1);
/// The block with a first pulse of three, `interval` ms before the test pulse.
protocol::PlannedBlock preceded(protocol::PlannedBlock block, protocol::Hemisphere hemisphere,
                                protocol::Intensity intensity, double interval);
/// The same block under another name, or with another number of trials.
protocol::PlannedBlock named(protocol::PlannedBlock block, std::string id);
/// Pulses in a reaction: those of `pulse`, in the task of `task`, `after_cue` ms after the signal to move.
protocol::PlannedBlock in_task(protocol::PlannedBlock pulse, const protocol::PlannedBlock& task, double after_cue);
/// The block of a pulsed task without its pulses: the same seed makes the same hand move at the same time, so that
/// each trial shows when it would have begun.
protocol::PlannedBlock without_pulses(protocol::PlannedBlock block);
std::vector<protocol::PlannedBlock> without_pulses(const std::vector<protocol::PlannedBlock>& blocks);

/// Blocks that lean on nothing recorded before.
std::function<std::vector<protocol::PlannedBlock>(const Visit*)> fixed(std::vector<protocol::PlannedBlock> blocks);

/// The study as one whose readings ask whether an average shows something.
Study asking_presence(Study study);

/// "ihi-10"
std::string numbered(std::string_view word, double number);

}  // namespace trilayer::validation
