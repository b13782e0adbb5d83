// Trials that were left out, said wherever a measurement lacks them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// Every exclusion of a session, of whole trials and of single channels, and what people decided else.
std::vector<QualityFinding> exclusions(const recording::Session& session);

/// "3 of 20 trials left out: gap (2), rejected by AB on 2026-11-22: coughed (1)" of a block in one channel; empty where
/// none is.
std::string left_out(const protocol::Block& block, std::size_t channel);

/// Adds those words to the method of every measurement of such a block.
void say_exclusions(const recording::Session& session, std::vector<Measurement>& measurements);

/// Why blocks of pulses to this hemisphere give nothing in a muscle: those all of whose trials are left out, in words;
/// empty where there is none. No hemisphere: any.
std::string fully_excluded(const recording::Session& session, protocol::Side side, const std::string& muscle,
                           std::optional<protocol::Hemisphere> hemisphere);

}  // namespace trilayer::measures
