// Age and height: nothing where they are not stated, little at 25 years, and in the published directions elsewhere.
#include "trilayer/model/age.hpp"

#include <doctest/doctest.h>

#include "tests/model/virtual_lab.hpp"
#include "trilayer/model/parameters.hpp"

namespace trilayer::model {
namespace {

Participant of(double age) {
  Participant p = loaded();
  p.age = age;
  return with_age_and_height(p);
}

TEST_CASE("Without age and height every parameter stays as it is") {
  const Participant p = loaded(), same = with_age_and_height(p);
  for (const Parameter& row : parameters())
    for (const auto side : protocol::both_sides) CHECK(value_of(same, row, side) == value_of(p, row, side));
}

TEST_CASE("At 25 years every parameter is that of the adult to 5 %") {
  const Participant adult = loaded(), p = of(25.0);
  for (const Parameter& row : parameters()) {
    CAPTURE(row.name);
    CHECK(value_of(p, row, protocol::Side::left) ==
          doctest::Approx(value_of(adult, row, protocol::Side::left)).epsilon(0.05));
  }
}

TEST_CASE("The callosum inhibits little before ten years and as in the adult from twenty on") {
  const double adult = loaded().hemisphere.left.tonic_gate_callosal;
  CHECK(of(5.0).hemisphere.left.tonic_gate_callosal < 0.05 * adult);
  CHECK(of(20.0).hemisphere.left.tonic_gate_callosal > 0.94 * adult);
}

TEST_CASE("The premotor share falls to twenty years and rises from there, unless age is taken out of it") {
  CHECK(of(5.0).person.premotor_leak > of(12.0).person.premotor_leak);
  CHECK(of(12.0).person.premotor_leak > of(22.0).person.premotor_leak);
  CHECK(of(70.0).person.premotor_leak > of(50.0).person.premotor_leak);
  CHECK(of(50.0).person.premotor_leak > of(25.0).person.premotor_leak);
  Participant p = loaded();
  p.person.age_leak = 0.0;
  p.age = 70.0;
  CHECK(with_age_and_height(p).person.premotor_leak == loaded().person.premotor_leak);
}

TEST_CASE("The child's late path is open to nine years and shut from ten on") {
  CHECK(of(6.0).person.child_path_gain > 0.03);
  CHECK(of(10.2).person.child_path_gain < 0.002);
}

TEST_CASE("Delays of adults go with height, those of children do not") {
  Participant tall = loaded(), child = loaded();
  tall.height = 1.1 * 171.0;
  CHECK(with_age_and_height(tall).person.peripheral_delay == doctest::Approx(1.1 * loaded().person.peripheral_delay));
  child.height = 120.0;
  child.age = 8.0;
  CHECK(with_age_and_height(child).person.peripheral_delay == doctest::Approx(loaded().person.peripheral_delay));
}

}  // namespace
}  // namespace trilayer::model
