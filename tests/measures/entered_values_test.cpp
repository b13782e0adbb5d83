// What is entered: the example of the page is read without a warning, and nothing looks for it in a recording.
#include <doctest/doctest.h>

#include <set>
#include <string>

#include "trilayer/base/files.hpp"
#include "trilayer/catalogue/rows/rows.hpp"
#include "trilayer/measures/detectors.hpp"
#include "trilayer/measures/measures_table.hpp"

using namespace trilayer;

TEST_CASE("No detector gives what people enter") {
  for (const auto& measure : catalogue::entered()) {
    CAPTURE(measure.id);
    CHECK(measures::detector_of(measure.id) == nullptr);
  }
}

TEST_CASE("The example on the page of entered values is read without a warning") {
  const auto page = base::read_file(std::filesystem::path(TRILAYER_SOURCE_DIR) / "docs/reference/entered-values.md");
  const auto begin = page.find("```tsv\n") + 7;
  const auto results = measures::parse_measurements(page.substr(begin, page.find("```", begin) - begin), "page");
  for (const auto& warning : results.warnings) CHECK_MESSAGE(false, warning.text);
  CHECK(results.measurements.size() == 7);
  std::set<std::string> ids;
  for (const auto& m : results.measurements) ids.insert(m.key.measure);
  CHECK(ids.contains("cmr_e2_other"));
  for (const auto& m : results.measurements) measures::check_promises(m);
}

TEST_CASE("What has no condition may leave it empty, what a detector gives may not") {
  const std::string header = "measure\tcondition\tside\tvalue\tmuscle\n";
  CHECK(measures::parse_measurements(header + "callosal_fa\tn/a\tleft\t0.6\tFDI\n", "").warnings.empty());
  const auto results = measures::parse_measurements(header + "sici\tn/a\tleft\t0.6\tFDI\n", "");
  REQUIRE(results.warnings.size() == 1);
  CHECK(results.warnings[0].code == "unknown_condition");
}
