// docs/reference/entered-values.md shows the rows of what is entered by people; it is held equal to the catalogue here.
#include <doctest/doctest.h>

#include <string>

#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {
namespace {

std::string bears_on_text(const Descriptor& measure) {
  std::string text;
  for (const Evidence& evidence : measure.evidence)
    text += (text.empty() ? "" : ", ") + std::string(name(evidence.bearing)) + " " + std::string(name(evidence.layer));
  return text.empty() ? "context" : text;
}

std::string expected_table() {
  std::string table;
  for (const Descriptor& measure : entered()) {
    const Limits limits = permitted(measure);
    const std::string low = base::format_number(limits.low);
    table += "| `" + std::string(measure.id) + "` | " + std::string(measure.what) + " | " +
             (measure.unit == "1" ? "share" : std::string(measure.unit)) + " | " +
             (measure.scale == ErrorScale::log ? "above " + low : low) + " to " + base::format_number(limits.high) +
             " | " + std::string(name(measure.scale)) + " | " + bears_on_text(measure) + " |\n";
  }
  return table;
}

TEST_CASE("The page of entered values shows the catalogue as it is") {
  const std::string page = base::read_file(TRILAYER_SOURCE_DIR "/docs/reference/entered-values.md");
  INFO("the table should read:\n", expected_table());
  CHECK((page.find("|---|---|---|---|---|---|\n" + expected_table() + "\n") != std::string::npos));
}

TEST_CASE("Every entered measure states the values it can have") {
  for (const Descriptor& measure : entered()) {
    CAPTURE(measure.id);
    CHECK(measure.limits);
  }
}

}  // namespace
}  // namespace trilayer::catalogue
