#include "trilayer/measures/background_emg.hpp"

#include <fmt/format.h>

#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

std::vector<double> backgrounds_of(const BlockChannel& look) {
  std::vector<double> values;
  for (const TrialResponse& response : look.responses) values.push_back(response.background_rms);
  return values;
}

}  // namespace

double median_background(const BlockChannel& look) {
  const std::vector<double> values = backgrounds_of(look);
  return values.empty() ? 0.0 : base::median(values);
}

Measurement background_emg(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("background_emg");
  const std::vector<double> values = backgrounds_of(look);
  m.state = State::value;
  m.value = base::median(values);
  m.method = fmt::format("RMS {:g} to {:g} ms, hum removed; hand {}{}", look.epochs.background.from.value(),
                         look.epochs.background.to.value(), look.active ? "contracting" : "at rest",
                         look.active_concluded ? " (concluded from this EMG)" : " (as stated)");
  set_error(m, base::bootstrap_error(values.size(), settings.bootstrap, settings.seed,
                                     [&](auto chosen) { return std::log(base::median(resampled(values, chosen))); }));
  return m;
}

std::vector<TrialValue> background_emg_trials(const BlockChannel& look) {
  std::vector<TrialValue> values;
  for (std::size_t row = 0; row < look.responses.size(); ++row) {
    values.push_back(blank_trial(look, row, "background_emg"));
    values.back().state = State::value;
    values.back().value = look.responses[row].background_rms;
  }
  return values;
}

}  // namespace trilayer::measures
