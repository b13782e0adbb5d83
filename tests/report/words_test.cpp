#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/report/words.hpp"

using namespace trilayer;
using measures::Measurement;
using measures::State;

namespace {

Measurement measured(const char* measure, double value, std::optional<double> error, int trials = 20) {
  Measurement m;
  m.key.measure = measure;
  m.state = State::value;
  m.value = value;
  m.standard_error = error;
  m.trials = trials;
  return m;
}

}  // namespace

TEST_CASE("An interval on the logarithm is value times and over a factor") {
  const auto range = report::interval(measured("ihi", 0.5, 0.2));
  REQUIRE(range);
  CHECK(range->high / 0.5 == doctest::Approx(0.5 / range->low));
  CHECK(range->high == doctest::Approx(0.5 * std::exp(1.959964 * 0.2)));
}

TEST_CASE("An interval on a linear scale lies evenly about the value") {
  const auto range = report::interval(measured("csp_duration", 150.0, 10.0));
  REQUIRE(range);
  CHECK(range->low == doctest::Approx(150.0 - 19.59964));
  CHECK(range->high == doctest::Approx(150.0 + 19.59964));
}

TEST_CASE("A share never leaves 0 to 1, and has Wilson's interval where all trials agree") {
  const auto some = report::interval(measured("cmep_persistence", 0.95, 1.0));
  REQUIRE(some);
  CHECK(some->low > 0.0);
  CHECK(some->high < 1.0);
  const auto all = report::interval(measured("cmep_persistence", 1.0, std::nullopt, 20));
  REQUIRE(all);
  CHECK(all->low == doctest::Approx(0.8389).epsilon(1e-3));  // n / (n + 1.96^2)
  CHECK(all->high == doctest::Approx(1.0));
}

TEST_CASE("Without an error, or without a number, there is no interval") {
  CHECK_FALSE(report::interval(measured("ihi", 0.5, std::nullopt)));
  Measurement absent = measured("imep_presence", 0.0, std::nullopt);
  absent.value = std::nullopt;
  absent.state = State::absent;
  CHECK_FALSE(report::interval(absent));
}

TEST_CASE("Figures are rounded to what their interval bears") {
  CHECK(report::reading(measured("csp_duration", 146.234, 3.2)).value == "146");
  CHECK(report::reading(measured("csp_duration", 146.234, 3.2)).interval == "140 to 153");
  CHECK(report::reading(measured("cmep_latency", 20.6234, 0.11)).value == "20.62");
  CHECK(report::reading(measured("cmep_amplitude", 0.777, 0.31)).value == "0.78");
  CHECK(report::reading(measured("mirror_emg_lag", -0.001, 0.5)).value == "0.00");  // never "-0.00"
}

TEST_CASE("A censored value says so, and an absent one says what would have been seen") {
  Measurement m = measured("csp_duration", 350.0, std::nullopt);
  m.state = State::at_least;
  CHECK(report::reading(m).value == ">= 350");
  m.state = State::absent;
  m.value = std::nullopt;
  m.smallest_detectable = 12.34;
  CHECK(report::reading(m).value == "absent");
  CHECK(report::reading(m).interval == "seen from 12");
}

TEST_CASE("Missing measures of one reason stand together") {
  std::vector<Measurement> all(3);
  all[0].key = {"ihi", "", protocol::Side::left, "FDI", std::nullopt};
  all[1].key = {"ihi", "", protocol::Side::right, "FDI", std::nullopt};
  all[2].key = {"sici", "", std::nullopt, "", std::nullopt};
  for (auto& m : all) m.reason = "no pairs of pulses";
  const auto groups = report::missing(all);
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].what == std::vector<std::string>{"IHI ratio (left FDI, right FDI)", "SICI ratio"});
}

TEST_CASE("Folders are not told") {
  CHECK(report::last_part("/a/b/c.edf") == "c.edf");
  CHECK(report::last_part("data/") == "data");
  CHECK(report::last_part("C:\\x\\y.bdf") == "y.bdf");
  CHECK(report::last_part("plain") == "plain");
}
