// The studies inside the program: whole, linked, and the same as those in the folder.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "trilayer/base/files.hpp"
#include "trilayer/literature/studies.hpp"

namespace trilayer::literature {
namespace {

const std::filesystem::path folder = TRILAYER_SOURCE_DIR "/evidence/studies";

const Finding& finding(std::string_view id) {
  const Finding* found = find_finding(shipped_studies(), id);
  REQUIRE_MESSAGE(found != nullptr, id);
  return *found;
}

TEST_CASE("Nothing is wrong in the shipped studies") {
  for (const auto& fault : study_faults(shipped_studies_files(), shipped_study_terms())) FAIL_CHECK(fault.what());
}

TEST_CASE("The program holds the files of the folder") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files += entry.path().extension() == ".toml";
  CHECK(shipped_studies_files().size() == files);
  CHECK(load_studies(folder).hash == shipped_studies().hash);
  CHECK(study_faults(folder).empty());
  for (const StudyFile& file : shipped_studies_files()) CHECK(file.text == base::read_file(folder / file.name));
}

TEST_CASE("A study that nobody has seen is no evidence") {
  int unseen = 0;
  for (const Study& study : shipped_studies().studies) {
    CAPTURE(study.id);
    if (study.read == Read::memory) {
      CHECK_FALSE(study.verified);
      CHECK(study.status == Extraction::pointer);
      ++unseen;
    }
    for (const Finding& one : study.findings)
      if (is_unseen(one.mark)) CHECK(one.values.empty());
  }
  CHECK(unseen > 0);
}

TEST_CASE("A verified study says where it was read") {
  for (const Study& study : shipped_studies().studies) {
    CAPTURE(study.id);
    if (!study.verified) continue;
    CHECK_FALSE(study.seen_at.empty());
    CHECK(study.read != Read::memory);
  }
}

TEST_CASE("Each layer has findings for it and against it") {
  std::map<catalogue::Layer, std::set<Support>> said;
  for (const Study& study : shipped_studies().studies)
    for (const Finding& one : study.findings)
      for (const auto layer : one.layers) said[layer].insert(one.supports);
  CHECK(said.size() == 3);
  for (const auto& [layer, supports] : said) {
    CAPTURE(roman(layer));
    CHECK(supports.contains(Support::supports));
    CHECK(supports.contains(Support::contradicts));
  }
}

TEST_CASE("Conflicts of the literature stand side by side") {
  CHECK(finding("D18.1").change == Change::reduced);  // IHI with force of the other hand, conditioning response matched
  CHECK(finding("D48.1").change == Change::increased);
  CHECK(finding("C02.2").change == Change::shortened);  // the silent period of children against adults
  CHECK(finding("C08.1").change == Change::shortened);  // the silent period of adults against children
  CHECK(finding("F06.3").supports == Support::contradicts);
}

TEST_CASE("Published numbers keep their people and their unit") {
  const Finding& tct = finding("F10.1");
  REQUIRE(tct.values.size() == 2);
  CHECK(tct.measure == "tct");
  CHECK(tct.values[0].group == "ms");
  CHECK(tct.values[0].value == 17.2);
  CHECK(tct.values[0].error == 6.4);
  CHECK(tct.values[0].n == 24);
  CHECK(tct.values[0].unit == "ms");
  const Finding& imep = finding("F01.1");
  CHECK(imep.values[1].events == 0);
  CHECK(imep.values[1].n == 15);
}

TEST_CASE("A publication is found under every id it has had") {
  const Study* study = find_study(shipped_studies(), "L12");
  REQUIRE(study != nullptr);
  CHECK(study->id == "D34");
  CHECK(find_study(shipped_studies(), "Z99") == nullptr);
}

TEST_CASE("A group has the origin of its condition") {
  const Study* study = find_study(shipped_studies(), "A10");
  REQUIRE(study != nullptr);
  CHECK(find_group(*study, "mm")->origin == Origin::congenital);
  CHECK(find_group(*study, "controls")->origin == Origin::none);
}

}  // namespace
}  // namespace trilayer::literature
