#include <doctest/doctest.h>

#include <string>

#include "tests/report/example.hpp"
#include "tests/report/nesting.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/report.hpp"

using namespace trilayer;

namespace {

const measures::Settings settings;
const report::Source source{"people/somebody/sub-01", "0.1.0"};

bool has(const std::string& page, const std::string& words) { return page.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("The page stands alone: no script, no network, nothing that asks for a file") {
  const std::string page = report::to_html(tests::example_results(), tests::example_sessions(), settings, source);
  for (const char* word : {"http", "<script", "src=", "@import", "url(", "<link", "<iframe", "javascript:", "onload"})
    CHECK_MESSAGE(!has(page, word), word);
}

TEST_CASE("The page tells its intended use word for word, and no folder") {
  const std::string page = report::to_html(tests::example_results(), tests::example_sessions(), settings, source);
  CHECK(has(page, report::intended_use));
  CHECK_FALSE(has(page, "somebody"));
}

TEST_CASE("Every part is there, in the order in which people read") {
  const std::string page = report::to_html(tests::example_results(), tests::example_sessions(), settings, source);
  std::size_t last = 0;
  for (const char* part :
       {"<html lang=\"en\"", "<h1>", "Intended use", "What was read</h2>", "Warnings</h2>", "mains_hum",
        "At a glance</h2>", "Traces</h2>", "<figure>", "All measures</h2>", "How it was measured",
        "What is missing, and why</h2>", "no block with a conditioning pulse", "Words used here</h2>"}) {
    const std::size_t at = page.find(part, last);
    CHECK_MESSAGE(at != std::string::npos, part);
    if (at != std::string::npos) last = at;
  }
}

TEST_CASE("The page is well nested, and every picture says in words what it shows") {
  const std::string page = report::to_html(tests::example_results(), tests::example_sessions(), settings, source);
  CHECK(tests::badly_nested(page) == "");
  CHECK(has(page, "role=\"img\" aria-label=\"Block rest-left"));
  CHECK(has(page, "left FDI, ipsilateral to the pulse: 20 trials, iMEP 21 to 35 ms."));
  CHECK(has(page, "right FDI, ipsilateral to the pulse: 20 trials, no iMEP found."));
}

TEST_CASE("Hostile text of a file is shown and not obeyed") {
  auto results = tests::example_results();
  auto sessions = tests::example_sessions();
  const std::string hostile = "</style><script>alert('x')</script>\" onmouseover=\"x";
  for (auto& m : results.measurements) {
    m.key.muscle = m.block = m.recording = m.participant = m.key.condition = hostile;
    m.reason += hostile;
    m.method += hostile;
  }
  results.warnings[0] = {"code", hostile, hostile};
  sessions[0].participant = sessions[0].context.drugs = sessions[0].recordings[0].name = hostile;
  for (auto& channel : sessions[0].recordings[0].channels) channel.name = channel.muscle = hostile;
  for (auto& block : sessions[0].recordings[0].blocks) block.id = hostile;
  const std::string page = report::to_html(results, sessions, settings, {hostile, hostile});
  CHECK_FALSE(has(page, "<script"));
  CHECK_FALSE(has(page, "\" onmouseover=\"x"));
  CHECK(tests::badly_nested(page) == "");
}

TEST_CASE("A page without anything measured or recorded is still a page") {
  const std::string page = report::to_html({}, {}, settings, source);
  CHECK(tests::badly_nested(page) == "");
  CHECK(has(page, "Nothing could be measured"));
  auto sessions = tests::example_sessions();
  sessions[0].recordings[0].blocks.clear();
  CHECK(has(report::to_html({}, sessions, settings, source), "has no blocks"));
}

TEST_CASE("A side that was not recorded is said, not drawn") {
  auto sessions = tests::example_sessions();
  sessions[0].recordings[0].channels[1].side = std::nullopt;
  CHECK(has(report::to_html(tests::example_results(), sessions, settings, source), "not recorded"));
}

TEST_CASE("The page stays under 5 MB for 40 blocks of 100 trials in 4 channels") {
  const std::string page = report::to_html(tests::example_results(), tests::long_session(40, 100, 2), settings, source);
  CHECK(page.size() < 5'000'000);
  CHECK(has(page, "Block b40"));
}

TEST_CASE("The page stays under 5 MB where there is more than fits, and says what was left out") {
  auto results = tests::example_results();
  const auto some = results.measurements;
  for (int copy = 0; copy < 400; ++copy)
    results.measurements.insert(results.measurements.end(), some.begin(), some.end());
  results.warnings.assign(20'000, results.warnings[0]);
  const std::string page = report::to_html(results, tests::long_session(120, 8, 2), settings, source);
  CHECK(page.size() < 5'000'000);
  CHECK(tests::badly_nested(page) == "");
  CHECK(has(page, "more rows left out here; all are in measures.tsv"));
  CHECK(has(page, "more warnings left out here; all are in measures.json"));
}
