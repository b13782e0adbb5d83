#include "trilayer/inference/abc.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "synthetic.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/inference/rules.hpp"

namespace trilayer::inference {
namespace {

using doctest::Approx;
using measures::State;
using model::Layer;
using protocol::Direction;

constexpr std::size_t corticospinal_right = 1, transcallosal_right = 3, supraspinal_right = 5;

const Bank& bank() {
  static const Bank made = synthetic::bank_of(synthetic::full_world(), 2000);
  return made;
}

FeatureRow row_of(const model::Loadings& truth, std::uint32_t number = 1) {
  return synthetic::features_of(synthetic::full_world(), truth, 55, number);
}

model::Loadings one(Layer layer, Direction direction, double value) {
  model::Loadings loadings;
  loadings[{layer, direction}] = value;
  return loadings;
}

bool has(const std::vector<model::LoadingName>& names, std::size_t loading) {
  return std::find(names.begin(), names.end(), model::all_loadings[loading]) != names.end();
}

bool same(const LoadingAnswer& a, const LoadingAnswer& b) {
  return a.presence == b.presence && a.mean == b.mean && a.low_90 == b.low_90 && a.high_90 == b.high_90 &&
         a.information_bits == b.information_bits && a.draws == b.draws;
}

TEST_CASE("Nothing observed gives the prior, exactly") {
  const Answer answer = answer_of(posterior(FeatureRow(22), bank()));
  for (const LoadingAnswer& loading : answer.loadings) {
    CHECK(loading.presence == presence({}, loading.name));
    CHECK(loading.bayes_factor == 1.0);
    CHECK(loading.information_bits == 0.0);
    CHECK(loading.draws.size() == 400);
    CHECK(loading.mean == Approx(0.32 * 0.525).epsilon(0.05));
  }
  CHECK(answer.leading.empty());
  CHECK(answer.undetermined.empty());
  CHECK(answer.not_informed.size() == 6);
}

TEST_CASE("Features that say nothing leave the prior: little information, nothing leads") {
  const synthetic::World noise(20);
  const Bank of_noise = synthetic::bank_of(noise, 2000);
  for (std::uint32_t number = 0; number < 20; ++number) {
    const Answer answer = answer_of(posterior(synthetic::features_of(noise, {}, 7, number), of_noise));
    CHECK(answer.leading.empty());
    CHECK(answer.undetermined.empty());
    for (const LoadingAnswer& loading : answer.loadings) {
      CHECK(loading.information_bits < Rules{}.informed_bits);
      CHECK(loading.presence == Approx(0.32).epsilon(0.35));
    }
  }
}

TEST_CASE("A large loading leads in its own direction; the other direction stays where it is") {
  for (const std::size_t loading : {corticospinal_right, transcallosal_right, supraspinal_right}) {
    const auto name = model::all_loadings[loading];
    CAPTURE(model::name(name));
    int led = 0, other_led = 0;
    for (std::uint32_t number = 0; number < 10; ++number) {
      const Answer answer = answer_of(posterior(row_of(one(name.layer, name.direction, 0.8), number), bank()));
      led += has(answer.leading, loading) ? 1 : 0;
      other_led += has(answer.leading, loading ^ 1U) ? 1 : 0;
    }
    CHECK(led >= (loading == supraspinal_right ? 5 : 8));  // layer III has the weakest measures
    CHECK(other_led <= 2);
  }
}

TEST_CASE("Exchanging left and right in the data exchanges them in the answer, to the last bit") {
  FeatureRow row = row_of(one(Layer::transcallosal, Direction::right, 0.7));
  row[0] = {};                           // a gap on one side
  row[4].error = 0.6;                    // and a coarser measurement
  row[9] = {State::at_least, 0.8, 0.0};  // and a bound
  const Answer straight = answer_of(posterior(row, bank())), exchanged = answer_of(posterior(mirrored(row), bank()));
  for (std::size_t i = 0; i < 6; ++i) CHECK(same(straight.loadings[i], exchanged.loadings[i ^ 1U]));
}

TEST_CASE("The order of the bank's rows does not matter") {
  Bank shuffled = bank();
  std::reverse(shuffled.rows.begin(), shuffled.rows.end());
  std::rotate(shuffled.rows.begin(), shuffled.rows.begin() + 700, shuffled.rows.end());
  const FeatureRow row = row_of(one(Layer::supraspinal, Direction::left, 0.7));
  const Answer before = answer_of(posterior(row, bank())), after = answer_of(posterior(row, shuffled));
  for (std::size_t i = 0; i < 6; ++i) CHECK(same(before.loadings[i], after.loadings[i]));
}

TEST_CASE("A missing feature is as if the bank did not have it") {
  FeatureRow row = row_of(one(Layer::transcallosal, Direction::right, 0.7));
  Bank smaller = bank();
  const auto without = [](FeatureRow& features) { features.erase(features.begin() + 4, features.begin() + 6); };
  for (BankRow& session : smaller.rows) without(session.features);
  FeatureRow shorter = row;
  without(shorter);
  row[4] = {};
  row[5] = {State::invalid, 17.0, 0.1};
  const Answer missing = answer_of(posterior(row, bank())), left_out = answer_of(posterior(shorter, smaller));
  for (std::size_t i = 0; i < 6; ++i) CHECK(same(missing.loadings[i], left_out.loadings[i]));
}

TEST_CASE("Absent is evidence, missing is none") {
  FeatureRow row(22);
  row[1] = {State::absent, 0.6, 0.0};  // the strongest sign of corticospinal.right
  const Answer absent = answer_of(posterior(row, bank()));
  CHECK(absent.loadings[corticospinal_right].presence < 0.15);
  row[1] = {};
  CHECK(answer_of(posterior(row, bank())).loadings[corticospinal_right].presence == Approx(0.32));
  row[1] = {State::value, 2.5, 0.2};
  CHECK(answer_of(posterior(row, bank())).loadings[corticospinal_right].presence > 0.9);
}

TEST_CASE("A larger error makes the answer wider and less informed, and in the end leaves the prior") {
  FeatureRow row = row_of(one(Layer::transcallosal, Direction::right, 0.8), 2);
  double width = 0.0, bits = 10.0;
  for (const double error : {0.2, 0.8}) {
    for (Feature& feature : row) feature.error = error;
    const LoadingAnswer loading = answer_of(posterior(row, bank())).loadings[transcallosal_right];
    CHECK(loading.high_90 - loading.low_90 > width);
    CHECK(loading.information_bits < bits);
    width = loading.high_90 - loading.low_90;
    bits = loading.information_bits;
  }
  for (Feature& feature : row) {
    feature.state = State::value;
    feature.error = 1e4;
  }
  CHECK(answer_of(posterior(row, bank())).loadings[transcallosal_right].information_bits < 0.1);
}

TEST_CASE("II and III that share their only measure stay undetermined, and what one has the other lacks") {
  synthetic::World shared(6);
  shared[0] = shared[1] = {.transcallosal = 2.0, .supraspinal = 2.0, .noise = 0.25};
  const Bank of_shared = synthetic::bank_of(shared, 2000);
  model::Loadings truth;
  truth[{Layer::transcallosal, Direction::right}] = 0.6;
  const Answer answer = answer_of(posterior(synthetic::features_of(shared, truth, 5, 1), of_shared));
  CHECK(answer.leading.empty());
  REQUIRE(answer.undetermined.size() == 1);
  CHECK(answer.undetermined[0].words == "layer II or III, undetermined (intended right hand)");
  CHECK(answer.undetermined[0].presence_of_any > 0.9);
  const auto& two = answer.loadings[transcallosal_right].draws;
  const auto& three = answer.loadings[supraspinal_right].draws;
  int neither = 0;
  double product = 0.0;
  for (std::size_t k = 0; k < two.size(); ++k) {
    if (two[k] == 0.0 && three[k] == 0.0) ++neither;
    product +=
        (two[k] - answer.loadings[transcallosal_right].mean) * (three[k] - answer.loadings[supraspinal_right].mean);
  }
  CHECK(neither < 40);                                       // half of the draws before the data
  CHECK(product / static_cast<double>(two.size()) < -0.03);  // a ridge: the loadings add up, neither is known
}

TEST_CASE("An odd value is named and does not carry the answer away") {
  FeatureRow row = row_of({});
  const double before = answer_of(posterior(row, bank())).loadings[transcallosal_right].presence;
  row[17] = {State::value, 1e6, 0.2};  // of a measure that says nothing
  const Posterior odd = posterior(row, bank());
  REQUIRE(odd.unlike.size() == 1);
  CHECK(odd.unlike[0].feature == 17);
  CHECK(answer_of(odd).loadings[transcallosal_right].presence == Approx(before).epsilon(0.5));
}

TEST_CASE("A bank too small to learn from is refused") {
  CHECK_THROWS_AS(posterior(FeatureRow(22), synthetic::bank_of(synthetic::full_world(), 50)), base::Refusal);
}

TEST_CASE("Weights sum to one, and draws lie in the permitted range") {
  const Posterior found = posterior(row_of(one(Layer::corticospinal, Direction::right, 1.0)), bank());
  CHECK(std::accumulate(found.weights.begin(), found.weights.end(), 0.0) == Approx(1.0));
  for (const model::Loadings& draw : found.draws)
    for (const double value : draw.values) CHECK((value == 0.0 || (value >= Prior{}.smallest && value <= 1.0)));
  CHECK(effective_draws(found) > 50.0);
}

}  // namespace
}  // namespace trilayer::inference
