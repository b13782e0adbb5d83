// Recruitment curves of sessions whose amplitudes are drawn from a known curve.
#include "trilayer/measures/excitability/recruitment_curve.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "series_by_hand.hpp"
#include "trilayer/base/random.hpp"

namespace trilayer::measures {
namespace {

using protocol::IntensityReference;
using tests::SeriesByHand;

constexpr auto of_output = IntensityReference::maximum_stimulator_output;
constexpr auto of_rest = IntensityReference::resting_motor_threshold;

// Ten trials at each intensity: log-normal round a Boltzmann curve of 2 mV, S50 60 %, k 4 %, on a floor of 0.01 mV.
void add_curve(SeriesByHand& hand, const std::vector<double>& intensities, IntensityReference reference = of_output,
               double scale = 1.0) {
  base::Stream stream(77);
  for (const double x : intensities) {
    std::vector<double> sizes;
    sizes.reserve(10);
    for (int i = 0; i < 10; ++i)
      sizes.push_back((10.0 + 2000.0 / (1.0 + std::exp((60.0 - x) / 4.0))) * std::exp(0.4 * stream.normal()));
    protocol::Condition condition = SeriesByHand::rest();
    condition.intensity = protocol::Intensity{x * scale, reference};
    hand.add(condition, sizes);
  }
}

const std::vector<double> whole{40.0, 45.0, 50.0, 55.0, 60.0, 65.0, 70.0, 75.0, 80.0};

std::vector<Measurement> measured(const SeriesByHand& hand) {
  const SessionWork work = hand.work();
  auto found = recruitment_curve(intensity_series(work), Settings{});
  for (const Measurement& m : found) check_promises(m);
  return found;
}

const Measurement& of(const std::vector<Measurement>& found, const std::string& id) {
  for (const Measurement& m : found)
    if (m.key.measure == id) return m;
  FAIL("no " << id);
  return found.front();
}

TEST_CASE("Maximum, S50 and slope of the drawn curve lie within three standard errors") {
  SeriesByHand hand;
  add_curve(hand, whole);
  const auto found = measured(hand);
  REQUIRE(found.size() == 4);
  for (const Measurement& m : found) CHECK(m.state == State::value);
  // The curve is of mean amplitudes; of log-normal ones the mean is above the median that was drawn round.
  const double mean = std::exp(0.5 * 0.4 * 0.4);
  const Measurement& maximum = of(found, "recruitment_maximum");
  CHECK(std::abs(std::log(*maximum.value / (2.01 * mean))) < 3.0 * *maximum.standard_error);
  const Measurement& s50 = of(found, "recruitment_s50");
  CHECK(std::abs(*s50.value - 60.0) < 3.0 * *s50.standard_error);
  CHECK(*s50.standard_error < 3.0);
  const Measurement& slope = of(found, "recruitment_slope");
  CHECK(std::abs(std::log(*slope.value / (2.0 * mean / 16.0))) < 3.0 * *slope.standard_error);
  CHECK(of(found, "recruitment_threshold").method.find("%MSO") != std::string::npos);
  CHECK(maximum.method.find("Akaike") != std::string::npos);
}

TEST_CASE("A curve that still rises at the largest intensity bounds maximum and S50") {
  SeriesByHand hand;
  add_curve(hand, {46.0, 48.0, 50.0, 52.0, 54.0, 56.0, 58.0});
  const auto found = measured(hand);
  const Measurement& maximum = of(found, "recruitment_maximum");
  CHECK(maximum.state == State::at_least);
  CHECK(*maximum.value < 2.2);
  CHECK(*maximum.value > 0.4);
  CHECK(maximum.reason.find("no plateau") != std::string::npos);
  CHECK(of(found, "recruitment_s50").state == State::at_least);
  CHECK(*of(found, "recruitment_s50").value < 60.0);
}

TEST_CASE("Fewer than five intensities give no curve, fewer than three not even the question") {
  SeriesByHand four, two;
  add_curve(four, {45.0, 55.0, 65.0, 75.0});
  add_curve(two, {45.0, 65.0});
  const auto found = measured(four);
  REQUIRE(found.size() == 4);
  for (const Measurement& m : found) {
    CHECK(m.state == State::unobtainable);
    CHECK(m.reason.find("4 intensities") != std::string::npos);
  }
  CHECK(measured(two).empty());
}

TEST_CASE("No response, and amplitudes that do not grow, are no curve") {
  SeriesByHand silent, flat;
  base::Stream stream(3);
  for (const double x : whole) {
    std::vector<double> small, same;
    for (int i = 0; i < 10; ++i) {
      small.push_back(15.0 * std::exp(0.2 * stream.normal()));
      same.push_back(300.0 * std::exp(0.4 * stream.normal()));
    }
    protocol::Condition condition = SeriesByHand::rest();
    condition.intensity = protocol::Intensity{x, of_output};
    silent.add(condition, small);
    flat.add(condition, same);
  }
  CHECK(of(measured(silent), "recruitment_s50").reason == "the strongest pulses evoke no response");
  CHECK(of(measured(flat), "recruitment_s50").reason == "amplitudes do not grow with the intensity");
}

TEST_CASE("Intensities keep their stated reference; different ones meet in percent of output by the stated threshold") {
  SeriesByHand relative, mixed;
  add_curve(relative, whole, of_rest, 2.0);  // RMT 50 %MSO, not stated: 60 %MSO is 120 %RMT
  const Measurement in_rmt = of(measured(relative), "recruitment_s50");
  CHECK(std::abs(*in_rmt.value - 120.0) < 3.0 * *in_rmt.standard_error);
  CHECK(in_rmt.method.find("%RMT") != std::string::npos);

  mixed.session.context.thresholds.push_back({protocol::Hemisphere::left, false, 50.0, std::nullopt, ""});
  add_curve(mixed, {40.0, 45.0, 50.0, 55.0}, of_rest, 2.0);
  add_curve(mixed, {60.0, 65.0, 70.0, 75.0, 80.0});
  const Measurement in_output = of(measured(mixed), "recruitment_s50");
  CHECK(std::abs(*in_output.value - 60.0) < 3.0 * *in_output.standard_error);
  CHECK(in_output.method.find("in part from % of the stated thresholds") != std::string::npos);
}

}  // namespace
}  // namespace trilayer::measures
