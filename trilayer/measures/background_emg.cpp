#include "trilayer/measures/background_emg.hpp"

#include <fmt/format.h>

#include <algorithm>
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

// What the epochs have of the background window, ms from the pulse.
double held_from(const BlockChannel& look) { return look.epochs.ms(look.epochs.column(look.epochs.background.from)); }
double held_until(const BlockChannel& look) { return look.epochs.ms(look.epochs.column(look.epochs.background.to)); }

}  // namespace

std::optional<std::string> lacks_background(const BlockChannel& look) {
  constexpr double fewest_ms = 20.0;
  const double held = held_until(look) - held_from(look);
  if (held >= fewest_ms - 1e3 / look.epochs.rate) return std::nullopt;
  return fmt::format("the recording holds {:.0f} ms of EMG before the pulse; {:g} ms are needed", std::max(held, 0.0),
                     fewest_ms);
}

double median_background(const BlockChannel& look) {
  const std::vector<double> values = backgrounds_of(look);
  return values.empty() ? 0.0 : base::median(values);
}

Measurement background_emg(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("background_emg");
  const std::vector<double> values = backgrounds_of(look);
  if (const auto reason = lacks_background(look)) return invalid(m, *reason);
  m.state = State::value;
  m.value = base::median(values);
  m.method = fmt::format("RMS {:.4g} to {:.4g} ms, hum removed; hand {}{}", held_from(look), held_until(look),
                         look.active ? "contracting" : "at rest",
                         look.active_concluded ? " (concluded from this EMG)" : " (as stated)");
  set_error(m, base::bootstrap_error(values.size(), settings.bootstrap, settings.seed,
                                     [&](auto chosen) { return std::log(base::median(resampled(values, chosen))); }));
  return m;
}

std::vector<TrialValue> background_emg_trials(const BlockChannel& look) {
  std::vector<TrialValue> values;
  if (lacks_background(look)) return values;
  for (std::size_t row = 0; row < look.responses.size(); ++row) {
    values.push_back(blank_trial(look, row, "background_emg"));
    values.back().state = State::value;
    values.back().value = look.responses[row].background_rms;
  }
  return values;
}

}  // namespace trilayer::measures
