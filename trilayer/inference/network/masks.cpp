#include "trilayer/inference/network/masks.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/elementary.hpp"

namespace trilayer::inference {

using measures::State;

namespace {

constexpr double age_known = 0.65;
constexpr double blur_probability = 0.3, largest_blur = 6.0, no_errors_probability = 0.2;

// A named pattern other than the first, which is everything; one in three with some features lost.
Pattern named(base::Stream& stream) {
  const auto& patterns = named_patterns();
  Pattern has = patterns[1 + stream.below(static_cast<std::uint32_t>(patterns.size() - 1))].has;
  const double kept = stream.uniform() < 1.0 / 3.0 ? stream.uniform(0.4, 1.0) : 1.0;
  for (std::size_t f = 0; f < has.size(); ++f) has[f] = has[f] && stream.uniform() < kept;
  return has;
}

// Whole circumstances, in one direction now and then without the other.
Pattern by_circumstances(base::Stream& stream) {
  const auto& numbers = circumstances();
  const double kept = stream.uniform(0.05, 1.0), together = stream.uniform() < 0.7 ? 1.0 : 0.0;
  Pattern drawn(2 * (*std::max_element(numbers.begin(), numbers.end()) + 1)), has;
  for (std::size_t c = 0; c < drawn.size(); c += 2) {
    drawn[c] = stream.uniform() < kept;
    const bool other = stream.uniform() < kept;
    drawn[c + 1] = together > 0.0 ? drawn[c] : other;
  }
  for (const std::size_t number : numbers)
    for (const std::size_t direction : {0U, 1U}) has.push_back(drawn[2 * number + direction]);
  return has;
}

Pattern one_direction_less(base::Stream& stream) {
  Pattern has;
  const std::size_t less = stream.below(2);
  const double kept = stream.uniform() < 0.5 ? 0.0 : stream.uniform();
  for (std::size_t f = 0; f < feature_names().size(); ++f) {
    const double share = stream.uniform();
    has.push_back(f % 2 != less || share < kept);
  }
  return has;
}

Pattern at_random(base::Stream& stream) {
  const double kept = stream.uniform(0.02, 1.0);
  Pattern has;
  for (std::size_t f = 0; f < feature_names().size(); ++f) has.push_back(stream.uniform() < kept);
  return has;
}

}  // namespace

Pattern draw_mask(base::Stream& stream) {
  const double law = stream.uniform();
  Pattern has(feature_names().size(), law < 0.2);
  if (law >= 0.2 && law < 0.55) has = named(stream);
  if (law >= 0.55 && law < 0.77) has = by_circumstances(stream);
  if (law >= 0.77 && law < 0.85) has = one_direction_less(stream);
  if (law >= 0.85 && law < 0.97) has = at_random(stream);
  const bool age = stream.uniform() < age_known;
  for (std::size_t f = 0; f < has.size(); ++f)
    if (is_of_person(f)) has[f] = age;
  return has;
}

FeatureRow blurred(FeatureRow row, std::span<const FeatureScale> scales, base::Stream& stream) {
  const double most = stream.uniform() < blur_probability ? stream.uniform(1.0, largest_blur) : 1.0;
  const bool no_errors = stream.uniform() < no_errors_probability;
  for (std::size_t f = 0; f < row.size(); ++f) {
    const double z = stream.normal(), factor = 1.0 + (most - 1.0) * stream.uniform();
    Feature& feature = row[f];
    const bool is_number = feature.state == State::value || feature.state == State::confounded;
    if (!is_number || is_of_person(f)) continue;
    const double error = error_of(feature, scales[f / 2]);
    feature.value += z * error * std::sqrt(factor * factor - 1.0);
    feature.error = no_errors && factor == 1.0 ? 0.0 : error * factor;
  }
  return row;
}

}  // namespace trilayer::inference
