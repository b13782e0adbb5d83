// The recordings that are drawn to score detectors on, and what the methods look at.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "trilayer/measures/averaging.hpp"
#include "trilayer/measures/block_channel.hpp"
#include "trilayer/measures/published/trial.hpp"
#include "trilayer/phantom/phantom.hpp"
#include "trilayer/validation/detector_benchmark.hpp"

namespace trilayer::validation {

/// Rates, Hz, at which everything is drawn.
inline constexpr double benchmark_rates[] = {2000.0, 5000.0, 10000.0};

/// From this background on, uV RMS, hands count as told to contract.
inline constexpr double contracting = 30.0;

/// Lists of published methods also hold the rule this program's own detector is made of; the detector as a whole is
/// scored in its place.
constexpr bool is_own(std::string_view method) { return method == "trilayer"; }

/// A block of pulses to the left hemisphere with the same EMG in both hands, about a second apart.
phantom::PhantomBlock pulses(std::string id, int trials, double background_uv);

/// A response with the phantom's usual wave and spread of sizes.
phantom::Response response(double onset_ms, double amplitude_uv);

/// The muscle of one side of a drawn session in one block, looked at as `measure` does.
measures::BlockChannel look_at(const recording::Session& session, std::size_t block, protocol::Side side,
                               const measures::Settings& settings);

/// One row of a look as published detectors take it.
measures::published::Trial trial_of(const measures::BlockChannel& look, std::size_t row, const measures::Level& level,
                                    const measures::Settings& settings);

/// Mean and SD of the rectified background of all trials.
measures::Level rectified_background(const measures::BlockChannel& look, const measures::Settings& settings);

/// The averaged rectified EMG of a block as published criteria take it; it points to its own trace.
struct RectifiedBlock {
  std::vector<double> trace;
  measures::published::Average average;
};
RectifiedBlock rectify_block(const measures::BlockChannel& look, const measures::Window& searched,
                             const measures::Settings& settings);

/// Settings whose random numbers belong to one repeat.
measures::Settings settings_of(const BenchmarkOptions& options, std::size_t repeat);

/// Calls `work` for every repeat in parallel, and adds up what each leaves in its tallies (all of one size).
std::vector<Tally> tallied(std::size_t repeats, std::size_t tallies, int jobs,
                           const std::function<void(std::size_t, std::vector<Tally>&)>& work);

}  // namespace trilayer::validation
