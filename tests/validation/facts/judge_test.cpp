#include "trilayer/validation/facts/judge.hpp"
#include "trilayer/validation/facts/curves.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/validation/facts/goetz_law.hpp"
#include "trilayer/validation/facts/quantities.hpp"
#include "trilayer/validation/facts/visit.hpp"

using namespace trilayer;
using validation::Verdict;

namespace {

const literature::Facts& facts() { return literature::shipped_facts(); }

std::vector<const literature::Check*> only(std::string_view id) { return {literature::find_check(facts(), id)}; }

validation::JudgeOptions few_people(int participants) {
  validation::JudgeOptions options;
  options.run.participants = participants;
  return options;
}

}  // namespace

TEST_CASE("every target of every check in scope has a row that says how it is computed") {
  for (const auto& check : facts().checks)
    for (const auto& target : check.targets) {
      CAPTURE(check.id);
      CAPTURE(target.quantity);
      if (check.in_scope) CHECK(validation::quantity_of(check, target) != nullptr);
    }
}

TEST_CASE("every row is a target of a check in scope, and reads what a study takes") {
  for (const auto& row : validation::quantities()) {
    CAPTURE(row.check);
    CAPTURE(row.id);
    const auto* check = literature::find_check(facts(), row.check);
    REQUIRE(check);
    CHECK(check->in_scope);
    CHECK(std::any_of(check->targets.begin(), check->targets.end(),
                      [&](const auto& target) { return target.quantity == row.id; }));
    CHECK(validation::recipe_of(row).places.size() == row.readings.size());
  }
}

TEST_CASE("names of studies and of their readings are unique, and every study is read") {
  std::set<std::string> names, read;
  for (const auto& row : validation::quantities())
    for (const auto& study : validation::studies_of(row)) read.insert(study);
  for (const auto& curve : validation::curves())
    for (const auto& reading : curve.readings) read.insert(validation::study_of(reading).id);
  for (const auto& study : validation::studies()) {
    CAPTURE(study.id);
    CHECK(read.count(study.id) == 1);
    for (const auto& reading : study.readings) CHECK(names.insert(study.id + "." + reading.id).second);
  }
}

TEST_CASE("only people and studies that a check needs are run, each once") {
  const auto companies = validation::companies_for(only("T93"), few_people(2));
  REQUIRE(companies.size() == 2);
  CHECK(companies[0].group->id == "adult_seventies");
  CHECK(companies[1].group->id == "adult_twenties");
  for (const auto& company : companies) CHECK(company.studies == std::vector<std::string>{"latency"});
}

TEST_CASE("a group sets loadings in both directions, has its age, and keeps its people's other parameters") {
  const validation::Company healthy{literature::find_group(facts(), "adult"), {}, {}},
      layer_two{literature::find_group(facts(), "layer_two"), {}, {}};
  const auto a = validation::person_of(healthy, {}, 1, 3), b = validation::person_of(layer_two, {}, 1, 3);
  CHECK(b.loadings.at(model::Layer::transcallosal, protocol::Direction::left) == 1.0);
  CHECK(b.loadings.at(model::Layer::transcallosal, protocol::Direction::right) == 1.0);
  CHECK(a.loadings == model::Loadings{});
  CHECK(a.person.callosal_delay == b.person.callosal_delay);
  REQUIRE(a.age);
  CHECK(*a.age >= healthy.group->age_low);
  CHECK(*a.age <= healthy.group->age_high);
}

TEST_CASE("a setting that is neither a loading nor a parameter is refused") {
  model::Participant person;
  CHECK_THROWS_AS(validation::apply(person, {"callosum", 1.0}), base::Refusal);
}

TEST_CASE("a target of a check out of scope says why and needs nobody") {
  const auto results = validation::judge(only("T07"), few_people(1));
  REQUIRE_FALSE(results.empty());
  for (const auto& result : results) {
    CHECK_FALSE(result.outcome.verdict);
    CHECK(result.outcome.reason.starts_with("out of scope: "));
  }
}

TEST_CASE("a result does not depend on the number of threads, nor on which other checks are judged") {
  auto options = few_people(2);
  auto checks = only("T91");
  const auto one = validation::judge(checks, options);
  options.run.jobs = 2;
  checks.push_back(literature::find_check(facts(), "T40"));
  const auto two = validation::judge(checks, options);
  REQUIRE(one.size() == 1);
  REQUIRE(one[0].outcome.simulated.size() == 1);
  CHECK(one[0].outcome.simulated == two[0].outcome.simulated);
  CHECK(one[0].outcome.error == two[0].outcome.error);
}

TEST_CASE("other medians of the population change what comes out, with the same people otherwise") {
  const auto usual = validation::judge(only("T91"), {}, 2, 1, 1);
  model::Population changes;
  changes.changes.push_back({"central_delay", 6.0, 0.0});
  const auto same = validation::judge(only("S01"), {}, 2, 1, 1),
             later = validation::judge(only("S01"), changes, 2, 1, 1);
  REQUIRE(later[0].outcome.simulated.size() == 1);
  CHECK(later[0].outcome.simulated[0] > same[0].outcome.simulated[0] + 0.5);
  CHECK(usual[0].outcome.simulated.size() == 1);
}

TEST_CASE("without the share of the drive that reaches the other M1, mirror EMG no longer grows with force") {
  auto options = few_people(3);
  options.ablations = true;
  const auto results = validation::judge(only("T53"), options);
  REQUIRE(results.size() == 1);
  CHECK(results[0].outcome.verdict == Verdict::right);
  REQUIRE(results[0].ablation);
  CHECK(results[0].ablation->sets == only("T53")[0]->ablation_sets);
  CHECK(results[0].ablation->outcome.verdict == Verdict::wrong);
}

TEST_CASE("the published law of amplitudes holds the curves of its own people, and no flat one") {
  int within = 0, n = 0;
  for (const auto& curve : validation::goetz_people()) {
    double threshold = 20.0;
    while (curve.at(threshold) < 0.05) threshold += 0.01;
    validation::CurveShape shape;
    for (std::size_t k = 0; k < shape.size(); ++k)
      shape[k] = std::log10(curve.at(validation::shape_intensities[k] * threshold));
    within += validation::is_in_published_region(shape) ? 1 : 0;
    if (++n == 500) break;
  }
  CHECK(within > 460);
  CHECK_FALSE(validation::is_in_published_region({-1.3, -1.3, -1.3, -1.3}));
}
