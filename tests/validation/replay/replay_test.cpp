#include "trilayer/validation/replay/replay.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/report/replay.hpp"

namespace trilayer::validation {
namespace {

namespace fs = std::filesystem;

const fs::path published = fs::path(TRILAYER_SOURCE_DIR) / "examples/published";

TEST_SUITE_BEGIN("validation.replay");

// A study in a folder of its own; gone with the object.
struct Folder {
  fs::path path =
      fs::temp_directory_path() / ("trilayer-replay-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)));
  Folder() { fs::create_directories(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
};

const std::string small = R"(citation = "Nobody 2000"
evidence = "X01"
read = "abstract"
protocol = "small.toml"
protocol_notes = "all of it is ours"

[[group]]
id = "healthy"
what = "adults"
n = 3
age_low = 20
age_high = 40

[[group]]
id = "late"
what = "adults with a slow tract"
n = 3
age_low = 20
age_high = 40
settings = ["peripheral_delay = 20 +- 0.1"]
reason = "an example"

[[finding]]
what = "latency"
group = "late"
measure = "cmep_latency"
block = "active"
side = "right"
published = 30
sd = 1
unit = "ms"
relation = "above"
against_group = "healthy"
mark = "seen"
)";
const std::string small_protocol = R"(name = "small"
title = "a few pulses"
muscles = ["FDI"]

[[block]]
id = "active"
trials = 6
hemisphere = "left"
intensity = "140 %RMT"
contraction = "active_right"
contraction_percent = 20
)";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

std::vector<PublishedStudy> read(const Folder& folder, const std::string& text) {
  base::write_file(folder.path / "small.toml", small_protocol);
  base::write_file(folder.path / "study.toml", text);
  return read_studies(folder.path);
}

std::string refusal(const std::string& text) {
  const Folder folder;
  try {
    read(folder, text);
  } catch (const base::Refusal& refused) {
    return refused.problem();
  }
  return "";
}

TEST_CASE("all published studies that come with the program can be read, and there are at least eight") {
  const auto studies = read_studies(published);
  CHECK(studies.size() >= 8);
  for (const auto& study : studies) {
    CAPTURE(study.id);
    CHECK(!study.findings.empty());
    for (const auto& finding : study.findings) CHECK((finding.mark == literature::Mark::seen || !finding.published));
  }
}

TEST_CASE("what is wrong in a study is refused with the key that is wrong") {
  CHECK(refusal(small).empty());
  CHECK(refusal(replaced(small, "block = \"active\"", "block = \"rest\"")) ==
        "'finding 1.block' is no block of the protocol");
  CHECK(refusal(replaced(small, "cmep_latency", "cmep_colour")) ==
        "'finding 1.measure' is no measure of the catalogue");
  CHECK(refusal(replaced(small, "group = \"late\"", "group = \"early\"")) ==
        "'finding 1.group' is no group of this study");
  CHECK(refusal(replaced(small, "peripheral_delay", "speed")) ==
        "'group 2.settings' names 'speed', which is neither a loading nor a parameter");
  CHECK(refusal(replaced(small, "unit = \"ms\"\n", "")) == "'finding 1' has no unit");
  CHECK(refusal(replaced(small, "relation = \"above\"\n", "")) == "'finding 1.relation' is needed");
  CHECK(refusal(replaced(small, "reason = \"an example\"\n", "")) == "'group 2.reason' is needed");
  CHECK(refusal(replaced(small, "mark = \"seen\"\n", "")) == "'finding 1' has no mark");
}

TEST_CASE("the words for agreement follow the two errors") {
  CHECK(agreement_of_value(10.0, 1.0, 12.5, 1.0) == Agreement::agrees);
  CHECK(agreement_of_value(10.0, 1.0, 13.5, 1.0) == Agreement::too_small);
  CHECK(agreement_of_value(14.0, 1.0, 10.0, 0.5) == Agreement::too_large);
  CHECK(agreement_of_relation(Relation::above, 3.0, 1.0) == Agreement::right);
  CHECK(agreement_of_relation(Relation::above, 1.0, 1.0) == Agreement::not_shown);
  CHECK(agreement_of_relation(Relation::above, -3.0, 1.0) == Agreement::wrong);
  CHECK(agreement_of_relation(Relation::below, -3.0, 1.0) == Agreement::right);
  CHECK(agreement_of_relation(Relation::same, 1.0, 1.0) == Agreement::right);
  CHECK(agreement_of_relation(Relation::same, 3.0, 1.0) == Agreement::wrong);
}

TEST_CASE("a share of nobody still has an error: two successes and two failures are added") {
  StudyFinding finding;
  finding.share_present = true;
  finding.published = 0.0;
  CHECK(published_error(finding, 7).value() == doctest::Approx(std::sqrt(2.0 / 11.0 * 9.0 / 11.0 / 11.0)));
  finding.share_present = false;
  CHECK(!published_error(finding, 7));
  finding.sd = 4.0;
  CHECK(published_error(finding, 16).value() == doctest::Approx(1.0));
}

TEST_CASE("a group's setting moves its people and nobody else's, the same for any number of threads") {
  const Folder folder;
  const auto studies = read(folder, small);
  const auto one = replay(studies, {0, 3, 1, {}}), two = replay(studies, {0, 3, 2, {}});
  const auto& finding = one.front().findings.front();
  REQUIRE(finding.simulated);
  CHECK(finding.simulated->people == 3);
  CHECK(finding.direction == Agreement::right);
  CHECK(finding.difference->mean > 3.0);
  CHECK(report::replay_json(one, 3, 1) == report::replay_json(two, 3, 1));
  const auto json = nlohmann::json::parse(report::replay_json(one, 3, 1));
  CHECK(json["studies"][0]["findings"][0]["direction"] == "right");
  CHECK(report::replay_table(one).find("1 of 1 directions are right") != std::string::npos);
  CHECK(report::replay_tsv(one).starts_with("study\twhat\tgroup\t"));
}

TEST_CASE("the schema has the keys that the program reads") {
  const auto schema = nlohmann::json::parse(base::read_file(published / "study.schema.json"));
  const auto keys_of = [](const nlohmann::json& properties) {
    std::set<std::string> keys;
    for (const auto& [key, value] : properties.items()) keys.insert(key);
    return keys;
  };
  const auto set_of = [](const std::vector<std::string_view>& keys) {
    return std::set<std::string>(keys.begin(), keys.end());
  };
  CHECK(keys_of(schema["properties"]) == set_of(study_keys().study));
  CHECK(keys_of(schema["definitions"]["group"]["properties"]) == set_of(study_keys().group));
  CHECK(keys_of(schema["definitions"]["finding"]["properties"]) == set_of(study_keys().finding));
}

TEST_SUITE_END();

}  // namespace
}  // namespace trilayer::validation
