// What is wrong in a file of facts is refused with its place and with what is allowed there.
#include <doctest/doctest.h>

#include <cctype>
#include <string>

#include "tests/recording/refusal_of.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/literature/facts.hpp"

namespace trilayer::literature {
namespace {

using tests::refusal_of;

const std::string group = "[[group]]\nid = \"adult\"\nwhat = \"adults\"\nage_low = 20\nage_high = 45\n";
const std::string seen =
    "[[fact]]\nid = \"A-01\"\nstatement = \"s\"\nvalue = \"1\"\nn = \"10\"\nconditions = \"-\"\nsource = \"x\"\n"
    "mark = \"seen\"\n";
const std::string targets = "targets = [ { quantity = \"q_mean\", unit = \"ms\", low = 1, high = 2 } ]\n";
const std::string rest =
    "rests_on = [\"A-01\"]\nbasis = \"b\"\nmark = \"V\"\nverified = true\ngroup = \"adult\"\nin_scope = true\n";

// Line 14 is [[check]], 15 to 17 id, title and protocol, 18 the class; the lines given begin at 19.
std::string check_file(const std::string& lines, const std::string& severity = "SOFT") {
  return group + seen + "[[check]]\nid = \"T01\"\ntitle = \"t\"\nprotocol = \"p\"\nclass = \"" + severity + "\"\n" +
         lines;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

void refused(const std::string& text, int line, const std::string& problem, const std::string& advice) {
  CAPTURE(text);
  const std::string said = refusal_of([&] { parse_facts({{"f.toml", text}}); });
  CAPTURE(said);
  const std::string place = "f.toml line " + std::to_string(line);
  const auto at = said.find(place);
  REQUIRE(at != std::string::npos);
  CHECK_FALSE(std::isdigit(static_cast<unsigned char>(said[at + place.size()])));
  CHECK(said.find(problem) != std::string::npos);
  CHECK(said.find(advice) != std::string::npos);
}

void target_refused(const std::string& target, const std::string& problem, const std::string& advice,
                    const std::string& severity = "SOFT") {
  refused(check_file("targets = [ { " + target + " } ]\n" + rest, severity), 19, problem, advice);
}

TEST_CASE("A whole file is read") {
  const Facts facts = parse_facts({{"f.toml", check_file(targets + rest)}});
  REQUIRE(facts.checks.size() == 1);
  CHECK(facts.checks[0].topic == "f");
  CHECK(facts.checks[0].targets[0].group == "adult");
}

TEST_CASE("Links may cross files, in any order") {
  const std::string check = check_file(targets + rest).substr(group.size() + seen.size());
  CHECK(parse_facts({{"a.toml", check}, {"b.toml", seen}, {"c.toml", group}}).checks.size() == 1);
}

TEST_CASE("Keys and words that are not known are refused with those that are") {
  const std::string good = check_file(targets + rest);
  refused(good + "clas = \"HARD\"\n", 26, "'check 1.clas' is not known", "'class'");
  refused(replaced(good, "low = 1", "lowest = 1"), 19, "'check 1.targets 1.lowest' is not known",
          "width_without_source");
  refused(replaced(good, "SOFT", "Soft"), 18, "cannot be \"Soft\"", "HARD, SOFT, SIGN, REPORT");
  refused(replaced(good, "mark = \"seen\"", "mark = \"V\""), 13, "cannot be \"V\"", "memory_high");
  refused(good + "[[facts]]\n", 26, "'facts' is not known", "'fact'");
  refused(replaced(good, "age_high = 45", "age_high = 145"), 5, "out of range: 145", "from 0 to 120");
  refused(replaced(good, "age_high = 45", "age_high = 5"), 5, "is below age_low", "years");
  target_refused("quantity = \"q\", unit = \"ms\", direction = \"up\"", "cannot be \"up\"", "rises, falls, not_rises");
}

TEST_CASE("What must be said is asked for where it is missing") {
  const std::string good = check_file(targets + rest);
  refused(replaced(good, "source = \"x\"\n", ""), 6, "'fact 1' has no source", "add source");
  refused(replaced(good, "source = \"x\"", "source = \" \""), 12, "is empty", "\"-\"");
  refused(replaced(good, "verified = true\n", ""), 14, "has no verified", "true or false");
  refused(replaced(good, "[\"A-01\"]", "[]"), 20, "names no fact", "rests_on");
  refused(replaced(good, targets, ""), 14, "are missing", "targets = ");
  refused(replaced(good, "age_low = 20\n", ""), 1, "has no age_low", "from 0 to 120");
  refused(replaced(good, "class = \"SOFT\"\n", ""), 14, "has no class", "HARD, SOFT");
  refused(replaced(good, "id = \"T01\"", "id = \"T 01\""), 15, "cannot be \"T 01\"", "letters");
}

TEST_CASE("Ids are taken once, and links lead to something") {
  const std::string good = check_file(targets + rest);
  refused(good + seen, 27, "occurs twice: \"A-01\"", "of its own");
  refused(replaced(good, "id = \"T01\"", "id = \"A-01\""), 15, "occurs twice", "of its own");
  refused(replaced(good, "[\"A-01\"]", "[\"A-02\"]"), 20, "names no fact: \"A-02\"", "add the fact");
  refused(replaced(good, "group = \"adult\"", "group = \"child\""), 24, "names no group: \"child\"",
          "groups are adult");
  target_refused("quantity = \"q\", unit = \"ms\", low = 1, against = \"child\"", "names no group", "adult");
}

TEST_CASE("What rests on memory or on nothing is not verified") {
  const std::string good = check_file(targets + rest);
  for (const char* mark : {"memory_high", "memory_medium", "memory_low", "gap"})
    refused(replaced(good, "mark = \"seen\"", std::string("mark = \"") + mark + "\""), 23, "rests on A-01",
            "verified = false");
  for (const char* mark : {"derived", "measured", "second_hand"})
    CHECK(parse_facts({{"f.toml", replaced(good, "mark = \"seen\"", std::string("mark = \"") + mark + "\"")}})
              .checks[0]
              .verified);
}

TEST_CASE("A target can be judged, one way or the other") {
  target_refused("quantity = \"q\", unit = \"ms\"", "accepts anything", "REPORT");
  target_refused("quantity = \"q\", unit = \"ms\", low = 2, high = 1", "is below low", "inclusive");
  target_refused("quantity = \"q\", unit = \"ms\", direction = \"above\"", "is needed", "reference");
  target_refused("quantity = \"q\", unit = \"ms\", low = 1, reference = 1", "has no place", "reference");
  target_refused("quantity = \"q\", unit = \"ms\", direction = \"rises\"", "is needed", "circumstances");
  target_refused("quantity = \"q\", unit = \"ms\", low = 1, over = \"force\"", "has no place", "circumstances");
  target_refused("quantity = \"q\", unit = \"share\", low = 0.9, people_low = 1", "is needed", "people_low");
  target_refused("quantity = \"q\", unit = \"ms\", low = 0.9, people_low = 1, people_unit = \"ms\"",
                 "must be \"share\"", "0 to 1");
  target_refused("quantity = \"q\", unit = \"ms\", low = 1", "has no direction", "SIGN", "SIGN");
  target_refused("quantity = \"q\", unit = \"ms\", direction = \"above\", reference = 0, width_without_source = true",
                 "has no place", "low and high");
  CHECK(parse_facts({{"f.toml", check_file("targets = [ { quantity = \"q\", unit = \"ms\" } ]\n" + rest, "REPORT")}})
            .checks.size() == 1);
}

TEST_CASE("Scope, ablation and what is held out belong together") {
  const std::string good = check_file(targets + rest);
  const std::string sign = check_file(
      "targets = [ { quantity = \"q\", unit = \"ms\", direction = \"above\", reference = 0 } ]\n" + rest, "SIGN");
  refused(replaced(good, "in_scope = true", "in_scope = false"), 14, "is needed", "does not represent");
  refused(good + "reason = \"r\"\n", 26, "has no place", "does not represent");
  refused(sign, 14, "ablation' is needed", "SIGN must fail");
  refused(good + "ablation_sets = [\"premotor_leak=0\"]\n", 14, "ablation' is needed", "in words");
  refused(sign + "ablation = \"a\"\nablation_sets = [\"premotor_leak\"]\n", 27, "cannot hold \"premotor_leak\"",
          "name=number");
  refused(replaced(good, "in_scope = true", "in_scope = false\nreason = \"r\"\nheld_out = true"), 27, "has no place",
          "in scope");
}

TEST_CASE("Hostile texts are refused and not believed") {
  refused("[[check]]\nid = 3\n", 2, "must be text", "quotes");
  refused("check = 3\n", 1, "list of tables", "[[check]]");
  refused("[[fact]\n", 1, "no TOML", "toml.io");
  refused(replaced(check_file(targets + rest), "low = 1", "low = nan"), 19, "out of range", "number");
  refused(replaced(check_file(targets + rest), "low = 1", "low = 1e300"), 19, "out of range", "1000000");
  refused(replaced(check_file(targets + rest), targets, "targets = [1, 2]\n"), 19, "list of tables", "[[");
}

TEST_CASE("A file cut off anywhere is read or refused, and nothing else") {
  const std::string whole = check_file(targets + rest);
  int read = 0;
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    CAPTURE(length);
    try {
      read += parse_facts({{"f.toml", std::string_view(whole).substr(0, length)}}).checks.empty() ? 0 : 1;
    } catch (const base::Refusal& refusal) {
      CHECK(refusal.place().starts_with("f.toml line "));
    }
  }
  CHECK(read == 2);  // without and with the last newline
}

}  // namespace
}  // namespace trilayer::literature
