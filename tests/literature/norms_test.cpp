// Normative values: read strictly, found by age and muscle, turned into words by one rule.
#include "trilayer/literature/norms.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "trilayer/base/files.hpp"

namespace trilayer::literature {
namespace {

TEST_SUITE_BEGIN("literature.norms");

const std::string one = R"([[norm]]
id = "tct_somewhere"
measure = "tct"
muscles = ["FDI"]
age_low = 20
age_high = 40
mean = 12
sd = 2
unit = "ms"
fact = "ISP-01"
mark = "seen"
conditions = "contraction"
)";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

std::vector<Norm> parsed(const std::string& text) {
  return parse_norms({{"norms.toml", text}}, shipped_facts(), shipped_studies());
}

std::string refusal(const std::string& text) {
  try {
    parsed(text);
  } catch (const base::Refusal& refused) {
    return refused.problem();
  }
  return "";
}

TEST_CASE("shipped norms are read, each with a source that is there") {
  CHECK(shipped_norms().size() >= 10);
  for (const Norm& norm : shipped_norms()) {
    CAPTURE(norm.id);
    CHECK(norm.fact.empty() != norm.finding.empty());
    CHECK(norm.sd > 0.0);
  }
}

TEST_CASE("what is wrong in a norm is refused") {
  CHECK(refusal(one).empty());
  CHECK(refusal(replaced(one, "\"tct\"", "\"tcx\"")) == "'norm 1.measure' is no measure of the catalogue");
  CHECK(refusal(replaced(one, "\"ms\"", "\"s\"")) == "'norm 1.unit' is not that of the measure");
  CHECK(refusal(replaced(one, "ISP-01", "ISP-99")) == "'norm 1.fact' is no fact");
  CHECK(refusal(replaced(one, "fact = \"ISP-01\"\n", "")) == "'norm 1' has no source");
  CHECK(refusal(replaced(one, "fact = \"ISP-01\"", "finding = \"C02.99\"")) == "'norm 1.finding' is no finding");
  CHECK(refusal(one + one) == "'norm 2.id' is there already");
  CHECK(!refusal(replaced(one, "sd = 2", "sd = 0")).empty());
}

TEST_CASE("norms are found by age and muscle, limits included") {
  const auto norms = parsed(one);
  CHECK(norms_for(norms, "tct", 20.0, "FDI").size() == 1);
  CHECK(norms_for(norms, "tct", 40.0, "FDI").size() == 1);
  CHECK(norms_for(norms, "tct", 41.0, "FDI").empty());
  CHECK(norms_for(norms, "tct", 30.0, "APB").empty());
  CHECK(norms_for(norms, "isp_duration", 30.0, "FDI").empty());
  CHECK(norms_for(parsed(replaced(one, "[\"FDI\"]", "[]")), "tct", 30.0, "APB").size() == 1);
}

TEST_CASE("a z-score is of norms that were seen, and words begin two deviations out") {
  const auto norms = parsed(one);
  CHECK(z_score(15.0, norms[0]).value() == doctest::Approx(1.5));
  CHECK(word_for(1.5) == "normal");
  CHECK(word_for(2.1) == "increased");
  CHECK(word_for(-2.1) == "reduced");
  const auto from_memory = parsed(replaced(one, "mark = \"seen\"", "mark = \"memory_high\""));
  CHECK(!z_score(15.0, from_memory[0]));
}

TEST_CASE("the schema of norms has the keys that the program reads") {
  const auto schema = nlohmann::json::parse(base::read_file(TRILAYER_SOURCE_DIR "/evidence/norms.schema.json"));
  std::set<std::string> keys;
  for (const auto& [key, value] : schema["definitions"]["norm"]["properties"].items()) keys.insert(key);
  CHECK(keys == std::set<std::string>(norm_keys().begin(), norm_keys().end()));
}

TEST_SUITE_END();

}  // namespace
}  // namespace trilayer::literature
