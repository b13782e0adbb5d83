// What inference takes: a measurement of ours, or what a paper or a person says about one.
#pragma once

#include <string>
#include <variant>

#include "trilayer/measures/measurement.hpp"

namespace trilayer::measures {

/// The value lies between two bounds, in the catalogue's unit.
struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// A word of a report, relative to people of the same age or to the laboratory's own controls.
enum class Word { present, absent, normal, reduced, increased, delayed, similar };

/// Mean and spread of a group. Goes through the model of groups, never through that of one person.
struct GroupMean {
  double mean = 0.0;
  double standard_deviation = 0.0;
  int people = 0;
};

/// What is known about one key, and from where.
struct Observation {
  Key key;
  std::variant<Measurement, Interval, Word, GroupMean> evidence;
  std::string source;  ///< "measured", or the citation or table it was taken from
};

/// A measurement of ours as an observation.
Observation observe(const Measurement& measurement);

}  // namespace trilayer::measures
