#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/report/example.hpp"
#include "tests/report/example_answer.hpp"
#include "tests/report/golden.hpp"
#include "tests/report/nesting.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/answer_words.hpp"
#include "trilayer/report/terminal.hpp"

using namespace trilayer;
using Json = nlohmann::ordered_json;

namespace {

const report::Source source{"people/somebody/sub-04", "0.1.0"};
const measures::Settings settings;

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

std::string page_of(const inference::Answer& answer) {
  return report::to_html(tests::example_results(), tests::example_sessions(), settings, source, {answer},
                         tests::example_made());
}

}  // namespace

TEST_CASE("JSON, table and picture of the example answer are what they were") {
  const auto answer = tests::example_answer();
  tests::check_golden("interpretation.json", report::to_json({answer}, source, tests::example_made()));
  tests::check_golden("interpretation.txt", report::to_table({answer}));
  tests::check_golden("layers.html", report::layers_picture(answer));
}

TEST_CASE("The table of an answer that knows nothing is what it was") {
  tests::check_golden("uninformed.txt", report::to_table({tests::uninformed_answer()}));
}

TEST_CASE("JSON of one participant has the promised parts at the top, and six loadings with six numbers each") {
  const Json page = Json::parse(report::to_json({tests::example_answer()}, source, tests::example_made()));
  for (const char* part : {"schema", "versions", "hashes", "intended_use", "source", "participant", "directions",
                           "selection", "leading", "undetermined", "not_informed", "used", "lacked", "warnings"})
    CHECK_MESSAGE(page.contains(part), part);
  for (const char* direction : {"right", "left"})
    for (const char* layer : {"corticospinal", "transcallosal", "supraspinal"}) {
      const Json& loading = page["directions"][direction][layer];
      for (const char* part : {"prior_presence", "presence", "bayes_factor", "mean", "information_gained_bits"})
        CHECK_MESSAGE(loading[part].is_number(), layer << "." << direction << " " << part);
      CHECK(loading["interval_90"].size() == 2);
    }
  CHECK(page["directions"]["right"]["transcallosal"]["mean"] == 0.81);
  CHECK(page["leading"] == Json::array({"transcallosal.right", "corticospinal.right"}));
  CHECK(page["selection"]["right"]["wrong_hand_first"] == 0.15);
  CHECK(page["selection"]["left"]["wrong_hand_first"].is_null());
  CHECK(page["source"] == "sub-04");
}

TEST_CASE("JSON of several participants holds one object each, with the same members as one alone") {
  auto second = tests::example_answer();
  second.participant = "05";
  const Json two = Json::parse(report::to_json({tests::example_answer(), second}, source, tests::example_made()));
  const Json one = Json::parse(report::to_json({second}, source, tests::example_made()));
  REQUIRE(two["participants"].size() == 2);
  CHECK(two["participants"][1]["participant"] == "05");
  for (const auto& [key, value] : two["participants"][1].items()) CHECK_MESSAGE(one[key] == value, key);
  CHECK(two["hashes"] == one["hashes"]);
}

TEST_CASE("A Bayes factor without bound is null in JSON and a bound in words") {
  auto answer = tests::example_answer();
  answer.loadings[0].bayes_factor = std::numeric_limits<double>::infinity();
  const Json page = Json::parse(report::to_json({answer}, source, tests::example_made()));
  CHECK(page["directions"]["left"]["corticospinal"]["bayes_factor"].is_null());
  CHECK(report::bayes_factor(answer.loadings[0].bayes_factor) == ">100");
}

TEST_CASE("No figure claims certainty") {
  CHECK(report::probability(1.0) == ">0.99");
  CHECK(report::probability(0.0) == "<0.01");
  CHECK(report::probability(0.5) == "0.50");
  CHECK(report::bayes_factor(0.0) == "<0.01");
  CHECK(report::bayes_factor(0.25) == "0.25");
  CHECK(report::bayes_factor(3.14) == "3.1");
  CHECK(report::bayes_factor(36.2) == "36");
}

TEST_CASE("Features are listed by measure, and a direction is named where only one was there") {
  const std::vector<std::string> listed{"IHI ratio: 10 ms; 40 ms (intended left)", "SICI ratio (intended right)",
                                        "odd"};
  CHECK(report::by_measure({"IHI ratio, 10 ms (left)", "SICI ratio (right)", "IHI ratio, 10 ms (right)",
                            "IHI ratio, 40 ms (left)", "odd"}) == listed);
}

TEST_CASE("An answer about measures unlike anything simulated says so where it is read first") {
  auto answer = tests::example_answer();
  CHECK(report::unlike_simulated(answer) == "");
  answer.warnings = {{"unlike_bank", "SICI ratio: 9 lies outside", "SICI ratio"}};
  CHECK(has(report::to_table({answer}), "1 measure is unlike those of the simulated sessions"));
  CHECK(has(page_of(answer), "1 measure is unlike those of the simulated sessions"));
  CHECK(report::remark(answer.warnings[0]) == "SICI ratio: 9 lies outside");
}

TEST_CASE("The mechanism of every loading names the right hemisphere and hand") {
  using enum model::Layer;
  using enum protocol::Direction;
  CHECK(report::mechanism({corticospinal, right}) == "fast uncrossed path from the left hemisphere to the left hand");
  CHECK(report::mechanism({transcallosal, right}) == "lost inhibition of the right M1 by the left");
  CHECK(report::mechanism({supraspinal, right}) == "premotor drive that reaches the right M1");
  CHECK(report::mechanism({corticospinal, left}) == "fast uncrossed path from the right hemisphere to the right hand");
  CHECK(report::mechanism({transcallosal, left}) == "lost inhibition of the left M1 by the right");
  CHECK(report::mechanism({supraspinal, left}) == "premotor drive that reaches the left M1");
}

TEST_CASE("A table's lines fit a terminal, and control characters of a label do not reach it") {
  auto answer = tests::example_answer();
  answer.participant = "\x1b[2J";
  for (int i = 0; i < 40; ++i) answer.lacked.push_back("a measure of a rather long name (left)");
  const std::string table = report::to_table({answer});
  for (const auto& line : base::lines(table)) CHECK(report::width(line) <= report::page_width);
  CHECK_FALSE(has(table, "\x1b"));
}

TEST_CASE("An answer that knows nothing says so first, and draws nothing but dashes") {
  const std::string page = page_of(tests::uninformed_answer());
  CHECK(has(page, "say next to nothing about any of the six loadings"));
  const std::string picture = report::layers_picture(tests::uninformed_answer());
  CHECK_FALSE(has(picture, "stroke=\"#"));  // only what is informed has the colour of a loading
  CHECK(has(picture, "not informed"));
  CHECK_FALSE(has(picture, ">leads<"));
}

TEST_CASE("The path of a larger loading is wider and darker") {
  auto answer = tests::uninformed_answer();
  answer.not_informed.clear();
  answer.loadings[1].mean = 0.0;
  const std::string none = report::layers_picture(answer);
  answer.loadings[1].mean = 1.0;
  const std::string all = report::layers_picture(answer);
  CHECK(has(none, "stroke-width=\"1.6\" stroke=\"#a49cc7\""));
  CHECK(has(all, "stroke-width=\"12\" stroke=\"#341468\""));
}

TEST_CASE("The page shows the answer before the measures, well nested and without network") {
  const std::string page = page_of(tests::example_answer());
  CHECK(tests::badly_nested(page) == "");
  std::size_t last = 0;
  for (const char* part :
       {"Intended use", "The layers</h2>", "Validated on simulation only", "2 loadings lead",
        "role=\"img\" aria-label=\"Intended right hand", "aria-label=\"Intended left hand", "<table class=\"loadings\"",
        "Undetermined", "Was not there", "0123456789abcdef", "What was read</h2>", "All measures</h2>"}) {
    const std::size_t at = page.find(part, last);
    CHECK_MESSAGE(at != std::string::npos, part);
    if (at != std::string::npos) last = at;
  }
  for (const char* word : {"http", "<script", "src=", "url(", "javascript:"}) CHECK_MESSAGE(!has(page, word), word);
}

TEST_CASE("Without sessions the page leaves out what needs signals") {
  const std::string page =
      report::to_html(tests::example_results(), {}, settings, source, {tests::example_answer()}, tests::example_made());
  CHECK(tests::badly_nested(page) == "");
  CHECK(has(page, "1 participant, "));
  CHECK_FALSE(has(page, "Traces"));
  CHECK_FALSE(has(page, "What was read"));
}

TEST_CASE("Hostile text of an answer is shown and not obeyed") {
  auto answer = tests::example_answer();
  const std::string hostile = "</style><script>alert('x')</script>\" onmouseover=\"x";
  answer.participant = hostile;
  answer.used = answer.lacked = {hostile};
  answer.undetermined[0].words = answer.selection[0].reason = hostile;
  answer.warnings = {{"code", hostile, hostile}};
  const std::string page = report::to_html({}, {}, settings, source, {answer, answer}, tests::example_made());
  CHECK_FALSE(has(page, "<script"));
  CHECK_FALSE(has(page, "\" onmouseover=\"x"));
  CHECK(tests::badly_nested(page) == "");
}

TEST_CASE("The page of five hundred participants stays under 5 MB and says what was left out") {
  const std::vector<inference::Answer> many(500, tests::example_answer());
  const std::string page = report::to_html(tests::example_results(), {}, settings, source, many, tests::example_made());
  CHECK(page.size() < 5'000'000);
  CHECK(has(page, "more answers left out here; all are in interpretation.json"));
}
