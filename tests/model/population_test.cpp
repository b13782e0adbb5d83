// Drawn people stay inside the table's ranges and stand round its medians.
#include "trilayer/model/population.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "trilayer/model/parameters.hpp"

namespace trilayer::model {
namespace {

using protocol::Hemisphere;
using protocol::Side;

constexpr std::uint32_t people = 400;

std::vector<Participant> drawn(Lesions lesions) {
  std::vector<Participant> all;
  for (std::uint32_t i = 0; i < people; ++i) all.push_back(draw_participant({}, 3, i, lesions));
  return all;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

TEST_CASE("Everyone drawn is inside the permitted range of every parameter") {
  for (const Participant& p : drawn(Lesions::some))
    for (const Parameter& row : parameters())
      for (const Side side : protocol::both_sides) {
        CAPTURE(row.name);
        CHECK(value_of(p, row, side) >= row.low);
        CHECK(value_of(p, row, side) <= row.high);
      }
}

TEST_CASE("Medians are the table's, spreads are the table's, and fixed parameters are fixed") {
  const auto all = drawn(Lesions::none);
  for (const Parameter& row : parameters())
    for (const Side side : protocol::both_sides) {
      CAPTURE(row.name);
      std::vector<double> values;
      for (const Participant& p : all) values.push_back(value_of(p, row, side));
      if (row.law == Spread::none) {
        CHECK(std::all_of(values.begin(), values.end(), [&](double v) { return v == row.value; }));
        continue;
      }
      const double spread = row.law == Spread::normal ? row.spread : row.value * row.spread;
      // The standard error of a median of 400 is 0.063 SD; where a bound stands near, it only moves values beyond it.
      CHECK(std::abs(median(values) - row.value) < 0.3 * spread);
      std::vector<double> distances;
      for (const double v : values)
        distances.push_back(std::abs(row.law == Spread::normal ? v - row.value : std::log(v / row.value)));
      CHECK(median(distances) == doctest::Approx(0.6745 * row.spread).epsilon(0.25));
    }
}

TEST_CASE("The two sides of a person are alike but not equal") {
  const Parameter& row = *find_parameter("fast_callosal");
  double products = 0.0;
  for (const Participant& p : drawn(Lesions::none)) {
    const double left = std::log(value_of(p, row, Side::left) / row.value) / row.spread;
    const double right = std::log(value_of(p, row, Side::right) / row.value) / row.spread;
    CHECK(left != right);
    products += left * right / people;
  }
  CHECK(products == doctest::Approx(0.64).epsilon(0.3));
}

TEST_CASE("One person in four has a lesion where lesions may be, some on both sides, and everything else is the same") {
  const auto without = drawn(Lesions::none), with = drawn(Lesions::some);
  int lesioned = 0, both = 0;
  for (std::size_t i = 0; i < people; ++i) {
    const bool left = with[i].hemisphere.left.integrity < 1.0, right = with[i].hemisphere.right.integrity < 1.0;
    lesioned += left || right ? 1 : 0;
    both += left && right ? 1 : 0;
    CHECK(with[i].person.premotor_leak == without[i].person.premotor_leak);
    for (const Hemisphere h : protocol::both_hemispheres) {
      const bool is_lesioned = with[i].hemisphere[h].integrity < 1.0;
      CHECK(with[i].hemisphere[h].fast_callosal == without[i].hemisphere[h].fast_callosal);
      CHECK((with[i].hemisphere[h].threshold > without[i].hemisphere[h].threshold) == is_lesioned);
      if (!is_lesioned) CHECK(with[i].hand[contralateral_side(h)].motor_units == 1.0);
    }
  }
  CHECK(lesioned == doctest::Approx(0.25 * people).epsilon(0.25));
  CHECK(both == doctest::Approx(0.3 * lesioned).epsilon(0.45));
}

TEST_CASE("Loadings do not change who a person is") {
  Loadings loadings;
  for (double& value : loadings.values) value = 0.7;
  const Participant one = draw_participant({}, 3, 5, Lesions::some),
                    other = draw_participant(loadings, 3, 5, Lesions::some);
  CHECK(other.loadings == loadings);
  for (const Parameter& row : parameters())
    for (const Side side : protocol::both_sides) CHECK(value_of(one, row, side) == value_of(other, row, side));
}

TEST_CASE("Ages are drawn from their range, heights for adults only, and both leave everything else as it was") {
  const Population children{AgeRange{6.0, 9.0}, {}};
  for (std::uint32_t i = 0; i < 50; ++i) {
    const Participant adult = draw_participant({}, 3, i, Lesions::none);
    const Participant child = draw_participant({}, 3, i, Lesions::none, children);
    CHECK(!adult.age);
    CHECK(adult.height.value() > 140.0);
    CHECK(!child.height);
    CHECK(child.age.value() >= 6.0);
    CHECK(child.age.value() <= 9.0);
    CHECK(child.person.premotor_leak == adult.person.premotor_leak);
  }
}

TEST_CASE("A row that is changed moves its own parameter, of the same people") {
  const Population changed{{}, {{"premotor_leak", 0.5, 0.0}}};
  for (std::uint32_t i = 0; i < 20; ++i) {
    const Participant p = draw_participant({}, 3, i, Lesions::none, changed);
    CHECK(p.person.premotor_leak == 0.5);
    CHECK(p.person.central_delay == draw_participant({}, 3, i, Lesions::none).person.central_delay);
  }
}

TEST_CASE("Tonic and phasic inhibition go together over people") {
  double products = 0.0;
  const Parameter &tonic = *find_parameter("tonic_inhibition"), &phasic = *find_parameter("fast_callosal");
  for (const Participant& p : drawn(Lesions::none))
    products += std::log(p.person.tonic_inhibition / tonic.value) / tonic.spread *
                std::log(p.hemisphere.left.fast_callosal / phasic.value) / phasic.spread / people;
  CHECK(products > 0.25);
  CHECK(products < 0.65);
}

}  // namespace
}  // namespace trilayer::model
