// Tables of measures: our own come back as they were, those of others are understood or refused with their place.
#include "trilayer/measures/measures_table.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "tests/recording/refusal_of.hpp"
#include "tests/recordings.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/protocol/condition.hpp"

using namespace trilayer;
using measures::parse_measurements;
using measures::State;
using tests::refusal_of;

namespace {

constexpr const char* minimal =
    "measure\tcondition\tside\tvalue\n"
    "ihi\tpaired 10 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest\tleft\t0.62\n"
    "cmep_latency\tsingle pulse, 120 %RMT, rest\tright\t21.4\n"
    "imep_latency_difference\tsingle pulse, 120 %RMT, right active\tL\t-0.3\n";

std::string with_state(const std::string& row) {
  return "measure\tcondition\tside\themisphere\tvalue\tstandard_error\ttrials\tunit\tscale\tstate\tsmallest_"
         "detectable\n" +
         row + "\n";
}

std::string refusal(const std::string& text) {
  return refusal_of([&] { parse_measurements(text, "lab.tsv"); });
}

bool has(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("Four columns are enough: state, hemisphere and participant follow") {
  const auto results = parse_measurements(minimal, "lab.tsv");
  REQUIRE(results.warnings.size() == 1);
  CHECK(results.warnings[0].code == "muscle_not_stated");
  REQUIRE(results.measurements.size() == 3);
  const auto& ihi = results.measurements[0];
  CHECK(ihi.state == State::value);
  CHECK(ihi.value == 0.62);
  CHECK(ihi.key.hemisphere == protocol::Hemisphere::right);  // the left hand's own
  CHECK(ihi.participant == "table");
  CHECK_FALSE(ihi.standard_error);
  const auto& imep = results.measurements[2];
  CHECK(imep.key.side == protocol::Side::left);
  CHECK(imep.key.hemisphere == protocol::Hemisphere::left);  // ipsilateral by definition
  CHECK(imep.value == -0.3);
  for (const auto& m : results.measurements) CHECK_NOTHROW(measures::check_promises(m));
}

TEST_CASE("A state without a number keeps what would have been seen") {
  const auto results =
      parse_measurements(with_state("imep_presence\tc\tleft\tleft\tn/a\tn/a\t20\tuV\tlinear\tabsent\t12.5"), "lab.tsv");
  REQUIRE(results.measurements.size() == 1);
  CHECK(results.measurements[0].state == State::absent);
  CHECK(results.measurements[0].smallest_detectable == 12.5);
  CHECK(results.measurements[0].trials == 20);
  CHECK_NOTHROW(measures::check_promises(results.measurements[0]));
}

TEST_CASE("Participants are kept apart, in the order in which they appear") {
  const auto results = parse_measurements(
      "measure\tcondition\tside\tvalue\tparticipant\nsici\tc\tleft\t0.4\tB\nsici\tc\tleft\t0.5\tA\nicf\tc\tleft\t1."
      "4\tB\n",
      "lab.tsv");
  const auto people = measures::by_participant(results.measurements);
  REQUIRE(people.size() == 2);
  CHECK(people[0].participant == "B");
  CHECK(people[0].measurements.size() == 2);
  CHECK(people[1].measurements[0].value == 0.5);
}

TEST_CASE("A measure, column or condition that nobody knows is told, not passed over in silence") {
  const auto results = parse_measurements(
      "measure\tcondition\tside\tvalue\tmuscle\tnote\n"
      "ihi_depth\tsome\tleft\t0.4\tFDI\tx\nihi_depth\tsome\tright\t0.4\tFDI\tx\nsici\t3 ms\tleft\t0.5\tFDI\ty\n",
      "lab.tsv");
  CHECK(results.measurements.size() == 1);
  REQUIRE(results.warnings.size() == 3);
  CHECK(results.warnings[0].code == "unknown_column");
  CHECK(has(results.warnings[0].text, "'note'"));
  CHECK(results.warnings[1].code == "unknown_measure");
  CHECK(has(results.warnings[1].text, "'ihi_depth'"));
  CHECK(has(results.warnings[1].text, "2 rows"));
  CHECK(results.warnings[1].place == "lab.tsv, line 2");
  CHECK(results.warnings[2].code == "unknown_condition");
  CHECK(has(results.warnings[2].text, "'3 ms'"));
}

TEST_CASE("A table of nothing but unknown measures is refused with those there are") {
  CHECK(has(refusal("measure\tcondition\tside\tvalue\nihi_depth\tc\tleft\t0.4\n"), "imep_presence"));
}

TEST_CASE("Every example of a condition on the documentation's page is understood") {
  const auto page = base::read_file(std::filesystem::path(TRILAYER_SOURCE_DIR) / "docs/reference/measures-table.md");
  int examples = 0;
  for (const auto& line : base::lines(page.substr(page.find("## Conditions"))))
    if (line.starts_with("| ") && has(line, "`")) {
      const auto pieces = base::split(line, '`');
      for (std::size_t i = 1; i < pieces.size(); i += 2) {
        const bool pulsed = has(pieces[i], "RMT");
        if (!pulsed && !has(pieces[i], "force")) continue;  // "%MSO": a unit
        const auto hemisphere = pulsed ? std::optional(protocol::Hemisphere::left) : std::nullopt;
        CHECK_MESSAGE(protocol::parse_label(pieces[i], hemisphere), pieces[i]);
        ++examples;
      }
    }
  CHECK(examples >= 7);
}

TEST_CASE("A cell that is not understood is refused with line, column and what may stand there") {
  struct Case {
    const char* row;
    std::vector<const char*> says;
  };
  for (const Case& c : std::vector<Case>{
           {"sici\tc\tleft\tright\t0,4\tn/a\t1\t1\tlog\tvalue\tn/a",
            {"line 2, column value", "'0,4'", "decimal point"}},
           {"cmep_latency\tc\tleft\tright\t21 ms\tn/a\t1\tms\tlinear\tvalue\tn/a", {"'21 ms'", "bare number", "in ms"}},
           {"cmep_latency\tc\tleft\tright\t-21\tn/a\t1\tms\tlinear\tvalue\tn/a", {"-21", "from 0 to 1000 ms"}},
           {"cmep_amplitude\tc\tleft\tright\t0\tn/a\t1\tmV\tlog\tvalue\tn/a",
            {"column value", "above 0 and at most 1000 mV"}},
           {"cmep_amplitude\tc\tleft\tright\t1200\tn/a\t1\tmV\tlog\tvalue\tn/a", {"1200", "at most 1000 mV"}},
           {"ihi\tc\tleft\tright\t5000\tn/a\t1\t1\tlog\tvalue\tn/a", {"5000", "at most 1000"}},
           {"isp_depth\tc\tleft\tleft\t130\tn/a\t1\t%\tlinear\tvalue\tn/a", {"130", "to 100 %"}},
           {"background_emg\tc\tleft\tn/a\t3e6\tn/a\t1\tuV\tlog\tvalue\tn/a", {"3e6", "uV"}},
           {"imep_latency_difference\tc\tleft\tleft\t-2000\tn/a\t1\tms\tlinear\tvalue\tn/a", {"from -1000 to 1000 ms"}},
           {"imep_amplitude\tc\tleft\tleft\tn/a\tn/a\t1\tmV\tlog\tabsent\t5000",
            {"column smallest_detectable", "at most 1000 mV"}},
           {"woods_teuber\tc\tleft\tn/a\t5\tn/a\t1\tpoints\tlinear\tvalue\tn/a",
            {"line 2, column value", "from 0 to 4 points"}},
           {"bp_lateralisation\tc\tleft\tn/a\t-101\tn/a\t1\t%\tlinear\tvalue\tn/a", {"from -100 to 100 %"}},
           {"cmep_persistence\tc\tleft\tright\t85\tn/a\t1\t1\tlogit\tvalue\tn/a", {"85", "from 0 to 1"}},
           {"cmep_amplitude\tc\tleft\tright\t900\tn/a\t1\tuV\tlog\tvalue\tn/a", {"column unit", "'uV'", "'mV'"}},
           {"sici\tc\tleft\tright\t0.4\t0.1\t1\t1\tlinear\tvalue\tn/a", {"column scale", "'log'", "natural logarithm"}},
           {"sici\tc\tleft\tright\t0.4\t-0.1\t1\t1\tlog\tvalue\tn/a", {"column standard_error", "at least 0"}},
           {"sici\tc\tleft\tright\t0.4\t0.1\t1\t1\tlog\tnormal\tn/a", {"'normal'", "value, absent, at_least"}},
           {"sici\tc\tup\tright\t0.4\t0.1\t1\t1\tlog\tvalue\tn/a", {"column side", "left, right"}},
           {"sici\tc\tn/a\tright\t0.4\t0.1\t1\t1\tlog\tvalue\tn/a", {"column side", "the side of the muscle"}},
           {"sici\tc\tleft\tleft\t0.4\t0.1\t1\t1\tlog\tvalue\tn/a",
            {"column hemisphere", "right hemisphere, not the left"}},
           {"sici\tc\tleft\tright\tn/a\tn/a\t1\t1\tlog\tn/a\tn/a", {"neither a value nor a state"}},
           {"sici\tc\tleft\tright\tn/a\tn/a\t1\t1\tlog\tat_least\tn/a", {"there is no value"}},
           {"sici\tc\tleft\tright\t0.4\tn/a\t1\t1\tlog\tabsent\tn/a", {"there is a value"}},
           {"sici\tc\tleft\tright\t0.4\tn/a\t1\t1\tlog\tvalue\t0.1", {"column smallest_detectable"}},
           {"sici\tc\tleft\tright\tnan\tn/a\t1\t1\tlog\tvalue\tn/a", {"'nan' is no number"}},
           {"sici\tc\tleft\tright\t0.4\tn/a\t-3\t1\tlog\tvalue\tn/a", {"column trials"}},
           {"sici\tc\tleft\tright\t0.4\tn/a\t2.5\t1\tlog\tvalue\tn/a", {"column trials", "whole"}},
           {"sici\tc\tleft\tright\t0.4", {"line 2", "5 cells", "11"}},
       }) {
    const std::string message = refusal(with_state(c.row));
    for (const char* words : c.says) CHECK_MESSAGE(has(message, words), words << " in: " << message);
  }
}

TEST_CASE("A measurement stated twice is refused with both lines") {
  const std::string message = refusal("measure\tcondition\tside\tvalue\nsici\tc\tleft\t0.4\n\nsici\tc\tleft\t0.5\n");
  CHECK(has(message, "line 2"));
  CHECK(has(message, "line 4"));
  CHECK(parse_measurements("measure\tcondition\tside\tvalue\tblock\nsici\tc\tleft\t0.4\ta\nsici\tc\tleft\t0.5\tb\n", "")
            .measurements.size() == 2);
}

TEST_CASE("A header that is none says which columns are needed") {
  CHECK(has(refusal("measure,condition,side,value\nsici,c,left,0.4\n"), "tab-separated"));
  CHECK(has(refusal("measure\tcondition\tvalue\nsici\tc\t0.4\n"), "no column side"));
  CHECK(has(refusal("measure\tcondition\tside\tvalue\tvalue\n"), "twice"));
  CHECK(has(refusal("measure\tcondition\tside\tvalue\n"), "no rows"));
  CHECK(has(refusal(""), "column measure"));
}

TEST_CASE("A measures table is known by its header, with or without a byte-order mark and Windows line ends") {
  CHECK(measures::is_measures_table(minimal));
  CHECK(measures::is_measures_table("\xef\xbb\xbfmeasure\tvalue\r\n"));
  CHECK_FALSE(measures::is_measures_table("onset\tduration\ttrial_type\n"));
  CHECK_FALSE(measures::is_measures_table(""));
  const auto results =
      parse_measurements("\xef\xbb\xbfmeasure\tcondition\tside\tvalue\r\nsici\tc\tleft\t0.4\r\n", "lab.tsv");
  CHECK(results.measurements.at(0).value == 0.4);
}

TEST_CASE("Whatever a file holds, it is read or refused") {
  CHECK(rc::check([](const std::string& words) {
    for (const std::string& text : {words, std::string(minimal) + words, with_state(words)}) try {
        for (const auto& m : parse_measurements(text, "lab.tsv").measurements) measures::check_promises(m);
      } catch (const base::Refusal& refusal) {
        RC_ASSERT(!refusal.advice().empty());
      }
  }));
}

TEST_CASE("A table is read from its file, and a file that is not there is refused") {
  const tests::TemporaryFolder folder;
  base::write_file(folder.path() / "lab.tsv", minimal);
  CHECK(measures::read_measurements(folder.path() / "lab.tsv").measurements.size() == 3);
  refusal_of([&] { measures::read_measurements(folder.path() / "none.tsv"); });
}
