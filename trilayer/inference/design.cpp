#include "trilayer/inference/design.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::inference {

using measures::State;

namespace {

constexpr double farthest = 4.0;     // winsorised, in robust deviations
constexpr std::size_t fewest = 20;   // rows of the bank with a state, so that the state can be read
constexpr double outermost = 0.001;  // share of the bank on either side beyond which a value is unlike it
constexpr std::size_t enough_to_scale = 2000;
constexpr std::uint64_t blur_seed = 0x626c7572;

constexpr std::array indicated{State::absent,     State::at_least,     State::at_most,
                               State::confounded, State::unobtainable, State::missing};

bool is_observed(State state) { return state != State::missing && state != State::invalid; }
bool is_bound(State state) { return state == State::at_least || state == State::at_most; }

// Whether the feature has a number: an absent effect has one where its smallest detectable size is known.
bool has_number(const Feature& feature) {
  return is_observed(feature.state) && feature.state != State::unobtainable &&
         (feature.state != State::absent || feature.value != 0.0);
}

bool is_number_with_error(const Feature& feature) {
  return (feature.state == State::value || feature.state == State::confounded) && feature.error > 0.0;
}

// Whether the observation, had it been made of `feature`, would have shown no more than its own state.
bool lies_beyond(const Feature& feature, const Feature& observed) {
  if (observed.state == State::at_least) return feature.value >= observed.value;
  return (observed.state == State::at_most || observed.state == State::absent) && feature.value <= observed.value;
}

// A feature of the bank as the observation's way of seeing would have shown it: no sharper, and no further down or up.
Feature seen_like(Feature feature, const Feature& observed, std::uint32_t session, std::size_t index) {
  if (feature.state == State::invalid) feature.state = State::missing;
  if (is_number_with_error(feature) && observed.error > feature.error) {
    base::Stream stream(blur_seed, session, static_cast<std::uint32_t>(index));
    feature.value += std::sqrt(observed.error * observed.error - feature.error * feature.error) * stream.normal();
  }
  if (has_number(observed) && has_number(feature) && lies_beyond(feature, observed)) {
    feature.state = observed.state;
    feature.value = observed.value;
  }
  return feature;
}

// A number that comes without an error is taken as the least certain of the bank's: not as an exact one.
Feature with_error(Feature observed, const std::vector<Seen>& rows, std::size_t index) {
  if (observed.error > 0.0 || (observed.state != State::value && observed.state != State::confounded)) return observed;
  for (const Seen& row : rows) {
    const Feature& feature = row.session->features[row.mirrored ? index ^ 1U : index];
    if (is_number_with_error(feature)) observed.error = std::max(observed.error, feature.error);
  }
  return observed;
}

std::vector<double> numbers_of(const std::vector<Feature>& column) {
  std::vector<double> numbers;
  numbers.reserve(column.size());
  for (const Feature& feature : column)
    if (has_number(feature)) numbers.push_back(feature.value);
  return numbers;
}

struct Scaling {
  double centre = 0.0, scale = 1.0;
};

// Robust, from a part of the numbers where there are many. None where they do not differ.
std::optional<Scaling> scaling_of(const std::vector<double>& numbers) {
  if (numbers.size() < fewest) return std::nullopt;
  const std::size_t stride = numbers.size() / enough_to_scale | 1U;  // odd: sessions and their mirror images alike
  std::vector<double> some;
  for (std::size_t k = 0; k < numbers.size(); k += stride) some.push_back(numbers[k]);
  Scaling scaling{base::median(some), base::robust_deviation(some)};
  if (scaling.scale <= 0.0) scaling.scale = base::standard_deviation(numbers);
  return scaling.scale > 0.0 ? std::optional(scaling) : std::nullopt;
}

// Whether hardly any session has a number as low, or as high.
bool is_outermost(const std::vector<double>& numbers, double value) {
  const auto lower = std::count_if(numbers.begin(), numbers.end(), [&](double v) { return v <= value; });
  const auto higher = std::count_if(numbers.begin(), numbers.end(), [&](double v) { return v >= value; });
  return static_cast<double>(std::min(lower, higher)) < outermost * static_cast<double>(numbers.size());
}

void add_column(Design& design, const std::vector<double>& column, double observed) {
  design.columns.values.insert(design.columns.values.end(), column.begin(), column.end());
  ++design.columns.columns;
  design.observed.push_back(observed);
}

void add_numbers(Design& design, const std::vector<Feature>& column, const Feature& observed, const Scaling& scaling) {
  const auto standardised = [&](const Feature& feature) {
    return std::clamp((feature.value - scaling.centre) / scaling.scale, -farthest, farthest);
  };
  std::vector<double> values(column.size());
  double sum = 0.0;
  std::size_t count = 0;
  for (const Feature& feature : column) {
    if (!has_number(feature)) continue;
    sum += standardised(feature);
    ++count;
  }
  const double mean = sum / static_cast<double>(count);
  const auto value = [&](const Feature& feature) { return has_number(feature) ? standardised(feature) : mean; };
  std::transform(column.begin(), column.end(), values.begin(), value);
  add_column(design, values, value(observed));
}

void add_states(Design& design, const std::vector<Feature>& column, State observed) {
  std::vector<double> values(column.size());
  for (const State state : indicated) {
    const auto is = [&](const Feature& feature) { return feature.state == state ? 1.0 : 0.0; };
    const auto count = static_cast<std::size_t>(
        std::count_if(column.begin(), column.end(), [&](const Feature& feature) { return feature.state == state; }));
    if (count < fewest || count + fewest > column.size()) continue;
    std::transform(column.begin(), column.end(), values.begin(), is);
    add_column(design, values, observed == state ? 1.0 : 0.0);
  }
}

void add_feature(Design& design, std::size_t index, const Feature& observed, const std::vector<Feature>& column) {
  const auto alike = std::count_if(column.begin(), column.end(),
                                   [&](const Feature& feature) { return feature.state == observed.state; });
  if (static_cast<std::size_t>(alike) < fewest) {
    design.unlike.push_back({index, true, 0.0, 0.0, 0.0});
    return;
  }
  const std::size_t before = design.columns.columns;
  const std::vector<double> numbers = numbers_of(column);
  if (const auto scaling = scaling_of(numbers)) {
    add_numbers(design, column, observed, *scaling);
    if (has_number(observed) && !is_bound(observed.state) && is_outermost(numbers, observed.value))
      design.unlike.push_back(
          {index, false, observed.value, base::quantile(numbers, outermost), base::quantile(numbers, 1.0 - outermost)});
  }
  add_states(design, column, observed.state);
  if (design.columns.columns > before) design.used.push_back(index);
}

}  // namespace

FeatureRow mirrored(const FeatureRow& row) {
  FeatureRow exchanged(row.size());
  for (std::size_t f = 0; f < row.size(); ++f) exchanged[f] = row[f ^ 1U];
  return exchanged;
}

model::Loadings mirrored(const model::Loadings& loadings) {
  model::Loadings exchanged;
  for (std::size_t i = 0; i < exchanged.values.size(); ++i) exchanged.values[i] = loadings.values[i ^ 1U];
  return exchanged;
}

Design design_of(const FeatureRow& observed, const std::vector<Seen>& rows) {
  base::require(observed.size() % 2 == 0, "features do not come in pairs of left and right");
  Design design;
  design.columns.rows = rows.size();
  std::vector<Feature> column(rows.size());
  for (std::size_t f = 0; f < observed.size(); ++f) {
    if (!is_observed(observed[f].state)) continue;
    const Feature seen = with_error(observed[f], rows, f);
    std::transform(rows.begin(), rows.end(), column.begin(), [&](const Seen& row) {
      const std::size_t own = row.mirrored ? f ^ 1U : f;
      return seen_like(row.session->features[own], seen, row.session->number, own);
    });
    add_feature(design, f, seen, column);
  }
  return design;
}

}  // namespace trilayer::inference
