// Published studies beside what the simulator gives for them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "trilayer/validation/replay/replay.hpp"

namespace trilayer::report {

/// For people: a study with its citation, a line a finding, and at the end how many agree.
std::string replay_table(std::span<const validation::Replay> replays);

/// A row a finding; the same columns as the keys of JSON.
std::string replay_tsv(std::span<const validation::Replay> replays);

/// {seed, model_version, studies: [{id, citation, doi, pmid, pmcid, evidence, read, findings: [{what, group, measure,
/// block, side, unit, published, sd, mark, calibrated, people, simulated, simulated_sd, error, agreement, relation,
/// against, difference, difference_error, direction, reason, note}]}]}
std::string replay_json(std::span<const validation::Replay> replays, std::uint64_t seed, int model_version);

}  // namespace trilayer::report
