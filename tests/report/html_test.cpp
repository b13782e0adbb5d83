#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "tests/report/example.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/report.hpp"
#include "trilayer/report/svg.hpp"

namespace trilayer {
namespace {

const report::Source source{"/data/Jane Doe/run-1.vhdr", "0.0-test"};

struct Tag {
  std::string name;  // "/p" closes "p"
  std::map<std::string, std::string> attributes;
  bool closes_itself = false;
};

std::string_view take_until(std::string_view& text, std::string_view ends) {
  const auto end = std::min(text.find_first_of(ends), text.size());
  const auto taken = text.substr(0, end);
  text.remove_prefix(end);
  return taken;
}

// Reads one tag from behind its "<" to behind its ">". Our pages quote every value.
Tag read_tag(std::string_view& page) {
  Tag tag;
  if (page.starts_with('/')) {
    page.remove_prefix(1);
    tag.name = "/";
  }
  tag.name += take_until(page, " />");
  while (!page.empty() && page.front() != '>') {
    if (page.front() == ' ' || page.front() == '/') {
      tag.closes_itself = page.front() == '/';
      page.remove_prefix(1);
      continue;
    }
    const std::string key(take_until(page, "=> "));
    REQUIRE_FALSE(key.empty());  // a stray "=": some text has broken out of its quotes
    if (!page.starts_with("=\"")) {
      tag.attributes[key] = "";
      continue;
    }
    page.remove_prefix(2);
    tag.attributes[key] = std::string(take_until(page, "\""));
    REQUIRE_FALSE(page.empty());
    page.remove_prefix(1);
  }
  REQUIRE_FALSE(page.empty());
  page.remove_prefix(1);
  return tag;
}

std::vector<Tag> tags(std::string_view page) {
  std::vector<Tag> all;
  while (true) {
    const auto next = page.find('<');
    if (next == std::string_view::npos) return all;
    page.remove_prefix(next + 1);
    all.push_back(read_tag(page));
  }
}

void check_balanced(const std::vector<Tag>& all) {
  const std::set<std::string> without_end{"!doctype", "meta", "br"};
  std::vector<std::string> open;
  for (const Tag& tag : all) {
    if (tag.closes_itself || without_end.contains(tag.name)) continue;
    if (!tag.name.starts_with('/')) {
      open.push_back(tag.name);
      continue;
    }
    REQUIRE_FALSE(open.empty());
    REQUIRE("/" + open.back() == tag.name);
    open.pop_back();
  }
  CHECK(open.empty());
}

std::string page_of(const measures::Results& results, const std::vector<recording::Session>& sessions) {
  return report::to_html(results, sessions, measures::Settings{}, source);
}

const std::string& example_page() {
  static const std::string page = page_of(tests::example_results(), tests::example_sessions());
  return page;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void poison(measures::Results& results, const std::string& text) {
  for (auto& m : results.measurements) {
    m.key.condition = m.key.muscle = m.participant = m.recording = m.block = m.method = text;
    if (!m.reason.empty()) m.reason = text;
  }
  for (auto& d : results.detections) d.recording = d.block = d.muscle = text;
  for (auto& w : results.warnings) w.text = w.place = w.code = text;
}

void poison(recording::Session& session, const std::string& text) {
  session.participant = text;
  auto& c = session.context;
  c.sex = c.handedness = c.drugs = c.lesion = c.stimulator = c.coil = c.coil_position = c.waveform =
      c.conditioning_calibration = text;
  for (auto& threshold : c.thresholds) threshold.criterion = text;
  for (auto& recording : session.recordings) {
    recording.name = text;
    for (auto& channel : recording.channels) {
      channel.name = channel.muscle = text;
      channel.label_source = recording::LabelSource::concluded;
    }
    for (auto& block : recording.blocks) {
      block.id = text;
      if (block.condition.conditioning) block.condition.conditioning->calibration = text;
    }
  }
}

TEST_CASE("The page is one well-formed document in which every opened tag is closed") {
  CHECK(example_page().starts_with("<!doctype html>\n<html lang=\"en\">"));
  CHECK(example_page().ends_with("</html>\n"));
  CHECK(base::is_utf8(example_page()));
  check_balanced(tags(example_page()));
}

TEST_CASE("Hostile text in a file or result is shown, never run, wherever it stands") {
  const std::string hostile = "<script>alert(1)<\\script><b onload=\"x\" y='z'>&\"'-->";
  measures::Results results = tests::example_results();
  auto sessions = tests::example_sessions();
  poison(results, hostile);
  poison(sessions.front(), hostile);
  const std::string page =
      report::to_html(results, sessions, measures::Settings{}, {"/data/" + hostile, "0.0" + hostile});
  CHECK_FALSE(contains(page, "<script"));
  CHECK_FALSE(contains(page, "<b "));
  CHECK_FALSE(contains(page, "y='z'"));
  CHECK(contains(page, report::escape(hostile)));
  const auto all = tags(page);
  check_balanced(all);
  for (const Tag& tag : all) CHECK_FALSE(tag.attributes.contains("onload"));
}

TEST_CASE("The page runs no script and asks nothing of any network") {
  const std::string page = base::lower(example_page());
  for (const char* part : {"<script", "javascript:", "http://", "https://", " src=", "url(", "@import", "<link",
                           "<iframe", "<object", "<embed", "<img", "<form", "http-equiv"}) {
    CAPTURE(part);
    CHECK_FALSE(contains(page, part));
  }
  for (const Tag& tag : tags(example_page()))
    for (const auto& [key, value] : tag.attributes) CHECK_FALSE(key.starts_with("on"));
}

TEST_CASE("Every link of the page leads to a place on it, and no two places share a name") {
  std::set<std::string> places;
  for (const Tag& tag : tags(example_page()))
    if (const auto id = tag.attributes.find("id"); id != tag.attributes.end()) CHECK(places.insert(id->second).second);
  for (const Tag& tag : tags(example_page())) {
    for (const auto& [key, value] : tag.attributes) {
      if (key == "href") CHECK(places.contains(value.substr(value.starts_with("#") ? 1 : 0)));
      if (key == "aria-labelledby") CHECK(places.contains(value));
    }
  }
}

TEST_CASE("The page gives the intended use word for word") {
  REQUIRE(report::escape(report::intended_use) == report::intended_use);
  CHECK(contains(example_page(), report::intended_use));
}

TEST_CASE("The page names the file without its folders, which may name people") {
  CHECK(contains(example_page(), "run-1.vhdr"));
  CHECK_FALSE(contains(example_page(), "Jane Doe"));
}

TEST_CASE("Headings go down one level at a time, below a single title") {
  int last = 0;
  int titles = 0;
  for (const Tag& tag : tags(example_page())) {
    if (tag.name.size() != 2 || tag.name[0] != 'h' || tag.name[1] < '1' || tag.name[1] > '6') continue;
    const int level = tag.name[1] - '0';
    CHECK(level <= last + 1);
    if (level == 1) ++titles;
    last = level;
  }
  CHECK(titles == 1);
}

TEST_CASE("Sections come in the order of reading: what was read, then what was found, then what is missing") {
  std::size_t last = 0;
  for (const char* id : {"read", "warnings", "glance", "traces", "measures", "missing", "glossary"}) {
    CAPTURE(id);
    const auto at = example_page().find("<h2 id=\"" + std::string(id) + "\"");
    REQUIRE(at != std::string::npos);
    CHECK(at > last);
    last = at;
  }
}

TEST_CASE("Every picture says in words what it shows") {
  std::size_t pictures = 0;
  std::size_t depth = 0;  // pictures inside pictures only clip
  for (const Tag& tag : tags(example_page())) {
    if (tag.name == "/svg") --depth;
    if (tag.name != "svg") continue;
    if (depth++ > 0) continue;
    ++pictures;
    REQUIRE(tag.attributes.contains("role"));
    CHECK(tag.attributes.at("role") == "img");
    REQUIRE(tag.attributes.contains("aria-label"));
    CHECK(tag.attributes.at("aria-label").size() > 5);
  }
  CHECK(pictures >= tests::example_sessions().front().recordings.front().blocks.size());
}

TEST_CASE("Every heading of a table says what it heads") {
  for (const Tag& tag : tags(example_page()))
    if (tag.name == "th") CHECK(tag.attributes.contains("scope"));
}

TEST_CASE("All measures stand in full under their heading, with their reasons") {
  const auto below = example_page().substr(example_page().find("<h2 id=\"measures\""));
  for (const auto& m : tests::example_results().measurements) {
    CAPTURE(m.key.measure);
    CHECK(contains(below, report::escape(catalogue::descriptor(m.key.measure).name)));
    CHECK(contains(below, report::escape(m.reason)));
  }
}

TEST_CASE("The same results give the same page") {
  CHECK(page_of(tests::example_results(), tests::example_sessions()) == example_page());
}

TEST_CASE("A page about nothing is a page") {
  const std::string page = page_of({}, {});
  check_balanced(tags(page));
  CHECK(contains(page, report::intended_use));
}

TEST_CASE("The page of a long session stays under 5 MB and says what it left out") {
  measures::Results results = tests::example_results();
  const measures::Results one = results;
  for (int muscle = 0; muscle < 300; ++muscle) {
    for (auto m : one.measurements) {
      m.key.muscle = "M" + std::to_string(muscle);
      if (!m.reason.empty()) m.reason += " in muscle " + std::to_string(muscle);
      results.measurements.push_back(m);
    }
    results.warnings.insert(results.warnings.end(), 10, one.warnings.front());
  }
  const std::string page = page_of(results, tests::long_session(40, 6, 5));
  CHECK(page.size() < 5'000'000);
  check_balanced(tags(page));
  CHECK(contains(page, "left out to keep this page small"));
  CHECK(contains(page, "left out here; all are in measures.tsv."));
  CHECK(contains(page, "left out here; all are in measures.json."));
}

}  // namespace
}  // namespace trilayer
