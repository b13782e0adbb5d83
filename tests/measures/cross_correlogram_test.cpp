// Cross-correlograms of impulses with known synchrony, and of drawn EMG.
#include "trilayer/measures/coupling/cross_correlogram.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/measures/coupled_emg.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/measures/coupling/correlogram.hpp"

namespace trilayer::measures {
namespace {

// Poisson trains of both hands for `duration` s; `common` of the impulses a second come in both, apart by a time
// spread evenly over `width` ms.
struct Trains {
  std::vector<double> reference, other;
};

std::vector<double> poisson(base::Stream& stream, double rate, double duration) {
  std::vector<double> times;
  for (double t = -std::log(stream.uniform()) / rate; t < duration; t -= std::log(stream.uniform()) / rate)
    times.push_back(t);
  return times;
}

Trains trains(double rate, double common, double width, double duration, std::uint64_t seed) {
  base::Stream stream(seed, 9);
  Trains t{poisson(stream, rate - common, duration), poisson(stream, rate - common, duration)};
  if (common > 0.0)
    for (const double at : poisson(stream, common, duration)) {
      t.reference.push_back(at);
      t.other.push_back(at + width * 1e-3 * stream.uniform(-0.5, 0.5));
    }
  std::sort(t.reference.begin(), t.reference.end());
  std::sort(t.other.begin(), t.other.end());
  return t;
}

Synchrony found_in(const Trains& t, double duration) {
  const auto found = synchrony(cross_correlogram(t.reference, t.other, duration, base::Milliseconds(100.0)), {});
  REQUIRE(found);
  return *found;
}

TEST_CASE("A correlogram counts each interval once, in the bin nearest to it") {
  const std::vector<double> reference{1.0, 2.0}, other{0.9, 1.0004, 1.0006, 2.1004, 2.2};
  const auto c = cross_correlogram(reference, other, 10.0, base::Milliseconds(100.0));
  CHECK(c.counts.size() == 201);
  CHECK(c.counts[0] == 1.0);    // -100 ms
  CHECK(c.counts[100] == 1.0);  // 0.4 ms
  CHECK(c.counts[101] == 1.0);  // 0.6 ms
  CHECK(c.counts[200] == 1.0);  // 100.4 ms
  double sum = 0.0;
  for (const double count : c.counts) sum += count;
  CHECK(sum == 4.0);
}

TEST_CASE("Independent trains raise false alarms at the level of the test") {
  for (const double duration : {1.0, 120.0}) {
    int alarms = 0;
    constexpr int n = 600;
    for (std::uint64_t seed = 0; seed < n; ++seed) {
      // Many short stretches hold fewer pairs of long lags; that must not pass for a peak.
      const double rate = duration > 1.0 ? 12.0 : 60.0;
      Correlogram sum;
      for (std::uint64_t s = 0; s < (duration > 1.0 ? 1 : 20); ++s) {
        const Trains t = trains(rate, 0.0, 0.0, duration, 100 * seed + s);
        add(sum, cross_correlogram(t.reference, t.other, duration, base::Milliseconds(100.0)));
      }
      const auto found = synchrony(sum, {});
      REQUIRE(found);
      alarms += found->p <= 0.05 ? 1 : 0;
    }
    MESSAGE("stretches of " << duration << " s: " << 100.0 * alarms / n << " % of " << n);
    CHECK(alarms > 0.025 * n);
    CHECK(alarms < 0.075 * n);
  }
}

TEST_CASE("Common input makes a peak of its width, and as many extra impulses a second as there are common ones") {
  double widths = 0.0, extra = 0.0, centre = 0.0;
  constexpr int n = 20;
  int inside = 0;
  for (std::uint64_t seed = 0; seed < n; ++seed) {
    const Synchrony found = found_in(trains(12.0, 1.0, 12.0, 600.0, 50 + seed), 600.0);
    CHECK(found.p < 1e-6);
    widths += found.width() / n;
    extra += found.extra_per_second / n;
    centre += 0.5 * (found.first + found.last) / n;
    inside += std::abs(found.extra_per_second - 1.0) < 1.96 * found.error ? 1 : 0;
    CHECK(found.extra_per_reference == doctest::Approx(found.extra_per_second / 12.0).epsilon(0.1));
    CHECK(found.mean_ratio == doctest::Approx(1.58).epsilon(0.2));  // 1 / (12 * 12 * 12 ms)
  }
  MESSAGE("width " << widths << " ms (12 drawn), " << extra << " extra a second (1 drawn), " << inside << " of " << n
                   << " intervals hold it");
  CHECK(widths == doctest::Approx(12.5).epsilon(0.15));
  CHECK(extra == doctest::Approx(1.0).epsilon(0.08));
  CHECK(std::abs(centre) < 1.0);
  CHECK(inside >= 17);
}

TEST_CASE("Trains with hardly an impulse have no level of chance") {
  const Trains t = trains(0.3, 0.0, 0.0, 60.0, 1);
  CHECK_FALSE(synchrony(cross_correlogram(t.reference, t.other, 60.0, base::Milliseconds(100.0)), {}));
}

std::vector<Measurement> rows_of(const tests::CoupledEmg& drawing, std::uint64_t seed) {
  const auto session = tests::draw(drawing, seed);
  const auto& recording = session.recordings[0];
  const std::vector<std::optional<Hum>> hum(recording.channels.size());
  auto rows = multi_unit_synchrony(session, recording, recording.blocks[0], hum, Settings{});
  for (const Measurement& m : rows) check_promises(m);
  REQUIRE(rows.size() == 2);
  return rows;
}

TEST_CASE("Impulses are the peaks that stand out of the EMG round them") {
  std::vector<double> row(2000);
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = (i < 1000 ? 1.0 : 10.0) * (i % 2 == 0 ? 1.0 : -1.0);
  row[500] = 5.0;
  row[1400] = 20.0;  // the EMG round it is stronger too
  row[1500] = 50.0;
  CHECK(impulses(row, 1000.0, 3.0) == std::vector<double>{0.5, 1.5});
}

TEST_CASE("EMG of a common drive has more impulses together than by chance") {
  tests::CoupledEmg drawing;
  drawing.common = 1.0;
  const auto rows = rows_of(drawing, 3);
  CAPTURE(rows[1].method);
  CHECK(rows[0].state == State::value);
  CHECK(*rows[0].value > 4.0);
  CHECK(rows[1].state == State::value);
  CHECK(rows[1].standard_error);
  CHECK(rows[1].key.side == protocol::Side::left);
}

TEST_CASE("Independent EMG seldom has them, with a level that wanders too") {
  for (const double wander : {0.0, 0.5}) {
    int alarms = 0;
    constexpr int n = 60;
    for (std::uint64_t seed = 0; seed < n; ++seed) {
      tests::CoupledEmg drawing;
      drawing.wander = wander;
      drawing.trials = 6;
      const auto rows = rows_of(drawing, 300 + seed);
      alarms += rows[1].value ? 1 : 0;
      if (!rows[1].value) CHECK(*rows[1].smallest_detectable > 0.0);
    }
    MESSAGE("slow common wander of the level " << wander << ": " << alarms << " of " << n << " recordings");
    CHECK(alarms <= (wander > 0.0 ? 12 : 8));  // 3 expected
  }
}

TEST_CASE("A copied signal is confounded; too short a contraction is unobtainable") {
  tests::CoupledEmg drawing;
  drawing.copied = 1.0;
  for (const Measurement& m : rows_of(drawing, 4)) {
    CHECK(m.state == State::confounded);
    CHECK(m.reason.find("cross-talk") != std::string::npos);
  }
  drawing.trials = 1;
  for (const Measurement& m : rows_of(drawing, 4)) CHECK(m.state == State::unobtainable);
}

}  // namespace
}  // namespace trilayer::measures
