// Each file in tests/cases is a phantom in text with what measuring it must give, and why.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/measures/case_file.hpp"
#include "trilayer/measures/measure.hpp"

using namespace trilayer;

namespace {

bool speaks_of(const measures::Measurement& m, const tests::Expectation& expected) {
  const bool block = expected.block.empty() || m.block == expected.block || m.block.starts_with(expected.block + "+");
  return m.key.measure == expected.measure && block && (!expected.side || m.key.side == expected.side);
}

void compare(const measures::Measurement& m, const tests::Expectation& expected) {
  CAPTURE(m.reason);
  CAPTURE(m.value.value_or(-1.0));
  CHECK(name(m.state) == name(expected.state));
  if (expected.value) {
    REQUIRE(m.value.has_value());
    CHECK(std::abs(*m.value - *expected.value) <= expected.tolerance);
  }
  if (expected.smallest_below) {
    REQUIRE(m.smallest_detectable.has_value());
    CHECK(*m.smallest_detectable < *expected.smallest_below);
  }
  CHECK(m.reason.find(expected.reason) != std::string::npos);
}

}  // namespace

TEST_CASE("the phantoms of tests/cases measure as their files say") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(TRILAYER_SOURCE_DIR) / "tests/cases"))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  for (const auto& file : files) {
    CAPTURE(file.filename().string());
    const tests::Case read = tests::read_case(file);
    REQUIRE_FALSE(read.why.empty());
    REQUIRE_FALSE(read.expected.empty());
    const auto results = measures::measure({phantom::draw(read.phantom, read.seed)}, {}, 2);
    for (const auto& expected : read.expected) {
      CAPTURE(expected.measure);
      CAPTURE(expected.block);
      const auto found = std::find_if(results.measurements.begin(), results.measurements.end(),
                                      [&](const auto& m) { return speaks_of(m, expected); });
      REQUIRE(found != results.measurements.end());
      compare(*found, expected);
    }
  }
}
