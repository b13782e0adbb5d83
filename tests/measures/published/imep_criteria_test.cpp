// Published iMEP criteria on 20 averaged trials of drawn EMG.
#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string_view>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/published/trial.hpp"

namespace trilayer::measures::published {
namespace {

// A flat average with a little noise, and a bump of `deviations` of that noise from 25 ms on.
std::map<std::string_view, std::optional<Found>> found(double deviations, double length_ms) {
  constexpr double rate = 5000.0;
  constexpr std::size_t zero = 525;
  std::vector<double> trace(zero + 400);
  base::Stream stream(5);
  for (double& value : trace) value = 80.0 + 5.0 * (stream.uniform() < 0.5 ? -1.0 : 1.0);
  for (std::size_t i = 0; i < static_cast<std::size_t>(length_ms * 1e-3 * rate); ++i)
    trace[zero + 125 + i] = 80.0 + 5.0 * deviations;
  const Average average{trace, rate, zero, {0, 500}, {zero + 75, zero + 250}, 20};
  std::map<std::string_view, std::optional<Found>> all;
  for (const AverageMethod& criterion : imep_criteria()) all[criterion.id] = criterion.find(average);
  return all;
}

TEST_CASE("each iMEP criterion finds what is as high and as long as it asks for, and nothing less") {
  const auto low = found(1.5, 6.0), brief = found(2.5, 4.0), both = found(2.5, 6.0), nothing = found(0.0, 6.0);
  CHECK(low.at("mean_1_sd_5_ms"));
  CHECK_FALSE(low.at("mean_2_sd_3_ms"));
  CHECK(brief.at("mean_2_sd_3_ms"));
  CHECK_FALSE(brief.at("mean_1_sd_5_ms"));
  CHECK_FALSE(brief.at("mean_2_sd_5_ms"));
  REQUIRE(both.at("mean_2_sd_5_ms"));
  CHECK(both.at("mean_2_sd_5_ms")->onset == doctest::Approx(650.0));
  CHECK(both.at("mean_2_sd_5_ms")->end == doctest::Approx(680.0));
  for (const char* id : {"mean_1_sd_5_ms", "mean_2_sd_3_ms", "mean_2_sd_5_ms"}) CHECK_FALSE(nothing.at(id));
}

}  // namespace
}  // namespace trilayer::measures::published
