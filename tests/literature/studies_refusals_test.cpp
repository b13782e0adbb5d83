// What is wrong in a file of studies is refused with its place and with what is allowed there: one message a fault.
#include <doctest/doctest.h>

#include <cctype>
#include <string>
#include <vector>

#include "tests/recording/refusal_of.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/literature/studies.hpp"

namespace trilayer::literature {
namespace {

using tests::refusal_of;

// Lines 1 to 5 are of the study, 7 to 13 the citation, 15 to 20 the group, 22 to 35 the finding.
const std::string good =
    "id = \"A01\"\ndesign = \"case\"\nread = \"abstract\"\nverified = true\nstatus = \"single_extraction\"\n\n"
    "[citation]\ntype = \"article-journal\"\nissued = 1991\ntitle = \"t\"\nDOI = \"10.1/a\"\nPMID = \"12\"\n"
    "mark = \"seen\"\n\n"
    "[[group]]\nid = \"mm\"\nwhat = \"people\"\nn = 3\ncondition = \"klippel_feil\"\nage_low = 5\n\n"
    "[[finding]]\nid = \"A01.1\"\nstatement = \"s\"\nmeasure = \"csp_duration\"\nduring = \"contraction\"\n"
    "groups = [\"mm\"]\ndirection = \"shortened\"\n"
    "values = [ { group = \"mm\", kind = \"mean_sd\", value = 80, error = 9, unit = \"ms\" } ]\n"
    "p = \"<0.01\"\nlayers = [\"I\"]\nsupports = \"supports\"\nassignment = \"authors\"\nlocator = \"abstract\"\n"
    "mark = \"seen\"\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

std::string with(const std::string& from, const std::string& to) { return replaced(good, from, to); }

Studies parse(const std::string& text) { return parse_studies({{"A01_x_1991.toml", text}}, shipped_study_terms()); }

void refused(const std::string& text, int line, const std::string& problem, const std::string& advice) {
  CAPTURE(text);
  const std::string said = refusal_of([&] { parse(text); });
  CAPTURE(said);
  const std::string place = "A01_x_1991.toml line " + std::to_string(line);
  const auto at = said.find(place);
  REQUIRE(at != std::string::npos);
  CHECK_FALSE(std::isdigit(static_cast<unsigned char>(said[at + place.size()])));
  CHECK(said.find(problem) != std::string::npos);
  CHECK(said.find(advice) != std::string::npos);
}

// The exact message of a fault: problem and advice, and its place.
void exactly(const std::string& text, const std::string& problem, const std::string& place, const std::string& advice) {
  const auto faults = study_faults({{"A01_x_1991.toml", text}}, shipped_study_terms());
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].problem() == problem);
  CHECK(faults[0].place() == place);
  CHECK(faults[0].advice() == advice);
}

TEST_CASE("A whole file is read") {
  const Studies studies = parse(good);
  REQUIRE(studies.studies.size() == 1);
  const Study& study = studies.studies[0];
  CHECK(study.groups[0].origin == Origin::congenital);
  CHECK(study.findings[0].values[0].n == 3);  // the group's
  CHECK(study.findings[0].layers == std::vector{catalogue::Layer::corticospinal});
}

TEST_CASE("Four faults that people make have one exact message each") {
  exactly(with("\"csp_duration\"", "\"csp_durations\""), "'finding 1.measure' is no measure: \"csp_durations\"",
          "A01_x_1991.toml line 25",
          "nearest is \"csp_duration\"; take one of the catalogue of measures or of other_measures.toml");
  exactly(with("1991", "1950"), "'citation.issued' is out of range: 1950", "A01_x_1991.toml line 9",
          "a whole number from 1966 to 2026");
  exactly(with("locator = \"abstract\"\n", ""), "'finding 1' has no locator", "A01_x_1991.toml line 22",
          "add locator = \"...\"");
  const std::string other = replaced(replaced(replaced(good, "A01", "B02"), "A01.1", "B02.1"), "\"12\"", "\"13\"");
  const auto faults = study_faults({{"A01_x_1991.toml", good}, {"B02_x_1991.toml", other}}, shipped_study_terms());
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].problem() == "'citation.DOI' is also that of A01: \"10.1/a\"");
  CHECK(faults[0].place() == "B02_x_1991.toml line 11");
  CHECK(faults[0].advice() == "one publication is one study; name further ids in `also`");
}

TEST_CASE("All faults of all files are told together") {
  std::string bad = replaced(replaced(with("1991", "1950"), "\"csp_duration\"", "\"x\""), "klippel_feil", "kf");
  CHECK(study_faults({{"A01_x_1991.toml", bad}, {"Z01.toml", "id = 3\n"}}, shipped_study_terms()).size() == 4);
}

TEST_CASE("Keys and words that are not known are refused with those that are") {
  refused(good + "locater = \"x\"\n", 36, "'finding 1.locater' is not known", "'locator'");
  refused(with("design = \"case\"", "design = \"trial\""), 2, "cannot be \"trial\"", "intervention");
  refused(with("read = \"abstract\"", "read = \"skimmed\""), 3, "cannot be \"skimmed\"", "full_text, abstract");
  refused(with("\"shortened\"", "\"shorter\""), 28, "cannot be \"shorter\"", "shortened, prolonged");
  refused(with("klippel_feil", "kf"), 19, "is no condition: \"kf\"", "conditions.toml");
  refused(with("[\"I\"]", "[\"IV\"]"), 31, "cannot hold \"IV\"", "I, II and III");
  refused(with("age_low = 5", "terms = [\"OMIM:618264\"]"), 20, "cannot hold \"OMIM:618264\"", "verified");
  refused(with("groups = [\"mm\"]", "groups = [\"controls\"]"), 27, "names no group of this study: \"controls\"",
          "add the group");
}

TEST_CASE("Identifiers have their form and stand for one study") {
  refused(with("10.1/a", "https://doi.org/10.1/a"), 11, "cannot be", "without https://");
  refused(with("\"12\"", "\"PMID 12\""), 12, "cannot be \"PMID 12\"", "digits");
  refused(with("id = \"A01\"", "id = \"B01\""), 1, "does not begin the file's name", "<id>_<author>_<year>.toml");
  refused(with("A01.1", "A02.1"), 23, "cannot be \"A02.1\"", "\"A10.1\"");
  refused(with("design", "overlaps = [\"Z99\"]\ndesign"), 2, "names no study: \"Z99\"", "correct the id");
  refused(with("design", "also = [\"A01\"]\ndesign"), 2, "is taken: \"A01\"", "one publication");
}

TEST_CASE("Numbers fit their kind") {
  refused(with("error = 9, ", ""), 29, "has no error", "mean_sd");
  refused(with("error = 9", "error = 0"), 29, "must be above 0", "spread");
  refused(with(", unit = \"ms\"", ""), 29, "has no unit", "unit");
  refused(with("value = 80, error = 9", "value = 80, error = 9, events = 2"), 29, "has no place", "proportion");
  refused(with("kind = \"mean_sd\", value = 80, error = 9, unit = \"ms\"", "kind = \"proportion\", events = 4"), 29,
          "are more than n", "events of n");
  refused(with("kind = \"mean_sd\", value = 80, error = 9, unit = \"ms\"", "kind = \"correlation\", value = 1.2"), 29,
          "is no correlation", "from -1 to 1");
  refused(with("<0.01", "p<1"), 30, "cannot be \"p<1\"", "<0.001");
}

TEST_CASE("What nobody has seen has no number and verifies nothing") {
  const std::string unseen =
      replaced(good, "locator = \"abstract\"\nmark = \"seen\"", "locator = \"not seen\"\nmark = \"memory_high\"");
  refused(unseen, 29, "have no place in what nobody has seen", "a source that was read");
  const std::string bare = replaced(
      replaced(unseen, "values = [ { group = \"mm\", kind = \"mean_sd\", value = 80, error = 9, unit = \"ms\" } ]\n",
               ""),
      "p = \"<0.01\"\n", "");
  refused(bare, 4, "no finding was seen", "verified = false");
  const std::string pointer = replaced(bare, "verified = true", "verified = false");
  refused(pointer, 5, "must be pointer", "pointer, single_extraction");
  CHECK(parse(replaced(pointer, "single_extraction", "pointer")).studies.size() == 1);
  refused(with("locator = \"abstract\"", "locator = \"not seen\""), 34, "cannot be \"not seen\"", "Table 2");
  refused(with("mark = \"seen\"\n\n", "mark = \"memory_high\"\n\n"), 4, "the bibliography was not seen",
          "verified = false");
  refused(with("single_extraction", "double_checked"), 5, "cannot be double_checked", "full text");
  refused(replaced(with("title = \"t\"\nDOI = \"10.1/a\"\n", ""), "PMID = \"12\"\n", ""), 4, "neither title nor DOI",
          "found again");
}

TEST_CASE("A study from before magnetic stimulation has no measure that needs it") {
  refused(with("1991", "1984"), 25, "needs a magnetic pulse, and the study is of 1984", "1985");
  CHECK(parse(replaced(with("1991", "1984"), "csp_duration", "clinical_mirroring")).studies.size() == 1);
}

TEST_CASE("A finding speaks for or against a mechanism only where it names one") {
  refused(with("layers = [\"I\"]", "layers = []"), 32, "must be neutral", "name the layers");
}

TEST_CASE("A study cut off anywhere is read or refused, and nothing else") {
  for (std::size_t length = 0; length <= good.size(); ++length) {
    CAPTURE(length);
    for (const auto& fault :
         study_faults({{"A01_x_1991.toml", std::string_view(good).substr(0, length)}}, shipped_study_terms()))
      CHECK(fault.place().starts_with("A01_x_1991.toml"));
  }
}

}  // namespace
}  // namespace trilayer::literature
