#include "trilayer/validation/facts/readings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "trilayer/model/parameters.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/studies/one_millivolt.hpp"
#include "trilayer/validation/facts/synchrony.hpp"

using namespace trilayer;
using namespace trilayer::validation;
using protocol::Hemisphere;
using protocol::Side;

namespace {

Visit visit_to(const std::vector<protocol::PlannedBlock>& blocks, const model::Participant& person) {
  protocol::Protocol protocol;
  protocol.name = "test";
  protocol.blocks = blocks;
  Visit visit{person, 1, {}, {}, nullptr};
  visit.session = model::simulate(person, protocol, 1);
  measures::Settings settings;
  settings.bootstrap = 20;
  visit.results = measures::measure({visit.session}, settings);
  return visit;
}

}  // namespace

TEST_CASE("sizes hold every trial, also those without a response, and ratios divide their means") {
  const auto visit =
      visit_to({pulses("none", Hemisphere::left, of_rmt(60.0), 6), pulses("large", Hemisphere::left, of_rmt(150.0), 6)},
               model::median_participant());
  CHECK(sizes(visit, "none", Side::right).size() == 6);
  CHECK(mean_size(visit, "none", Side::right).value() < 0.05);
  CHECK(mean_size(visit, "large", Side::right).value() > 0.5);
  CHECK(size_ratio(visit, "none", "large", Side::right).value() < 0.1);
  CHECK_FALSE(size_ratio(visit, "large", "none", Side::right));  // nothing to divide by
  CHECK_FALSE(mean_size(visit, "other", Side::right));
}

TEST_CASE("the intensity for 1 mV lies between blocks below and above it") {
  auto before = visit_to(recruitment_of(Hemisphere::left), model::median_participant());
  const auto intensity = one_millivolt(before, Hemisphere::left);
  CHECK(intensity.reference == protocol::IntensityReference::resting_motor_threshold);
  CHECK(intensity.percent > 105.0);
  CHECK(intensity.percent < 160.0);
  const auto test = visit_to({pulses("test", Hemisphere::left, intensity, 20)}, model::median_participant());
  CHECK(mean_size(test, "test", Side::right).value() > 0.4);
  CHECK(mean_size(test, "test", Side::right).value() < 2.0);
}

TEST_CASE("a reaction without its pulses begins when it does with pulses that do nothing") {
  const auto reaction = movements("", protocol::Task::simple_reaction, Side::right, 30.0, 1, 0.4);
  const auto pulsed = in_task(pulses("go", Hemisphere::left, of_rmt(5.0), 8), reaction, 100.0);
  auto person = model::median_participant();
  person.person.artefact = 0.0;
  const auto twin = burst_onsets(visit_to({without_pulses(pulsed)}, person), "go", Side::right),
             onsets = burst_onsets(visit_to({pulsed}, person), "go", Side::right);
  REQUIRE(twin.size() == 8);
  REQUIRE(onsets.size() == 8);
  for (std::size_t k = 0; k < 8; ++k) {
    REQUIRE(twin[k]);
    REQUIRE(onsets[k]);
    CHECK(std::abs(*twin[k] - *onsets[k]) < 40.0);
  }
  const auto [first, last] = std::minmax_element(twin.begin(), twin.end());
  CHECK(**last - **first > 20.0);  // trials begin at times of their own
}

TEST_CASE("the average sweep is free of the voluntary EMG that single trials hold") {
  const auto visit = visit_to({contracting(pulses("weak", Hemisphere::left, of_rmt(5.0), 12), Side::right, 70.0)},
                              model::median_participant());
  CHECK(size_of_average(visit, "weak", Side::right).value() < 0.6 * mean_size(visit, "weak", Side::right).value());
}

TEST_CASE("mirror EMG in % of the hand's own maximum is 100 for the maximum itself") {
  const auto visit = visit_to({movements("own", protocol::Task::sustained_contraction, Side::left, 100.0, 2, 2.0)},
                              model::median_participant());
  const TimeWindow window{500.0, 1900.0};
  CHECK(of_percent_of_maximum("own", "own", Side::left, window)(visit).value() == doctest::Approx(100.0));
  CHECK_FALSE(of_percent_of_maximum("own", "none", Side::left, window)(visit));
}

TEST_CASE("motor units of both hands do not fire together in health, although both contractions begin in step") {
  double mean = 0.0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed)
    mean += unit_synchrony(model::median_participant(), seed).cis.value() / 4.0;
  CHECK(std::abs(mean) < 0.1);
}
