#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "tests/report/golden.hpp"
#include "trilayer/report/svg.hpp"

using namespace trilayer::report;

TEST_CASE("A small picture is what it was") {
  Svg svg(120.0, 60.0, "a \"quoted\" <finding>");
  svg.rectangle({10.0, 5.0}, 100.0, 40.0, "f");
  svg.clip({10.0, 5.0}, 100.0, 40.0);
  const std::vector<Point> upper{{0.0, 5.0}, {50.0, 2.0}, {100.0, 5.5}};
  const std::vector<Point> lower{{0.0, 15.0}, {50.0, 30.25}, {100.0, 15.0}};
  svg.band(upper, lower, "b l");
  svg.polyline(upper, "t l");
  svg.unclip();
  svg.line({60.0, 5.0}, {60.0, 45.0}, "p");
  svg.text({60.0, 55.0}, "1 < 2 & 3", "k", Anchor::middle);
  svg.circle({-0.5, 0.25}, 3.6, "dot");
  trilayer::tests::check_golden("picture.svg", svg.finish() + "\n");
}

TEST_CASE("Ticks are round numbers inside the range") {
  CHECK(ticks(-20.0, 80.0, 5) == std::vector<double>{-20.0, 0.0, 20.0, 40.0, 60.0, 80.0});
  CHECK(ticks(0.0, 0.0, 5).empty());
  CHECK(rc::check([] {
    const double from = *rc::gen::inRange(-100000, 100000) / 100.0;
    const double length = *rc::gen::inRange(1, 1000000) / 1000.0;
    const auto marks = ticks(from, from + length, 5);
    RC_ASSERT(marks.size() >= 2U);
    RC_ASSERT(marks.size() <= 7U);
    for (const double mark : marks) {
      RC_ASSERT(mark >= from - 1e-6 * length);
      RC_ASSERT(mark <= from + length * (1.0 + 1e-6));
    }
  }));
}

TEST_CASE("Thinning keeps a pulse of a single sample, both extremes and the order of time") {
  CHECK(rc::check([](std::vector<int> values) {
    RC_PRE(!values.empty());
    std::vector<Point> points;
    for (std::size_t i = 0; i < values.size(); ++i)
      points.push_back({static_cast<double>(i) * 0.01, static_cast<double>(values[i])});
    const auto kept = thinned(points, 1.5);
    const auto by_size = [](const Point& a, const Point& b) { return a.y < b.y; };
    RC_ASSERT(std::max_element(kept.begin(), kept.end(), by_size)->y ==
              std::max_element(points.begin(), points.end(), by_size)->y);
    RC_ASSERT(std::min_element(kept.begin(), kept.end(), by_size)->y ==
              std::min_element(points.begin(), points.end(), by_size)->y);
    RC_ASSERT(std::is_sorted(kept.begin(), kept.end(), [](const Point& a, const Point& b) { return a.x < b.x; }));
    RC_ASSERT(kept.size() <= 2 * (points.size() / 150 + 1));
  }));
}

TEST_CASE("Text cannot leave its place in HTML") {
  CHECK(escape("<script>\"'&\x01") == "&lt;script&gt;&quot;&#39;&amp; ");
  CHECK(escape("\xff") == "\u00ff");
}
