#include "trilayer/model/participant_file.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/model/parameters.hpp"

namespace trilayer::model {
namespace {

using protocol::Direction;
using protocol::Side;

Participant parsed(const std::string& toml) { return parse_participant(toml, "p.toml"); }

void refused(const std::string& toml, int line, const std::string& problem, const std::string& advice) {
  CAPTURE(toml);
  try {
    parsed(toml);
    FAIL_CHECK("not refused");
  } catch (const base::Refusal& refusal) {
    CHECK(refusal.place() == "p.toml line " + std::to_string(line));
    CAPTURE(refusal.problem());
    CHECK(refusal.problem().find(problem) != std::string::npos);
    CAPTURE(refusal.advice());
    CHECK(refusal.advice().find(advice) != std::string::npos);
  }
}

// A parameter with a value for each side, and one of the whole person.
const Parameter& sided() { return *find_parameter("gaba_a"); }
const Parameter& of_person() { return *find_parameter("premotor_leak"); }

TEST_CASE("A file that says nothing is a healthy person of median values") {
  const Participant nobody = parsed("");
  CHECK(nobody.loadings == Loadings{});
  CHECK_FALSE(nobody.age.has_value());
  for (const Parameter& parameter : parameters())
    for (const Side side : protocol::both_sides) CHECK(value_of(nobody, parameter, side) == parameter.value);
}

TEST_CASE("Loadings are said in quotes or in tables of their own") {
  for (const char* toml : {"[loadings]\n\"corticospinal.right\" = 0.6\n", "[loadings]\ncorticospinal.right = 0.6\n",
                           "[loadings.corticospinal]\nright = 0.6\n"}) {
    CAPTURE(toml);
    Loadings expected;
    expected[{Layer::corticospinal, Direction::right}] = 0.6;
    CHECK(parsed(toml).loadings == expected);
  }
}

TEST_CASE("A parameter of a side is set on both, or below its side on one") {
  const double low = sided().low, high = sided().high;
  const Participant both = parsed(fmt::format("[parameters]\n{} = {}\n", sided().name, high));
  CHECK(value_of(both, sided(), Side::left) == high);
  CHECK(value_of(both, sided(), Side::right) == high);
  const Participant one =
      parsed(fmt::format("[parameters]\n{0} = {1}\n[parameters.left]\n{0} = {2}\n", sided().name, high, low));
  CHECK(value_of(one, sided(), Side::left) == low);
  CHECK(value_of(one, sided(), Side::right) == high);
}

TEST_CASE("What a participant cannot be is refused with line and range") {
  refused("[loadings]\n\"corticospinal.right\" = 1.2\n", 2, "out of range: 1.2", "from 0 to 1");
  refused("[loadings]\n\"supraspinal.left\" = -0.1\n", 2, "out of range", "from 0 to 1");
  refused("[loadings]\n\"supraspinal.left\" = \"much\"\n", 2, "must be a number", "from 0 to 1");
  refused("[loadings]\n\"corticospinl.right\" = 0.2\n", 2, "not known", "did you mean 'corticospinal.right'?");
  refused("[loadings]\ntranscallosal = 0.2\n", 2, "must be a table", "[loadings.transcallosal]");
  refused("[loadings.transcallosal]\nboth = 0.2\n", 2, "not known", "left, right");
  refused("[loadings]\n\"supraspinal.left\" = 0.1\nsupraspinal.left = 0.1\n", 3, "twice", "once");
  refused("age = 130\n", 1, "out of range", "from 0 to 120");
  refused("height = 1.75\n", 1, "out of range", "from 30 to 260");
  refused("label = \"Jane Doe\"\n", 1, "cannot be", "letters and digits");
  refused("lable = \"P1\"\n", 1, "not known", "did you mean 'label'?");
  refused("[parameters]\nthe_answer = 42\n", 2, "not known", "");
  refused(fmt::format("[parameters]\n{} = {}\n", sided().name, sided().high + 1.0), 2, "out of range",
          base::format_number(sided().high));
  refused(fmt::format("[parameters.right]\n{} = {}\n", sided().name, sided().low - 1.0), 2, "out of range",
          base::format_number(sided().low));
  refused(fmt::format("[parameters.left]\n{} = {}\n", of_person().name, of_person().value), 2, "has no side",
          "[parameters]");
}

TEST_CASE("A participant written as a file and read again is the same") {
  Participant someone = parsed("label = \"P7\"\nage = 44.5\nheight = 181\n");
  double share = 0.1;
  for (double& loading : someone.loadings.values) loading = share += 1.0 / 7.0 / 2.0;
  for (const Parameter& parameter : parameters())
    for (const Side side : protocol::both_sides)
      value_of(someone, parameter, side) =
          parameter.low + (parameter.high - parameter.low) / (side == Side::left ? 3.0 : 7.0);
  const Participant again = parsed(to_toml(someone));
  CHECK(truth_table(again) == truth_table(someone));
  CHECK(to_toml(again) == to_toml(someone));
  CHECK(again.loadings == someone.loadings);
  CHECK(again.label == "P7");
}

TEST_CASE("The truth has every loading once and every parameter once a side") {
  const auto rows = base::lines(truth_table(parsed("label = \"P7\"\n")));
  std::size_t expected = 1 + all_loadings.size();
  for (const Parameter& parameter : parameters()) expected += is_sided(parameter) ? 2 : 1;
  CHECK(rows.size() == expected);
  for (const std::string& row : rows) CHECK(base::split(row, '\t').size() == 6);
}

std::string spread_of(const Parameter& parameter) {
  if (parameter.law == Spread::none) return "-";
  return (parameter.law == Spread::normal ? "SD " : "SD of ln ") + base::format_number(parameter.spread);
}

std::string owner_of(const Parameter& parameter) {
  if (!is_sided(parameter)) return "person";
  return std::holds_alternative<double HandParameters::*>(parameter.member) ? "hand" : "hemisphere";
}

// The rows of the page, as the program has them.
std::string table_of_parameters() {
  std::string text;
  for (const Parameter& p : parameters())
    text += fmt::format("| `{}` | {} | {} | {} | {} to {} | {} | {} | {} |\n", p.name, owner_of(p), p.unit,
                        base::format_number(p.value), base::format_number(p.low), base::format_number(p.high),
                        spread_of(p), p.what, p.source);
  return text;
}

// To renew the page after a change that was meant, run once with TRILAYER_RENEW_GOLDEN=1.
TEST_CASE("The page lists every parameter with the program's own values") {
  const std::string path = std::string(TRILAYER_SOURCE_DIR) + "/docs/reference/participant.md";
  const std::string head = "|---|---|---|---|---|---|---|---|\n";
  std::string page = base::read_file(path);
  const auto begin = page.find(head) + head.size();
  const auto end = page.find("\n\n", begin) + 1;
  if (const char* renew = std::getenv("TRILAYER_RENEW_GOLDEN"); renew != nullptr && std::string(renew) == "1") {
    base::write_file(path, page.replace(begin, end - begin, table_of_parameters()));
    MESSAGE("renewed: " << path);
    return;
  }
  CHECK(base::lines(page.substr(begin, end - begin)) == base::lines(table_of_parameters()));
}

TEST_CASE("A rival of layer III is asked for by name, kept in files, and refused where it is not known") {
  for (const LayerThree generator : all_layer_three) {
    const auto p = parse_participant(fmt::format("generator = \"{}\"", name(generator)), "p.toml");
    CHECK(p.generator == generator);
    CHECK(parse_participant(to_toml(p), "p.toml").generator == generator);
  }
  CHECK_THROWS_WITH_AS(parse_participant("generator = \"dream\"", "p.toml"), doctest::Contains("gated_share, additive"),
                       base::Refusal);
}

}  // namespace
}  // namespace trilayer::model
