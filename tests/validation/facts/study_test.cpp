#include "trilayer/validation/facts/study.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "trilayer/validation/facts/quantities.hpp"

using namespace trilayer;

TEST_CASE("every computed quantity is a target of its check, which is in scope") {
  for (const auto& quantity : validation::computed_quantities()) {
    CAPTURE(quantity.check);
    CAPTURE(quantity.id);
    const auto* check = literature::find_check(literature::shipped_facts(), quantity.check);
    REQUIRE(check);
    CHECK(check->in_scope);
    CHECK(std::any_of(check->targets.begin(), check->targets.end(),
                      [&](const auto& target) { return target.quantity == quantity.id; }));
  }
}

TEST_CASE("every target of every check has one entry, with a verdict or a reason") {
  std::vector<const literature::Check*> checks;
  std::size_t targets = 0;
  for (const auto& check : literature::shipped_facts().checks) {
    checks.push_back(&check);
    targets += check.targets.size();
  }
  const validation::Readings one(validation::facts_readings().size(), 1.0), two(one.size(), 2.0),
      three(one.size(), 4.0);
  const auto results = validation::judge_facts(checks, {one, two, three}, 1);
  CHECK(results.size() == targets);
  for (const auto& result : results) {
    CAPTURE(result.check->id);
    CHECK(result.verdict.has_value() == result.reason.empty());
    if (!result.check->in_scope) CHECK(result.reason.find("out of scope: ") == 0);
  }
}

TEST_CASE("the study gives the same for any number of threads") {
  CHECK(validation::run_facts_study(2, 1, 1) == validation::run_facts_study(2, 1, 2));
}
