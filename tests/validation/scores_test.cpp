// Counting what methods say, and showing it.
#include <doctest/doctest.h>

#include "trilayer/report/scores.hpp"
#include "trilayer/validation/scores.hpp"

namespace trilayer::validation {
namespace {

Tally tally(int cases, std::vector<double> errors) {
  Tally tally;
  tally.cases = cases;
  tally.found = static_cast<int>(errors.size());
  tally.errors = std::move(errors);
  return tally;
}

TEST_CASE("Tallies add up, and a score has the median and the spread of the errors") {
  Tally sum = tally(3, {1.0, 2.0});
  sum.add(tally(4, {3.0, 10.0, 2.0}));
  const Score score = sum.score({"cmep_onset", "trilayer", "MEP 1 mV", 5000.0, 2.0});
  CHECK(score.cases == 7);
  CHECK(score.found == 5);
  CHECK(*score.bias == 2.0);
  CHECK(*score.spread == doctest::Approx(1.4826));
  CHECK_FALSE(score.end_bias);
}

TEST_CASE("Nothing found has no bias, and the table leaves out what a task does not have") {
  const Score score = tally(10, {}).score({"cmep_onset", "trilayer", "MEP 1 mV", 5000.0, 2.0});
  CHECK_FALSE(score.bias);
  const std::vector scores{score};
  const std::string table = report::scores_table(scores);
  CHECK(table.find("found %") != std::string::npos);
  CHECK(table.find("bias") == std::string::npos);
  CHECK(table.find("0.0") != std::string::npos);
}

TEST_CASE("The tab-separated form has all columns for every task, blank where there is nothing") {
  const std::vector scores{tally(2, {0.5}).score({"csp_end", "garvey", "CSP", 2000.0, 50.0})};
  CHECK(report::scores_tsv(scores) ==
        "task\tmethod\teffect\trate_hz\tbackground_uv\ttrials\tcases\tfound_percent\tcensored_percent\tbias\tspread\t"
        "end_bias\tend_spread\tnulls\tfalse_alarms_percent\tintervals\tcovered_percent\n"
        "csp_end\tgarvey\tCSP\t2000\t50\t1\t2\t50.0\t\t0.50\t0.00\t\t\t\t\t\t\n");
}

}  // namespace
}  // namespace trilayer::validation
