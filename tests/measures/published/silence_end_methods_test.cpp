// Every published end of the CSP on trials whose silence ends where it is told to.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/published/trial.hpp"
#include "trilayer/phantom/noise.hpp"

namespace trilayer::measures::published {
namespace {

constexpr double rate = 4000.0;
constexpr std::size_t zero = 420, length = 420 + 1600, after_response = 420 + 140, block = 20;  // 35 ms
constexpr Columns background{0, 400};

// Trials of 100 uV EMG silent from 35 ms to `end_ms`, beside 1 uV of amplifier noise.
std::vector<std::vector<float>> silent_trials(double end_ms) {
  const phantom::EmgFilter filter{base::Hertz(rate)};
  const auto end = zero + static_cast<std::size_t>(std::lround(end_ms * 1e-3 * rate));
  std::vector<std::vector<float>> trials;
  for (std::uint32_t t = 0; t < block; ++t) {
    std::vector<double> emg(length);
    filter.draw(base::Stream(21, t), emg);
    base::Stream sensor(22, t);
    std::vector<float> trial(length);
    for (std::size_t i = 0; i < length; ++i)
      trial[i] = static_cast<float>((i >= after_response && i < end ? 0.0 : 100.0 * emg[i]) + sensor.normal());
    trials.push_back(std::move(trial));
  }
  return trials;
}

std::vector<double> rectified_mean(const std::vector<std::vector<float>>& trials) {
  std::vector<double> mean(length, 0.0);
  for (const auto& trial : trials)
    for (std::size_t i = 0; i < length; ++i) mean[i] += std::abs(static_cast<double>(trial[i])) / block;
  return mean;
}

// Errors in ms: of every trial that has an end, or the one of the average.
std::vector<double> errors_of(const SilenceEndMethod& method, const std::vector<std::vector<float>>& trials,
                              double end_ms) {
  const std::vector<double> mean = rectified_mean(trials);
  std::vector<double> errors;
  const auto note = [&](std::optional<double> end) {
    if (end) errors.push_back((*end - static_cast<double>(zero)) / rate * 1e3 - end_ms);
  };
  if (method.find_on_average != nullptr)
    note(method.find_on_average({mean, rate, zero, background, {}, block}, after_response));
  if (method.find != nullptr)
    for (const auto& trial : trials)
      note(method.find({trial, rate, zero, background, {}, {79.8, 60.3}}, after_response));
  return errors;
}

TEST_CASE("Every published end of a silence lies near the true one, each with its own bias") {
  const auto trials = silent_trials(150.0);
  for (const SilenceEndMethod& method : silence_end_methods()) {
    CAPTURE(method.id);
    CHECK((method.find == nullptr) != (method.find_on_average == nullptr));
    const auto errors = errors_of(method, trials, 150.0);
    REQUIRE_FALSE(errors.empty());
    const double error = base::median(errors);
    MESSAGE(method.id << ": median error " << error << " ms, " << errors.size() << " ends");
    const bool late = method.id == std::string_view("envelope_unbroken");  // it waits for EMG without a gap
    CHECK(error > -4.0);
    CHECK(error < (late ? 60.0 : 6.0));
  }
}

TEST_CASE("The program's own end has the smallest error of those of single trials") {
  const auto trials = silent_trials(150.0);
  const auto spread = [&](std::string_view id) {
    const auto methods = silence_end_methods();
    const auto method = std::find_if(methods.begin(), methods.end(), [&](const auto& m) { return m.id == id; });
    std::vector<double> sizes;
    for (const double e : errors_of(*method, trials, 150.0)) sizes.push_back(std::abs(e));
    return base::median(sizes);
  };
  CHECK(spread("trilayer") < 1.0);
  CHECK(spread("trilayer") <= spread("envelope_duty"));
  CHECK(spread("trilayer") <= spread("derivative"));
}

TEST_CASE("Where EMG does not come back no method finds an end") {
  const auto trials = silent_trials(500.0);
  for (const SilenceEndMethod& method : silence_end_methods()) {
    CAPTURE(method.id);
    CHECK(errors_of(method, trials, 150.0).empty());
  }
}

}  // namespace
}  // namespace trilayer::measures::published
