#include "trilayer/inference/design.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "synthetic.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::inference {
namespace {

using doctest::Approx;
using measures::State;

std::vector<Seen> rows_of(const Bank& bank) {
  std::vector<Seen> rows;
  for (const BankRow& row : bank.rows) {
    rows.push_back({&row, false});
    rows.push_back({&row, true});
  }
  return rows;
}

// One measure, left and right.
Design one_measure(const synthetic::Measure& measure, const Feature& left, const Feature& right) {
  const Bank bank = synthetic::bank_of({measure}, 500);
  return design_of({left, right}, rows_of(bank));
}

const synthetic::Measure plain{.transcallosal = 2.0};
const synthetic::Measure limited{.corticospinal = 2.0, .absent_below = true, .limit = 0.5};

TEST_CASE("What was not recorded, or cannot be read, has no column") {
  CHECK(one_measure(plain, {}, {State::invalid, 3.0, 0.0}).columns.columns == 0);
  const Design right_only = one_measure(plain, {}, {State::value, 1.0, 0.2});
  CHECK(right_only.columns.columns == 1);
  CHECK(right_only.used == std::vector<std::size_t>{1});
}

TEST_CASE("A feature that is absent in some sessions has a column for its number and one for its absence") {
  const Design present = one_measure(limited, {State::value, 1.0, 0.2}, {});
  REQUIRE(present.columns.columns == 2);
  CHECK(present.observed[1] == 0.0);
  CHECK(one_measure(limited, {State::absent, 0.5, 0.0}, {}).observed[1] == 1.0);
}

TEST_CASE("One odd value cannot dominate: it counts as four robust deviations, and is named") {
  const Design design = one_measure(plain, {State::value, 1e9, 0.2}, {});
  CHECK(design.observed[0] == 4.0);
  REQUIRE(design.unlike.size() == 1);
  CHECK(design.unlike[0].feature == 0);
  CHECK_FALSE(design.unlike[0].by_state);
  CHECK(design.unlike[0].high < 10.0);
  CHECK(one_measure(plain, {State::value, 1.0, 0.2}, {}).unlike.empty());
}

TEST_CASE("A state that the bank does not know leaves the feature out, and is named") {
  const Design design = one_measure(plain, {State::unobtainable, 0.0, 0.0}, {State::value, 1.0, 0.2});
  CHECK(design.used == std::vector<std::size_t>{1});
  REQUIRE(design.unlike.size() == 1);
  CHECK(design.unlike[0].by_state);
}

TEST_CASE("A bound censors the bank at the same place") {
  const Design design = one_measure(plain, {State::at_least, 1.2, 0.0}, {});
  REQUIRE(design.columns.columns == 2);
  const auto numbers = design.columns.column(0);
  CHECK(design.observed[0] == *std::max_element(numbers.begin(), numbers.end()));
  const auto beyond = design.columns.column(1);
  for (std::size_t r = 0; r < design.columns.rows; ++r) CHECK((beyond[r] == 1.0) == (numbers[r] == design.observed[0]));
}

TEST_CASE("A coarser measurement than the bank's blurs the bank: the column says less about the loading") {
  const Bank bank = synthetic::bank_of({plain}, 1000);
  const auto rows = rows_of(bank);
  const auto relation = [&](double error) {
    const Design design = design_of({{State::value, 1.0, error}, {}}, rows);
    double xy = 0.0, xx = 0.0, yy = 0.0;
    const auto column = design.columns.column(0);
    const double mean = base::mean(column);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const auto truth = rows[r].mirrored ? mirrored(rows[r].session->truth) : rows[r].session->truth;
      const double x = column[r] - mean, y = truth.values[2] - 0.168;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / std::sqrt(xx * yy);
  };
  CHECK(relation(0.1) == relation(0.2));  // no sharper than the bank
  CHECK(relation(1.0) < relation(0.2) - 0.1);
  CHECK(relation(5.0) < 0.3);
}

TEST_CASE("A number that comes without an error counts as the least certain one of the bank") {
  Bank bank = synthetic::bank_of({plain}, 500);
  for (BankRow& row : bank.rows)
    for (Feature& feature : row.features) feature.error = 0.1;
  bank.rows[7].features[0].error = 1.5;
  const auto rows = rows_of(bank);
  const auto values = [&](double error) { return design_of({{State::value, 1.0, error}, {}}, rows).columns.values; };
  CHECK(values(0.0) == values(1.5));
  CHECK(values(0.0) != values(0.1));
}

TEST_CASE("A feature that never varies has no column") {
  CHECK(one_measure({.noise = 0.0, .error = 0.0}, {State::value, 0.0, 0.0}, {}).columns.columns == 0);
}

}  // namespace
}  // namespace trilayer::inference
