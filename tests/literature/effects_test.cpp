// Effects of single studies: by hand, by metafor's escalc on published data, and what is refused.
#include "trilayer/literature/effects.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

#include "tests/literature/metafor/reference.hpp"
#include "trilayer/base/errors.hpp"

namespace trilayer::literature {
namespace {

Effect effect_of(EffectScale scale, const tests::Numbers& n) {
  const auto whole = [&](const char* key) { return static_cast<int>(n.at(key)); };
  const auto mean = [&](const char* m, const char* s, const char* people) {
    return GroupMean{n.at(m), n.at(s), whole(people)};
  };
  const auto share = [&](const char* events, const char* people) { return GroupShare{whole(events), whole(people)}; };
  switch (scale) {
    case EffectScale::standardised_difference:
      return standardised_difference(mean("m1i", "sd1i", "n1i"), mean("m2i", "sd2i", "n2i"));
    case EffectScale::mean_difference:
      return mean_difference(mean("m1i", "sd1i", "n1i"), mean("m2i", "sd2i", "n2i"));
    case EffectScale::log_ratio:
      return log_ratio(mean("m1i", "sd1i", "n1i"), mean("m2i", "sd2i", "n2i"));
    case EffectScale::log_odds:
      return log_odds(share("ai", "n1i"), share("ci", "n2i"));
    case EffectScale::log_risk:
      return log_risk(share("ai", "n1i"), share("ci", "n2i"));
    case EffectScale::logit:
      return logit(share("xi", "ni"));
    case EffectScale::fisher_z:
      break;
  }
  return fisher_z(n.at("ri"), whole("ni"));
}

TEST_CASE("Every effect of the published data is that of metafor") {
  std::size_t scales = 0;
  for (const auto& one : tests::metafor_reference()) {
    CAPTURE(one.name);
    scales |= std::size_t{1} << static_cast<std::size_t>(one.scale);
    for (const auto& study : one.study) {
      const Effect effect = effect_of(one.scale, study);
      CHECK(std::abs(effect.value - study.at("yi")) < 1e-9 * (1.0 + std::abs(study.at("yi"))));
      CHECK(effect.variance == doctest::Approx(study.at("vi")).epsilon(1e-9));
    }
  }
  CHECK(scales == 0b1111111);  // no scale is without its data
}

TEST_CASE("Effects worked by hand") {
  const GroupMean first{10.0, 2.0, 3}, second{8.0, 2.0, 3};
  CHECK(mean_difference(first, second).value == 2.0);
  CHECK(mean_difference(first, second).variance == doctest::Approx(8.0 / 3.0));
  // J with 4 degrees: Gamma(2) / (sqrt(2) Gamma(3/2)) = sqrt(2 / pi).
  CHECK(standardised_difference(first, second).value == doctest::Approx(std::sqrt(2.0 / std::acos(-1.0))));
  CHECK(log_ratio(first, second).value == doctest::Approx(std::log(1.25)));
  CHECK(log_odds({2, 4}, {1, 4}).value == doctest::Approx(std::log(3.0)));
  CHECK(log_risk({2, 4}, {1, 4}).value == doctest::Approx(std::log(2.0)));
  CHECK(logit({3, 4}).variance == doctest::Approx(4.0 / 3.0));
  CHECK(fisher_z(0.5, 28).variance == doctest::Approx(0.04));
}

TEST_CASE("Where nobody or everybody shows it, half a person is added to every cell, and only there") {
  CHECK(log_odds({0, 9}, {3, 9}).value == doctest::Approx(std::log(0.5 * 6.5 / (9.5 * 3.5))));
  CHECK(log_risk({9, 9}, {3, 9}).value == doctest::Approx(std::log(9.5 / 10.0) - std::log(3.5 / 10.0)));
  CHECK(logit({0, 9}).value == doctest::Approx(std::log(0.5 / 9.5)));
  CHECK(logit({1, 9}).value == doctest::Approx(std::log(1.0 / 8.0)));
}

TEST_CASE("Exchanging the groups turns the sign and leaves the variance") {
  CHECK(rc::check([] {
    const auto people = [] { return *rc::gen::inRange(2, 200); };
    const auto positive = [] { return *rc::gen::inRange(1, 100000) / 1000.0; };
    const GroupMean a{positive(), positive(), people()}, b{positive(), positive(), people()};
    for (const auto effect : {standardised_difference, mean_difference, log_ratio}) {
      RC_ASSERT(effect(a, b).value == -effect(b, a).value ||
                std::abs(effect(a, b).value + effect(b, a).value) < 1e-12 * std::abs(effect(a, b).value) + 1e-12);
      RC_ASSERT(std::abs(effect(a, b).variance - effect(b, a).variance) < 1e-9 * effect(a, b).variance);
    }
  }));
}

TEST_CASE("The unit of a measure changes the mean difference and neither g nor the ratio") {
  const GroupMean ms{12.0, 3.0, 20}, other{15.0, 4.0, 18}, us{12000.0, 3000.0, 20}, other_us{15000.0, 4000.0, 18};
  CHECK(mean_difference(us, other_us).value == doctest::Approx(1000.0 * mean_difference(ms, other).value));
  CHECK(standardised_difference(us, other_us).value == doctest::Approx(standardised_difference(ms, other).value));
  CHECK(log_ratio(us, other_us).variance == doctest::Approx(log_ratio(ms, other).variance));
}

TEST_CASE("People read ratios, shares and correlations, not logarithms") {
  CHECK(back_transformed(EffectScale::log_odds, std::log(3.0)) == doctest::Approx(3.0));
  CHECK(back_transformed(EffectScale::logit, logit({3, 12}).value) == doctest::Approx(0.25));
  CHECK(back_transformed(EffectScale::fisher_z, fisher_z(-0.3, 10).value) == doctest::Approx(-0.3));
  CHECK(back_transformed(EffectScale::standardised_difference, -0.7) == -0.7);
}

TEST_CASE("Every scale has a name of its own and is found by it") {
  for (const EffectScale scale : all_effect_scales) CHECK(effect_scale_of(name(scale)) == scale);
  CHECK_FALSE(effect_scale_of("cohen"));
}

template <class Call>
std::string problem_of(Call call) {
  try {
    call();
  } catch (const base::Refusal& refusal) {
    return refusal.problem();
  }
  return "none";
}

TEST_CASE("Numbers that cannot be are refused with what is wrong") {
  const GroupMean good{1.0, 1.0, 10};
  CHECK(problem_of([&] {
          standardised_difference(good, {1.0, 0.0, 10});
        }) == "the standard deviation of a group is not above 0");
  CHECK(problem_of([&] { mean_difference({1.0, 1.0, 1}, good); }) == "a group has 1 people");
  CHECK(problem_of([&] {
          log_ratio(good, {-1.0, 1.0, 10});
        }) == "the means of the groups are zero or lie on both sides of it");
  CHECK(problem_of([] { log_odds({5, 4}, {1, 4}); }) == "5 of 4 people cannot be");
  CHECK(problem_of([] { logit({0, 0}); }) == "a group has no people");
  CHECK(problem_of([] { fisher_z(1.0, 30); }) == "the correlation is not between -1 and 1");
  CHECK(problem_of([] { fisher_z(0.4, 3); }) == "a correlation over 3 people");
}

}  // namespace
}  // namespace trilayer::literature
