// Measurements in words: what table, TSV, JSON and page say alike.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/measures/measurement.hpp"

namespace trilayer::report {

/// From low to high, in the unit of the measure.
struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// The 95 % interval a standard error stands for on its scale: value +- 1.96 SE (linear), value x/: exp(1.96 SE)
/// (log), the same on log odds (logit; Wilson's interval where the share is 0 or 1 or no error is given). Nothing
/// where the measurement has no number or no error.
std::optional<Interval> interval(const measures::Measurement& measurement);

/// Value and interval rounded alike, to the digits the interval bears: "0.78", "0.64 to 0.95". A censored value reads
/// ">= 350"; where there is no number, `value` is the state and `interval` may say from what size on an absent
/// response would have been seen.
struct Reading {
  std::string value;
  std::string interval;
};
Reading reading(const measures::Measurement& measurement);

/// Of a measure as people write it: empty for a ratio or share.
std::string unit(const catalogue::Descriptor& measure);

/// Values and units of ours as print has them: "≥ 350" for ">= 350", "µV" for "uV". Not for text of files.
std::string typeset(std::string text);

/// "left FDI"; what of it is known.
std::string place(const std::optional<protocol::Side>& side, const std::string& muscle);

/// "layer I" for corticospinal, and so on; empty for none.
std::string numeral(catalogue::Layer layer);

/// The direction whose loadings a measurement bears on (named by its intended hand), or nothing.
std::optional<protocol::Direction> bears_on(const measures::Measurement& measurement);

/// Measurements without a number for one and the same reason.
struct MissingGroup {
  std::string reason;             ///< of the first; where others differ in figures only, with "for example"
  std::vector<std::string> what;  ///< "CSP duration (left FDI, right FDI)"
};
/// Those that are `missing`, in the order in which the reasons first appear.
std::vector<MissingGroup> missing(const std::vector<measures::Measurement>& measurements);
/// Those that are `unobtainable` or `invalid`: attempted, and could not be had.
std::vector<MissingGroup> not_had(const std::vector<measures::Measurement>& measurements);

/// The last part of a path: folders may name people.
std::string last_part(const std::string& path);

/// "1 trial", "20 trials"
std::string count(std::size_t number, const std::string& one);

/// Texts joined by a separator; empty ones are left out.
std::string join(const std::vector<std::string>& parts, const std::string& separator);

}  // namespace trilayer::report
