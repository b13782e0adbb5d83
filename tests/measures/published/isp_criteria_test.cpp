// False alarms and power of published iSP criteria on 20 averaged trials, against figures computed for this project
// with another program (2,000 repeats, onset 36 ms jittered by 1.5 ms).
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <vector>

#include "tests/measures/published/analogue_emg.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/measures/published/trial.hpp"

namespace trilayer::measures::published {
namespace {

constexpr int repeats = 300;
constexpr std::size_t trials = 20;
constexpr double before_ms = 105.0, after_ms = 85.0;

struct Dip {
  double depth = 0.0;
  double length_ms = 0.0;
};

// How often each criterion finds a silence.
std::map<std::string_view, double> found(double rate, Dip dip) {
  const auto samples = [&](double ms) { return static_cast<std::size_t>(std::lround(ms * 1e-3 * rate)); };
  const std::size_t zero = samples(before_ms), length = zero + samples(after_ms);
  tests::AnalogueEmg filter(rate);
  std::map<std::string_view, double> share;
  std::vector<double> emg(length), trace(length);
  for (int r = 0; r < repeats; ++r) {
    std::fill(trace.begin(), trace.end(), 0.0);
    for (std::size_t t = 0; t < trials; ++t) {
      const auto trial = static_cast<std::uint32_t>(t), repeat = static_cast<std::uint32_t>(r);
      filter.draw(base::Stream(11, repeat, trial), emg);
      const double onset = 36.0 + 1.5 * base::Stream(12, repeat, trial).normal();
      const std::size_t first = zero + samples(onset), last = zero + samples(onset + dip.length_ms);
      for (std::size_t i = 0; i < length; ++i)
        trace[i] += std::abs(emg[i]) * (i >= first && i < last ? 1.0 - dip.depth : 1.0) / static_cast<double>(trials);
    }
    const Average average{trace, rate, zero, {0, samples(100.0)}, {zero + samples(25.0), zero + samples(80.0)}, trials};
    for (const AverageMethod& criterion : isp_criteria()) share[criterion.id] += criterion.find(average) ? 1.0 : 0.0;
  }
  for (auto& [id, count] : share) count /= repeats;
  return share;
}

// Within 3.3 standard errors of the figure and of this test, and what rounding the figure allows.
void check(const std::map<std::string_view, double>& share, std::string_view id, double figure) {
  CAPTURE(id);
  const double p = 0.5 * (share.at(id) + figure);
  CHECK(std::abs(share.at(id) - figure) < 3.3 * std::sqrt(p * (1.0 - p) * (1.0 / repeats + 1.0 / 2000)) + 0.006);
}

TEST_CASE("on EMG without a silence the published criteria raise false alarms that depend on the sampling rate") {
  const auto at_5k = found(5000.0, {}), at_2k = found(2000.0, {});
  for (const auto& [id, share] : at_5k) MESSAGE(id << ": 5 kHz " << share << ", 2 kHz " << at_2k.at(id));
  check(at_5k, "mean_1_sd", 0.025);
  check(at_2k, "mean_1_sd", 0.046);
  check(at_5k, "mean_2_sd", 0.0);
  check(at_2k, "mean_2_sd", 0.0);
  check(at_5k, "mcd_1_77", 0.25);
  check(at_2k, "mcd_1_77", 0.08);
  check(at_5k, "mcd_2_66", 0.118);
  check(at_2k, "mcd_2_66", 0.006);
  check(at_5k, "mean_crossing", 0.08);
  check(at_2k, "mean_crossing", 0.14);
  check(at_5k, "smoothed_2_sd", 0.06);
}

TEST_CASE("a shallow silence is seen on the smoothed average, and hardly by mean - 2 SD of the raw one") {
  const auto shallow = found(5000.0, {0.3, 15.0}), deep = found(5000.0, {0.5, 15.0});
  for (const auto& [id, share] : shallow) MESSAGE(id << ": 30 % " << share << ", 50 % " << deep.at(id));
  check(shallow, "mean_1_sd", 0.87);
  check(shallow, "mean_2_sd", 0.12);
  check(shallow, "smoothed_2_sd", 0.96);
  check(deep, "mean_1_sd", 1.0);
  check(deep, "mean_2_sd", 0.98);
  check(deep, "smoothed_2_sd", 1.0);
}

}  // namespace
}  // namespace trilayer::measures::published
