#include "trilayer/measures/detectors.hpp"

#include <doctest/doctest.h>

#include <filesystem>
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

TEST_CASE("an unknown measure has no detector") { CHECK(measures::detector_of("height") == nullptr); }
