// From the readings of a group to a quantity of it. Nothing here simulates.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "trilayer/literature/facts.hpp"

namespace trilayer::validation {

/// What one person gave, reading by reading; empty where there is no value.
using Readings = std::vector<std::optional<double>>;
using Sample = std::vector<const Readings*>;

/// A group and, where it is compared with another one, that; the people of both in the order of their numbers.
struct Compared {
  Sample group, against;
};

/// One value, or one for each circumstance in order; none where too few people gave a value.
using Statistic = std::function<std::vector<double>(const Compared&)>;

/// How a quantity follows from readings (their places among all):
///   mean, sd, skewness, median: of one reading, or of the first less the second, person by person
///   share: of people in whom that lies between people_low and people_high of the target
///   difference: mean of the group less that of the other group
///   trend: the mean of each reading; a circumstance each, in order
///   trend_over_age: `at` are limits of age; means of the first reading in people whose age, the second, lies between
///     two neighbouring limits
///   rank_correlation: of two readings over people
///   lowest_at: where (`at`, one a reading) the mean over people is lowest
///   half_point: `at`, one a reading of the first half, where 1 - mean has reached half of its largest, less the same
///   of
///     the second half; between readings on a line
///   largest_change: of the means of later readings against the first, as a share of it
///   last_change: of the last mean against the first, as a share of it
///   largest: of the means
///   rise: the first of `at` from which on all means lie above 1.1, between readings on a line
///   distance: largest distance between the people's distribution and `law` (Kolmogorov and Smirnov)
enum class How {
  mean,
  sd,
  skewness,
  median,
  share,
  difference,
  trend,
  trend_over_age,
  rank_correlation,
  lowest_at,
  half_point,
  largest_change,
  last_change,
  largest,
  rise,
  distance
};

struct Recipe {
  How how = How::mean;
  std::vector<std::size_t> places;
  std::vector<double> at;
  std::vector<double> law;  ///< sorted
};

std::vector<double> value_of(const Recipe& recipe, const literature::Target& target, const Compared& people);

/// How many people of the group gave what the quantity needs; of circumstances the fewest.
int people_with_value(const Recipe& recipe, const Compared& people);

/// Standard error of a statistic, of several circumstances that of the last less the first, by drawing people with
/// replacement: the same people of both groups, which have the same random numbers. Nothing where fewer than half of
/// the draws have a value.
std::optional<double> bootstrap_error(const Compared& people, const Statistic& statistic, std::uint64_t seed,
                                      int draws = 500);

}  // namespace trilayer::validation
