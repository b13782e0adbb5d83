// The shipped facts: all of them are there, and what they promise holds.
#include "trilayer/literature/facts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/model/loadings.hpp"
#include "trilayer/model/parameters.hpp"

namespace trilayer::literature {
namespace {

const Facts& shipped() { return shipped_facts(); }

template <class Holds>
int count(Holds holds) {
  return static_cast<int>(std::count_if(shipped().checks.begin(), shipped().checks.end(), holds));
}

bool rests_on_unseen(const Check& check) {
  return std::any_of(check.rests_on.begin(), check.rests_on.end(), [](const std::string& id) {
    const Fact* fact = find_fact(shipped(), id);
    return fact == nullptr || is_unseen(fact->mark);
  });
}

bool is_of_the_simulator(const Setting& setting) {
  for (const model::Layer layer : model::all_layers)
    if (setting.name == name(layer)) return setting.value >= 0.0 && setting.value <= 1.0;
  const model::Parameter* parameter = model::find_parameter(setting.name);
  return parameter != nullptr && setting.value >= parameter->low && setting.value <= parameter->high;
}

TEST_CASE("The files inside the program are those of evidence/facts") {
  const Facts folder = load_facts(TRILAYER_SOURCE_DIR "/evidence/facts");
  CHECK(folder.hash == shipped().hash);
  CHECK(folder.checks.size() == shipped().checks.size());
  CHECK(folder.facts.size() == shipped().facts.size());
}

TEST_CASE("Every fact and every check is there") {
  CHECK(shipped().facts.size() == 160);
  CHECK(shipped().checks.size() == 84);
  std::set<std::string> rows;  // of the two lists that the checks were taken from; a letter behind tells split rows
  std::map<std::string, int> facts;
  for (const Check& check : shipped().checks) rows.insert(check.id.substr(0, 3));
  for (const Fact& fact : shipped().facts) ++facts[fact.id.substr(0, fact.id.find('-'))];
  CHECK(std::count_if(rows.begin(), rows.end(), [](const auto& id) { return id[0] == 'T'; }) == 53);
  CHECK(std::count_if(rows.begin(), rows.end(), [](const auto& id) { return id[0] == 'S'; }) == 18);
  CHECK(facts == std::map<std::string, int>{{"CF", 11},
                                            {"CO", 3},
                                            {"CSP", 12},
                                            {"FM", 23},
                                            {"IHI", 24},
                                            {"IM", 11},
                                            {"ISP", 19},
                                            {"LA", 10},
                                            {"MM", 12},
                                            {"PM", 8},
                                            {"PP", 19},
                                            {"RT", 8}});
}

TEST_CASE("Classes and scope are counted, so that none slips out unseen") {
  const auto in = [](Class severity) {
    return count([&](const Check& check) { return check.severity == severity && check.in_scope; });
  };
  CHECK(in(Class::hard) == 10);
  CHECK(in(Class::soft) == 27);
  CHECK(in(Class::sign) == 20);
  CHECK(in(Class::report) == 13);
  CHECK(count([](const Check& check) { return !check.in_scope; }) == 14);
}

TEST_CASE("Ids say to which list a check belongs: T01, S01, and a letter behind where a row was split") {
  const auto is_in = [](char c, char from, char to) { return c >= from && c <= to; };
  for (const Check& check : shipped().checks) {
    const std::string& id = check.id;
    CAPTURE(id);
    REQUIRE((id.size() == 3 || id.size() == 4));
    CHECK((id[0] == 'T' || id[0] == 'S'));
    CHECK((is_in(id[1], '0', '9') && is_in(id[2], '0', '9')));
    if (id.size() == 4) CHECK(is_in(id[3], 'b', 'z'));
  }
}

TEST_CASE("What is out of scope says why, and what is a SIGN in scope says what it would fail without") {
  for (const Check& check : shipped().checks) {
    CAPTURE(check.id);
    CHECK(check.reason.empty() == check.in_scope);
    if (check.severity == Class::sign && check.in_scope) CHECK_FALSE(check.ablation.empty());
  }
}

TEST_CASE("A check is verified where all that it rests on was seen, and only there") {
  for (const Check& check : shipped().checks) {
    CAPTURE(check.id);
    CHECK(check.verified == !rests_on_unseen(check));
    CHECK((check.verified || check.mark.find('M') != std::string::npos));
  }
}

TEST_CASE("Ablations and groups set loadings and parameters that the simulator has") {
  for (const Check& check : shipped().checks)
    for (const Setting& setting : check.ablation_sets) {
      CAPTURE(check.id);
      CAPTURE(setting.name);
      CHECK(is_of_the_simulator(setting));
    }
  for (const Group& group : shipped().groups)
    for (const Setting& setting : group.sets) {
      CAPTURE(group.id);
      CAPTURE(setting.name);
      CHECK(is_of_the_simulator(setting));
    }
}

TEST_CASE("A quantity is asked for once in a check and group, and has one unit everywhere") {
  std::map<std::string, std::string> units;
  for (const Check& check : shipped().checks) {
    CAPTURE(check.id);
    std::set<std::string> seen;
    for (const Target& target : check.targets) {
      CAPTURE(target.quantity);
      CHECK(seen.insert(target.quantity + " " + target.group).second);
      CHECK(units.emplace(target.quantity, target.unit).first->second == target.unit);
    }
  }
}

// The rule of docs/reference/facts.md, but for its last sentence, which is about what a parameter serves.
TEST_CASE("What is held out is SOFT, in scope, seen, the last of its topic, and not all that the topic has") {
  std::map<std::string, std::string> held, last;
  std::map<std::string, int> left;
  for (const Check& check : shipped().checks) {
    const bool of_healthy_adults = check.group.starts_with("adult");
    if (!check.in_scope || !of_healthy_adults) continue;
    if (check.severity == Class::soft && check.verified) last[check.topic] = check.id;
    if ((check.severity == Class::soft || check.severity == Class::hard) && !check.held_out) ++left[check.topic];
    if (!check.held_out) continue;
    CAPTURE(check.id);
    CHECK(held.emplace(check.topic, check.id).second);
  }
  CHECK(held.size() == 6);
  CHECK(count([](const Check& check) { return check.held_out; }) == 6);
  for (const auto& one : held) {
    CAPTURE(one.second);
    CHECK(last[one.first] == one.second);
    CHECK(left[one.first] >= 1);
  }
}

TEST_CASE("Contradicting facts stand beside one another, each under its own protocol") {
  const Check* matched = find_check(shipped(), "T14");
  const Check* fixed = find_check(shipped(), "T15");
  REQUIRE((matched != nullptr && fixed != nullptr));
  CHECK(matched->targets.front().quantity == fixed->targets.front().quantity);
  CHECK(matched->targets.front().trend == Trend::rises);
  CHECK(fixed->targets.front().trend == Trend::falls);
  CHECK(matched->protocol != fixed->protocol);
  CHECK((matched->in_scope && fixed->in_scope));
}

TEST_CASE("A target says what is accepted as the list of targets does") {
  const Check* tct = find_check(shipped(), "T01");
  REQUIRE(tct != nullptr);
  REQUIRE(tct->targets.size() == 3);
  CHECK(tct->severity == Class::hard);
  CHECK(tct->targets[0].low == 10.5);
  CHECK(tct->targets[0].high == 14.0);
  CHECK(tct->targets[2].low == 0.9);
  CHECK(tct->targets[2].people_high == 18.7);
  CHECK(tct->targets[2].group == "adult");
  CHECK(tct->topic == "ipsilateral_silent_period");
  CHECK(find_fact(shipped(), "ISP-06")->value == "12.3 +/- 2.6 ms; 95 % of people 7-17.5 ms");
  CHECK(find_fact(shipped(), "IHI-24")->mark == Mark::memory_high);
  CHECK(find_check(shipped(), "T99") == nullptr);
}

TEST_CASE("A folder without facts is refused") {
  CHECK_THROWS_WITH_AS(load_facts(TRILAYER_SOURCE_DIR "/tests/literature"), doctest::Contains("no facts"),
                       base::Refusal);
}

}  // namespace
}  // namespace trilayer::literature
