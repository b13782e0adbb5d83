#include "trilayer/inference/network/encoding.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/elementary.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::inference {

using measures::State;

namespace {

constexpr double longest_value = 5.0;  // spreads
constexpr double longest_error = 3.0;  // logarithm
constexpr double outermost = 0.001;    // share of the bank beyond `low`, and beyond `high`

enum Input : std::size_t {
  value_at,
  error_at,
  is_value,
  is_absent,
  is_at_least,
  is_at_most,
  is_confounded,
  is_unobtainable
};

bool has_number(const Feature& feature) {
  return is_informative(feature.state) && feature.state != State::unobtainable &&
         (feature.value != 0.0 || feature.error != 0.0 || feature.state == State::value);
}

double at_share(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1) + 0.5)];
}

double median_or(std::vector<double> values, double otherwise) {
  if (values.empty()) return otherwise;
  std::sort(values.begin(), values.end());
  return at_share(values, 0.5);
}

FeatureScale scale_of_row(const Bank& bank, std::size_t row) {
  std::vector<double> values, errors, trials;
  for (const BankRow& session : bank.rows)
    for (const std::size_t f : {2 * row, 2 * row + 1}) {
      const Feature& feature = session.features[f];
      if (feature.state != State::value && feature.state != State::confounded) continue;
      values.push_back(feature.value);
      if (feature.error > 0.0) errors.push_back(feature.error);
      if (feature.error > 0.0 && feature.trials > 0) trials.push_back(feature.trials);
    }
  FeatureScale scale;
  scale.error = median_or(errors, 0.0);
  scale.trials = median_or(trials, 0.0);
  if (values.empty()) return scale;
  std::sort(values.begin(), values.end());
  scale.centre = at_share(values, 0.5);
  scale.low = at_share(values, outermost);
  scale.high = at_share(values, 1.0 - outermost);
  std::vector<double> deviations;
  for (const double value : values) deviations.push_back(std::abs(value - scale.centre));
  scale.spread = std::max(1.4826 * median_or(deviations, 0.0), 1e-3);
  return scale;
}

std::size_t flag_of(State state) {
  switch (state) {
    case State::absent:
      return is_absent;
    case State::at_least:
      return is_at_least;
    case State::at_most:
      return is_at_most;
    case State::confounded:
      return is_confounded;
    case State::unobtainable:
      return is_unobtainable;
    default:
      return is_value;
  }
}

}  // namespace

bool is_informative(State state) { return state != State::missing && state != State::invalid; }

std::size_t input_count() { return inputs_a_feature * feature_names().size(); }

std::vector<FeatureScale> scales_of(const Bank& bank) {
  std::vector<FeatureScale> scales;
  for (std::size_t row = 0; row < feature_names().size() / 2; ++row) scales.push_back(scale_of_row(bank, row));
  return scales;
}

double error_of(const Feature& feature, const FeatureScale& scale) {
  if (feature.error > 0.0) return feature.error;
  if (feature.trials <= 0 || scale.trials <= 0.0) return scale.error;
  return scale.error * std::sqrt(scale.trials / static_cast<double>(feature.trials));
}

void encode_inputs(const FeatureRow& row, std::span<const FeatureScale> scales, bool mirrored,
                   std::span<double> inputs) {
  base::require(2 * scales.size() == row.size() && inputs.size() == inputs_a_feature * row.size(),
                "inputs of another number of features");
  std::fill(inputs.begin(), inputs.end(), 0.0);
  for (std::size_t f = 0; f < row.size(); ++f) {
    const Feature& feature = row[mirrored ? f ^ 1U : f];
    if (!is_informative(feature.state)) continue;
    const auto to = inputs.subspan(f * inputs_a_feature, inputs_a_feature);
    to[flag_of(feature.state)] = 1.0;
    if (!has_number(feature)) continue;
    const FeatureScale& scale = scales[f / 2];
    to[value_at] = std::clamp((feature.value - scale.centre) / scale.spread, -longest_value, longest_value);
    const double error = error_of(feature, scale);
    if (error > 0.0 && scale.error > 0.0)
      to[error_at] = std::clamp(base::portable_log(error / scale.error), -longest_error, longest_error);
  }
}

}  // namespace trilayer::inference
