#include "trilayer/measures/detectors.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "trilayer/catalogue/descriptor.hpp"

using namespace trilayer;

TEST_CASE("every measure a detector gives is in the catalogue, and no two detectors give the same") {
  std::set<std::string_view> seen;
  for (const auto& detector : measures::detectors())
    for (const auto id : detector.measures) {
      CAPTURE(id);
      CHECK(catalogue::find_descriptor(id) != nullptr);
      CHECK(seen.insert(id).second);
      CHECK(measures::detector_of(id) == &detector);
    }
}

TEST_CASE("every detector has its page") {
  for (const auto& detector : measures::detectors()) {
    const auto page =
        std::filesystem::path(TRILAYER_SOURCE_DIR) / "docs" / "measures" / (std::string(detector.name) + ".md");
    CAPTURE(page.string());
    CHECK(std::filesystem::exists(page));
  }
}

TEST_CASE("the page of a detector speaks of every measure it gives") {
  for (const auto& detector : measures::detectors()) {
    std::ifstream file(std::filesystem::path(TRILAYER_SOURCE_DIR) / "docs" / "measures" /
                       (std::string(detector.name) + ".md"));
    const std::string page((std::istreambuf_iterator<char>(file)), {});
    for (const auto id : detector.measures) {
      CAPTURE(detector.name);
      CAPTURE(id);
      CHECK(page.find(id) != std::string::npos);
    }
  }
}

TEST_CASE("every measure has a detector, or a place on the page of entered values") {
  std::ifstream file(std::filesystem::path(TRILAYER_SOURCE_DIR) / "docs" / "reference" / "entered-values.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  for (const auto& measure : catalogue::measures()) {
    CAPTURE(measure.id);
    CHECK((measures::detector_of(measure.id) != nullptr || page.find(measure.id) != std::string::npos));
  }
}

TEST_CASE("an unknown measure has no detector") { CHECK(measures::detector_of("height") == nullptr); }
