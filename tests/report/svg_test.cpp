#include "trilayer/report/svg.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <regex>

namespace trilayer::report {
namespace {

std::vector<Point> noisy_line(std::size_t points, double width) {
  std::vector<Point> line;
  for (std::size_t i = 0; i < points; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(points - 1);
    line.push_back({share * width, std::sin(1e4 * share * share)});
  }
  return line;
}

bool same(const Point& a, const Point& b) { return a.x == b.x && a.y == b.y; }

TEST_CASE("No number in a picture has more than one decimal or an exponent") {
  Svg svg(960.0, 1.0 / 3.0, "numbers");
  svg.line({1.0 / 3.0, 2e-7}, {1e3 / 7.0, -1.0 / 3.0}, "a");
  svg.rectangle({0.1 + 0.2, 99.9999}, 1e-9, 12.3456789, "f");
  svg.circle({M_PI, -M_PI}, 3.6, "dot");
  svg.clip({56.04, 42.06}, 406.123456, 168.0);
  svg.polyline(noisy_line(50, 400.0), "t");
  svg.unclip();
  const std::string text = svg.finish();
  CHECK_FALSE(std::regex_search(text, std::regex("\\.[0-9]{2}")));
  CHECK_FALSE(std::regex_search(text, std::regex("[0-9][eE][-+]?[0-9]")));
  CHECK_FALSE(std::regex_search(text, std::regex("[\" ]-0[\" ]")));
  CHECK(text.find("nan") == std::string::npos);
}

TEST_CASE("A point of a curve takes about five characters") {
  const auto line = noisy_line(1000, 400.0);
  Svg svg(400.0, 100.0, "curve");
  const std::size_t empty = svg.size();
  svg.polyline(line, "t");
  CHECK(svg.size() - empty < 5 * line.size());
}

TEST_CASE("Relative steps add up to where the curve ends, without drift") {
  std::vector<Point> line;
  for (int i = 0; i <= 1000; ++i) line.push_back({0.1 * i, 0.1 * i});  // each step less than half a quarter pixel
  Svg svg(100.0, 100.0, "diagonal");
  const std::size_t before = svg.size();
  svg.polyline(line, "");
  const std::string path = svg.finish().substr(before);
  const std::regex number("-?[0-9]+");
  long sum = 0;
  for (std::sregex_iterator n(path.begin(), path.end(), number), end; n != end; ++n) sum += std::stol(n->str());
  CHECK(sum == 2 * 400);  // x and y: 100 pixels in quarters
}

TEST_CASE("Thinning keeps a pulse of a single sample") {
  std::vector<Point> line;
  for (int i = 0; i < 40'000; ++i) line.push_back({i * 0.01, 0.0});
  line[23'457].y = 900.0;
  line[31'001].y = -600.0;
  const auto kept = thinned(line, 1.5);
  CHECK(kept.size() < 600);
  const auto holds = [&](const Point& wanted) {
    return std::any_of(kept.begin(), kept.end(), [&](const Point& p) { return same(p, wanted); });
  };
  CHECK(holds(line[23'457]));
  CHECK(holds(line[31'001]));
}

TEST_CASE("Thinning keeps the lowest and highest point of every step, in order, and makes up none") {
  CHECK(rc::check([](const std::vector<int>& heights) {
    std::vector<Point> line;
    for (std::size_t i = 0; i < heights.size(); ++i)
      line.push_back({0.3 * static_cast<double>(i), static_cast<double>(heights[i])});
    const auto kept = thinned(line, 1.5);
    std::size_t at = 0;
    for (const Point& p : kept) {  // a subsequence of the line
      while (at < line.size() && !same(line[at], p)) ++at;
      RC_ASSERT(at < line.size());
      ++at;
    }
    for (const Point& p : line) {
      double low = INFINITY;
      double high = -INFINITY;
      int here = 0;
      for (const Point& k : kept) {
        if (std::floor(k.x / 1.5) != std::floor(p.x / 1.5)) continue;
        low = std::min(low, k.y);
        high = std::max(high, k.y);
        ++here;
      }
      RC_ASSERT(low <= p.y);
      RC_ASSERT(high >= p.y);
      RC_ASSERT(here <= 2);
    }
  }));
}

TEST_CASE("Marks of an axis are round, lie inside it and are about as many as wanted") {
  CHECK(ticks(0.0, 100.0, 5) == std::vector<double>{0.0, 20.0, 40.0, 60.0, 80.0, 100.0});
  CHECK(ticks(-20.0, 80.0, 5) == std::vector<double>{-20.0, 0.0, 20.0, 40.0, 60.0, 80.0});
  CHECK(ticks(1.0, 1.0, 5).empty());
  CHECK(rc::check([] {
    const double from = *rc::gen::inRange(-100'000, 100'000) / 7.0;
    const double to = from + *rc::gen::inRange(1, 100'000) / 7.0;
    const auto marks = ticks(from, to, 5);
    RC_ASSERT(marks.size() >= 1U);
    RC_ASSERT(marks.size() <= 7U);
    RC_ASSERT(marks.front() >= from - 1e-6 * (to - from));
    RC_ASSERT(marks.back() <= to + 1e-6 * (to - from));
  }));
}

TEST_CASE("An axis may run backwards, as heights on a screen do") {
  const Axis height{-1.0, 1.0, 200.0, 0.0};
  CHECK(height(-1.0) == doctest::Approx(200.0));
  CHECK(height(1.0) == doctest::Approx(0.0));
  CHECK(height(0.5) == doctest::Approx(50.0));
}

TEST_CASE("Escaped text holds nothing that could end a tag, a text or an attribute") {
  CHECK(escape("<script>\"&'") == "&lt;script&gt;&quot;&amp;&#39;");
  CHECK(escape("5 \xB5V") == "5 \u00b5V");
  CHECK(escape("a\nb\tc\x01") == "a b c ");
  CHECK(rc::check([](const std::string& text) {
    const std::string safe = escape(text);
    RC_ASSERT(safe.find_first_of("<>\"'") == std::string::npos);
  }));
}

TEST_CASE("Words of a picture are escaped, its description as well") {
  Svg svg(10.0, 10.0, "\"><script>");
  svg.text({1.0, 1.0}, "</text><script>", "k");
  CHECK(svg.finish().find("<script") == std::string::npos);
  CHECK(svg.finish().find("aria-label=\"&quot;&gt;&lt;script&gt;\"") != std::string::npos);
}

}  // namespace
}  // namespace trilayer::report
