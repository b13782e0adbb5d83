#include "trilayer/validation/facts/curves.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "trilayer/report/curves_section.hpp"
#include "trilayer/validation/facts/visit.hpp"

namespace trilayer::validation {
namespace {

TEST_SUITE_BEGIN("validation.curves");

TEST_CASE("every place of a curve has a reading of one study, in order of the axis") {
  for (const Curve& curve : curves()) {
    CAPTURE(curve.title);
    REQUIRE(curve.at.size() == curve.readings.size());
    CHECK(curve.at.size() >= 4);
    CHECK(std::is_sorted(curve.at.begin(), curve.at.end()));
    std::set<std::string> ids;
    for (const std::string& reading : curve.readings) {
      CHECK(place_of(reading) < count_of_readings());
      ids.insert(study_of(reading).id);
    }
    CHECK(ids.size() == 1);
  }
}

TEST_CASE("what is accepted at a place of a curve is a target of the facts") {
  for (const Curve& curve : curves())
    for (const CurveTarget& wanted : curve.targets) {
      CAPTURE(wanted.quantity);
      const auto* check = literature::find_check(literature::shipped_facts(), wanted.check);
      REQUIRE(check != nullptr);
      CHECK(std::any_of(check->targets.begin(), check->targets.end(),
                        [&](const auto& target) { return target.quantity == wanted.quantity; }));
      CHECK(std::find(curve.at.begin(), curve.at.end(), wanted.at) != curve.at.end());
    }
}

const CurveResult& titled(const std::vector<CurveResult>& all, std::string_view title) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const auto& r) { return r.curve->title == title; });
  REQUIRE(at != all.end());
  return *at;
}

TEST_CASE(
    "a few people give curves: responses grow with intensity, the iSP is a dip, and the page has a picture each") {
  RunOptions options;
  options.participants = 3;
  options.jobs = 2;
  const auto results = run_curves(options);
  REQUIRE(results.size() == curves().size());
  const auto& sizes = titled(results, "Recruitment").points;
  CHECK(sizes.back().median.value() > 5.0 * sizes.front().median.value());
  const auto& isp = titled(results, "The iSP").points;
  const auto least = std::min_element(isp.begin(), isp.end(),
                                      [](const auto& a, const auto& b) { return a.mean.value() < b.mean.value(); });
  CHECK(least->mean.value() < 70.0);
  CHECK(least->at > 25.0);
  CHECK(least->at < 70.0);
  for (const auto& result : results)
    for (const auto& point : result.points)
      if (point.mean) {
        CHECK(point.low.value() <= point.median.value());
        CHECK(point.median.value() <= point.high.value());
      }
  const std::string section = report::curves_section(results, 3);
  std::size_t pictures = 0;
  for (auto at = section.find("<svg"); at != std::string::npos; at = section.find("<svg", at + 1)) ++pictures;
  CHECK(pictures == curves().size());
}

TEST_SUITE_END();

}  // namespace
}  // namespace trilayer::validation
