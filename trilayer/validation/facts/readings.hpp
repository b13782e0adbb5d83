// What is read off a visit: measures of the catalogue, sizes of single responses, EMG in tasks.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/validation/facts/visit.hpp"

namespace trilayer::validation {

/// A measure of the catalogue in a block, of state `value`.
std::optional<double> measured(const Visit& visit, std::string_view measure, std::string_view block,
                               protocol::Side side);
Read of_measure(std::string measure, std::string block, protocol::Side side);
/// The same, also where the value is confounded, which it is by design of the check.
Read of_confounded(std::string measure, std::string block, protocol::Side side);
/// 1 where a measure was found, 0 where it is absent.
Read of_presence(std::string measure, std::string block, protocol::Side side);

/// Peak-to-peak of every contralateral response of a block, mV, in the order of the trials; also where the window holds
/// nothing but background, as laboratories count it.
std::vector<double> sizes(const Visit& visit, std::string_view block, protocol::Side side);
std::optional<double> mean_size(const Visit& visit, std::string_view block, protocol::Side side);
Read of_size(std::string block, protocol::Side side);
Read of_median_size(std::string block, protocol::Side side);
Read of_size_cv(std::string block, protocol::Side side);        ///< coefficient of variation over trials
Read of_size_skewness(std::string block, protocol::Side side);  ///< over trials

/// Peak-to-peak of the average sweep of a block, 15 to 50 ms after the pulse, less (in power) that of as long before
/// the pulse, mV: strong voluntary EMG, which would pass for a response in single trials, averages out but for a rest.
std::optional<double> size_of_average(const Visit& visit, std::string_view block, protocol::Side side);

/// Mean size of one block over that of another; nothing where the other's is below 0.05 mV, which is no response.
std::optional<double> size_ratio(const Visit& visit, std::string_view block, std::string_view reference,
                                 protocol::Side side);
Read of_ratio(std::string block, std::string reference, protocol::Side side);

/// Motor threshold as the session states it, % of stimulator output.
std::optional<double> threshold(const Visit& visit, protocol::Hemisphere hemisphere, bool active);

/// A block's intensity in % of the resting threshold, also where the stimulator could not give what was planned.
std::optional<double> percent_of_rmt(const Visit& visit, std::string_view block);

/// How large the response of a block is, mV: mean_size or size_of_average.
using Size = std::optional<double> (*)(const Visit&, std::string_view block, protocol::Side);

/// The intensity, % of resting threshold, at which responses reach `size` mV: between the blocks, in order of
/// intensity, on the logarithm of the size. Nothing where they do not.
std::optional<double> intensity_for(const Visit& visit, std::span<const std::string> blocks, protocol::Side side,
                                    double size, Size size_of = mean_size);

/// Times after the anchor, ms.
struct TimeWindow {
  double from = 0.0, to = 0.0;
};
/// RMS of a hand's EMG in a window of every trial, uV; its mean is taken out trial by trial.
std::optional<double> emg_level(const Visit& visit, std::string_view block, protocol::Side side, TimeWindow window);
/// What a task adds to a hand's EMG (in power, above rest), in % of what it adds in the block of the hand's own
/// maximum. 0 where it adds nothing.
Read of_percent_of_maximum(std::string block, std::string maximum, protocol::Side side, TimeWindow window);

/// Onset of the first burst of EMG after the signal to move, ms after it, one a trial of the block; nothing where there
/// is none. `deaf`: EMG less than this long after a pulse is no movement.
std::vector<std::optional<double>> burst_onsets(const Visit& visit, std::string_view block, protocol::Side side,
                                                double deaf = 0.0);

/// Of the trials of pulsed blocks those whose pulse lies in `window` ms from the onset of EMG that the trial would have
/// had (from the visit before): sizes of the responses of `side`.
std::vector<double> sizes_near_onset(const Visit& visit, std::span<const std::string> blocks, protocol::Side side,
                                     protocol::Side mover, TimeWindow window);

/// Mean of values; nothing where there are fewer than `fewest`.
std::optional<double> mean_of(std::span<const double> values, std::size_t fewest = 1);

}  // namespace trilayer::validation
