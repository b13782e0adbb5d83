#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "tests/report/example.hpp"
#include "tests/report/golden.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/report.hpp"

namespace trilayer {
namespace {

using Table = std::vector<std::vector<std::string>>;

Table parse(const std::string& text) {
  Table rows;
  for (const auto& line : base::split(text, '\n')) rows.push_back(base::split(line, '\t'));
  rows.pop_back();  // after the last new line
  return rows;
}

bool rectangular(const Table& rows) {
  return std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return row.size() == rows.front().size(); });
}

std::string cell(const Table& rows, std::size_t row, const std::string& column) {
  const auto& header = rows.front();
  const auto at = std::find(header.begin(), header.end(), column);
  REQUIRE_MESSAGE(at != header.end(), "no column " << column);
  return rows.at(row).at(static_cast<std::size_t>(at - header.begin()));
}

measures::Results with_text_everywhere(const std::string& text) {
  measures::Results results = tests::example_results();
  for (auto& m : results.measurements)
    m.key.condition = m.key.muscle = m.participant = m.recording = m.block = m.reason = m.method = text;
  for (auto& t : results.trials) t.participant = t.recording = t.block = t.muscle = t.reason = text;
  return results;
}

TEST_CASE("TSV has a header, one row a measurement and the same columns in each") {
  const measures::Results results = tests::example_results();
  const Table rows = parse(report::to_tsv(results, false));
  CHECK(rows.size() == results.measurements.size() + 1);
  CHECK(rows.front() == std::vector<std::string>{"measure",
                                                 "condition",
                                                 "block",
                                                 "side",
                                                 "muscle",
                                                 "hemisphere",
                                                 "value",
                                                 "standard_error",
                                                 "scale",
                                                 "trials",
                                                 "unit",
                                                 "state",
                                                 "reason",
                                                 "method",
                                                 "participant",
                                                 "recording",
                                                 "smallest_detectable",
                                                 "p_value",
                                                 "layers",
                                                 "direction"});
  CHECK(rectangular(rows));
}

TEST_CASE("TSV says n/a for what is not there and leaves no cell empty") {
  const Table rows = parse(report::to_tsv(tests::example_results(), false));
  CHECK(cell(rows, 1, "value") == "1.371235");
  CHECK(cell(rows, 1, "reason") == "n/a");
  CHECK(cell(rows, 10, "measure") == "imep_presence");
  CHECK(cell(rows, 10, "value") == "n/a");
  CHECK(cell(rows, 10, "standard_error") == "n/a");
  CHECK(cell(rows, 10, "smallest_detectable") == "3.42");
  for (const auto& row : rows)
    for (const auto& text : row) CHECK_FALSE(text.empty());
}

TEST_CASE("TSV names the direction a measurement bears on") {
  const Table rows = parse(report::to_tsv(tests::example_results(), false));
  REQUIRE(cell(rows, 4, "measure") == "imep_presence");
  CHECK(cell(rows, 4, "side") == "left");
  CHECK(cell(rows, 4, "hemisphere") == "left");
  CHECK(cell(rows, 4, "direction") == "right");
  CHECK(cell(rows, 4, "layers") == "corticospinal");
}

TEST_CASE("With single trials the rows of the TSV are the trials'") {
  const Table rows = parse(report::to_tsv(tests::example_results(), true));
  REQUIRE(rows.size() == 3);
  CHECK(rectangular(rows));
  CHECK(cell(rows, 1, "trial") == "1");
  CHECK(cell(rows, 1, "value") == "1.52");
  CHECK(cell(rows, 2, "value") == "n/a");
  CHECK(cell(rows, 2, "state") == "invalid");
}

TEST_CASE("Tabs and line ends in names and reasons do not break the TSV") {
  for (const bool per_trial : {false, true}) {
    const Table plain = parse(report::to_tsv(tests::example_results(), per_trial));
    const Table rows = parse(report::to_tsv(with_text_everywhere("one\ttwo\r\nthree"), per_trial));
    CHECK(rows.size() == plain.size());
    CHECK(rectangular(rows));
    CHECK(cell(rows, 1, "reason") == "one two  three");
  }
}

TEST_CASE("Whatever bytes the text of a recording has, the TSV stays a rectangle of UTF-8") {
  const std::size_t expected = tests::example_results().measurements.size() + 1;
  CHECK(rc::check([&](const std::string& text) {
    const std::string table = report::to_tsv(with_text_everywhere(text), false);
    RC_ASSERT(parse(table).size() == expected);
    RC_ASSERT(rectangular(parse(table)));
    RC_ASSERT(base::is_utf8(table));
  }));
}

TEST_CASE("The TSV of the made-up results is as kept") {
  tests::check_golden("measures.tsv", report::to_tsv(tests::example_results(), false));
  tests::check_golden("trials.tsv", report::to_tsv(tests::example_results(), true));
}

}  // namespace
}  // namespace trilayer
