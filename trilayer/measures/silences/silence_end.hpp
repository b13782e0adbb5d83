// Where a silence ends: steps shared by the program's own CSP and by the published detectors it is compared with.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/settings.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {

/// The first column from `from` on at which the trace is above `limit` and from which it stays above it for `duty`
/// (0 to 1) of the next `window` samples. Nothing where it does not before the trace ends.
std::optional<std::size_t> lasting_return(std::span<const double> trace, std::size_t from, double limit,
                                          std::size_t window, double duty);

/// The column in [window.first, window.last] at which zero-mean samples (about `centre`) most probably change from
/// standard deviation `before` to `after`: maximum likelihood of independent normal samples. Both above 0.
std::size_t change_of_spread(std::span<const float> samples, Columns window, double centre, double before,
                             double after);

/// The silence of one trial in columns. `end` is nothing where EMG does not return before the samples end.
struct SilenceColumns {
  std::size_t start = 0;
  std::optional<std::size_t> first_emg;  ///< a burst as long as the envelope, or the end
  std::optional<std::size_t> end;
};

/// The silence of one trial after the largest envelope in `response` (not empty), or nothing where it is shorter than
/// settings.shortest_csp. `background`: RMS of the EMG before the pulse, uV. The RMS envelope over settings.envelope
/// finds it: below settings.silence_level of the background, and over at the lasting return (settings.return_duty of
/// settings.return_window). An envelope sees EMG half a window early and its absence half a window late; so either end
/// is moved to the change of spread within 10 ms of it.
std::optional<SilenceColumns> silence_after(std::span<const float> samples, double rate, Columns response,
                                            double background, const Settings& settings);

}  // namespace trilayer::measures
