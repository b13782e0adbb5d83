// Forest and funnel plot: what stands in them, whatever the studies are.
#include "trilayer/report/forest_plot.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/report/nesting.hpp"
#include "trilayer/report/effect_axis.hpp"
#include "trilayer/report/svg_file.hpp"

namespace trilayer::report {
namespace {

using literature::EffectScale;

PooledStudies example(std::vector<ForestRow> rows, EffectScale scale = EffectScale::standardised_difference) {
  PooledStudies studies{
      "IHI <40 ms>, group A against B", "Hedges' g", "weaker", "stronger", scale, std::move(rows), {}};
  std::vector<literature::StudyEffect> effects;
  for (const auto& row : studies.rows) effects.push_back({row.study, row.effect.value, row.effect.variance});
  studies.pooled = literature::meta_analyse(effects);
  return studies;
}

PooledStudies three() {
  return example({{"First 1999", "9 and 9", {1.2, 0.20}},
                  {"Second 2004", "15 and 11", {0.1, 0.15}, false},
                  {"M\u00fcller & Third 2010", "", {0.6, 0.08}}});
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("A forest plot has a row for every study, the mean and where a new study may lie") {
  const std::string picture = forest_plot(three());
  CHECK(tests::badly_nested(picture).empty());
  CHECK(has(picture, "xmlns=\"http://www.w3.org/2000/svg\""));
  CHECK(has(picture, "First 1999"));
  CHECK(has(picture, "M\u00fcller &amp; Third 2010"));
  CHECK(has(picture, ">Mean of 3 studies<"));
  CHECK(has(picture, ">True effect of a new study<"));
  CHECK(has(picture, ">1.20 (0.32 to 2.08)<"));
  CHECK(count(picture, "class=\"pooled\"") == 1);
}

TEST_CASE("What nobody has checked is drawn open and dashed, and the words say so") {
  const std::string picture = forest_plot(three());
  CHECK(count(picture, "class=\"open\"") == 1);
  CHECK(count(picture, "class=\"mark\"") == 2);
  CHECK(has(picture, "class=\"whisker faint\""));
  CHECK(has(picture, "Second 2004 (not verified)"));
  CHECK(has(picture, "nobody has checked"));
  CHECK_FALSE(has(forest_plot(example({{"A", "", {0.3, 0.1}}})), "nobody has checked"));
}

TEST_CASE("Who cannot see the picture hears every effect, the mean and the heterogeneity") {
  const std::string picture = forest_plot(three());
  const std::string words = picture.substr(0, picture.find("\">"));
  CHECK(has(words, "First 1999: 1.20 (0.32 to 2.08)."));
  CHECK(has(words, "Mean: "));
  CHECK(has(words, "I2 "));
}

TEST_CASE("A title cannot leave its place in the picture") {
  CHECK_FALSE(has(forest_plot(three()), "<40 ms>"));
  CHECK_FALSE(has(funnel_plot(three()), "<40 ms>"));
}

TEST_CASE("One study has a diamond and no room for a new study") {
  const std::string picture = forest_plot(example({{"Only 2001", "8 and 8", {0.4, 0.1}}}));
  CHECK(has(picture, ">Mean (one study)<"));
  CHECK_FALSE(has(picture, "new study<"));
  CHECK(has(picture, "One study: the mean is its effect; nothing can be said of differences"));
}

TEST_CASE("An interval far wider than the others ends in an arrow instead of squeezing them") {
  const std::string narrow =
      forest_plot(example({{"A", "", {0.1, 0.01}}, {"B", "", {0.2, 0.01}}, {"C", "", {0.3, 0.01}}}));
  const std::string wide =
      forest_plot(example({{"A", "", {0.1, 0.01}}, {"B", "", {0.2, 0.01}}, {"C", "", {0.3, 9.0}}}));
  CHECK(count(narrow, "class=\"whisker\"") == 3);
  CHECK(count(wide, "class=\"whisker\"") == 3 + 4);  // two strokes at either end
}

TEST_CASE("Ratios, shares and correlations are written as such") {
  const std::string ratio = forest_plot(example({{"A", "", {std::log(2.0), 0.01}}}, EffectScale::log_ratio));
  CHECK(has(ratio, ">2 (1.64 to 2.43)<"));
  CHECK(has(ratio, "class=\"zero\""));
  const std::string share = forest_plot(example({{"A", "20", {0.0, 0.25}}}, EffectScale::logit));
  CHECK(has(share, ">0.50 (0.27 to 0.73)<"));
  CHECK_FALSE(has(share, "class=\"zero\""));  // one group's share has no value that means nothing
}

TEST_CASE("Ticks stand apart, in order, and are round numbers of the scale") {
  for (const EffectScale scale : literature::all_effect_scales) {
    CAPTURE(literature::name(scale));
    const Axis axis{-2.3, 1.7, 100.0, 500.0};
    const auto ticks = effect_ticks(scale, axis, 44.0);
    REQUIRE(ticks.size() >= 3);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      CHECK(literature::back_transformed(scale, ticks[i].at) == doctest::Approx(std::stod(ticks[i].words)));
      if (i > 0) CHECK(axis(ticks[i].at) - axis(ticks[i - 1].at) >= 44.0);
    }
  }
}

TEST_CASE("A funnel plot has a point for every study and says what its shape is worth") {
  const std::string picture = funnel_plot(three());
  CHECK(tests::badly_nested(picture).empty());
  CHECK(count(picture, "<circle") == 3);
  CHECK(count(picture, "<circle class=\"open\"") == 1);
  CHECK(has(picture, "Fewer than ten studies: the shape of a funnel says next to nothing."));
  std::vector<ForestRow> many;
  for (int i = 0; i < 12; ++i) many.push_back({"S" + std::to_string(i), "", {0.1 * (i % 5), 0.02 + 0.03 * i}});
  CHECK(has(funnel_plot(example(many)), "Egger&#39;s regression (thick line)"));
}

TEST_CASE("Heterogeneity is called more than chance only where the interval of tau2 does not reach 0") {
  const auto words = [](std::vector<ForestRow> rows) {
    return heterogeneity_in_words(example(std::move(rows)).pooled);
  };
  CHECK(words({{"A", "", {0.0, 0.01}}, {"B", "", {1.0, 0.01}}, {"C", "", {2.0, 0.01}}})
            .starts_with("The studies differ by more than chance: I2 99 %"));
  CHECK(words({{"A", "", {0.0, 0.1}}, {"B", "", {0.7, 0.1}}, {"C", "", {1.0, 0.1}}})
            .starts_with("Whether the studies differ by more than chance is open: "));
  CHECK(words({{"A", "", {0.0, 0.1}}, {"B", "", {0.1, 0.1}}, {"C", "", {0.2, 0.1}}})
            .starts_with("The studies differ no more than chance makes them: I2 0 %"));
}

TEST_CASE("Long texts are broken between words that do not belong together") {
  CHECK(wrapped("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(wrapped("so that p = 0.02", 9) == std::vector<std::string>{"so that p = 0.02"});
}

}  // namespace
}  // namespace trilayer::report
