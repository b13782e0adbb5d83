// Whether a session as a whole is like the bank's: right about the bank's own, and about ones that are not.
#include "trilayer/inference/typicality.hpp"

#include <doctest/doctest.h>

#include "synthetic.hpp"

namespace trilayer::inference {
namespace {

using measures::State;

// Every row of the program's features rises with layer I alone, so that all of them go together.
Bank bank(std::uint32_t first, std::uint32_t count) {
  synthetic::World world(feature_names().size() / 2);
  for (auto& measure : world) measure.corticospinal = 2.0;
  return synthetic::bank_of(world, count, 1, first);
}

TEST_CASE("Of sessions like the bank's own, about as many are called rare as the figure says") {
  const Bank own = bank(0, 500), others = bank(500, 200);
  int rare = 0;
  for (const BankRow& row : others.rows) rare += typicality(row.features, own).p < 0.05 ? 1 : 0;
  CHECK(rare <= 22);  // 10 expected; 22 is 4 standard deviations off
}

TEST_CASE("Each number usual, but not with one another: that is seen, and the odd one named") {
  const Bank own = bank(0, 500);
  FeatureRow row = own.rows[0].features;
  const auto strong =
      std::find_if(own.rows.begin(), own.rows.end(), [](const BankRow& r) { return r.truth.values[1] > 0.9; });
  const auto none =
      std::find_if(own.rows.begin(), own.rows.end(), [](const BankRow& r) { return r.truth == model::Loadings{}; });
  REQUIRE(strong != own.rows.end());
  REQUIRE(none != own.rows.end());
  row = strong->features;
  CHECK(typicality(row, own).p > 0.01);
  for (std::size_t f = 1; f < row.size(); f += 4) row[f] = none->features[f];  // every second one as in health
  const Typicality mixed = typicality(row, own);
  CHECK(mixed.p < 0.01);
  REQUIRE(!mixed.odd.empty());
}

TEST_CASE("A single number is like anything") {
  const Bank own = bank(0, 300);
  FeatureRow row(feature_names().size());
  row[5] = {State::value, 99.0, 0.1};
  CHECK(typicality(row, own).p == 1.0);
}

}  // namespace
}  // namespace trilayer::inference
