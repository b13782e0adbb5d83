#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "tests/report/example.hpp"
#include "tests/report/golden.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/measures_table.hpp"
#include "trilayer/report/report.hpp"

using namespace trilayer;

namespace {

bool rectangular(const std::string& table, std::size_t rows) {
  const auto lines = base::split(table, '\n');
  if (lines.size() != rows + 2 || !lines.back().empty()) return false;
  const auto width = std::count(lines[0].begin(), lines[0].end(), '\t');
  return std::all_of(lines.begin(), lines.end() - 1,
                     [&](const auto& line) { return std::count(line.begin(), line.end(), '\t') == width; });
}

}  // namespace

TEST_CASE("TSV of the example is what it was") {
  tests::check_golden("measures.tsv", report::to_tsv(tests::example_results(), false));
  tests::check_golden("trials.tsv", report::to_tsv(tests::example_results(), true));
}

TEST_CASE("what is not there is an empty cell in TSV, never n/a, and the state says why") {
  const auto table = base::lines(report::to_tsv(tests::example_results(), false));
  const auto names = base::split(table.front(), '\t');
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  int without_value = 0;
  for (std::size_t i = 1; i < table.size(); ++i) {
    const auto cells = base::split(table[i], '\t');
    CHECK(std::find(cells.begin(), cells.end(), "n/a") == cells.end());
    CHECK(!cells.at(column("state")).empty());
    if (!cells.at(column("value")).empty()) continue;
    ++without_value;
    CHECK(!cells.at(column("reason")).empty());
  }
  CHECK(without_value > 0);
}

TEST_CASE("TSV stays rectangular whatever the texts hold") {
  CHECK(rc::check([](const std::string& words) {
    measures::Results results = tests::example_results();
    results.measurements[9].reason = results.measurements[2].block = results.measurements[2].key.muscle = words;
    results.trials[1].reason = results.trials[0].recording = words + "\t\r\n" + words;
    RC_ASSERT(rectangular(report::to_tsv(results, false), results.measurements.size()));
    RC_ASSERT(rectangular(report::to_tsv(results, true), results.trials.size()));
  }));
}

TEST_CASE("Measures written as TSV and read again are the same measures") {
  const auto results = tests::example_results();
  const std::string table = report::to_tsv(results, false);
  const auto again = measures::parse_measurements(table, "measures.tsv");
  CHECK(again.warnings.empty());
  REQUIRE(again.measurements.size() == results.measurements.size());
  for (std::size_t i = 0; i < results.measurements.size(); ++i) {
    auto kept = results.measurements[i];
    if (kept.value) kept.value = base::parse_number(base::format_number(*kept.value, 7));  // as many digits as written
    CHECK_MESSAGE(again.measurements[i] == kept, kept.key.measure);
  }
  CHECK(report::to_tsv(again, false) == table);
}
