// Onsets, sizes and silences are where they were put.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/phantom/phantoms.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::phantom {
namespace {

using base::Microvolts;
using base::Milliseconds;
using base::Millivolts;
using doctest::Approx;
using protocol::Side;

double rms(std::span<const float> values) {
  double sum = 0.0;
  for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

double peak_to_peak(std::span<const float> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return static_cast<double>(*high) - static_cast<double>(*low);
}

TEST_CASE("A response begins at its onset, ends at its end and has its size") {
  auto block = pulses("a", 3);
  block.hands.right.response =
      Response{Milliseconds(20.0), Milliseconds(0.0), Millivolts(1.5), 0.0, Milliseconds(15.0), 1.0};
  const auto session = draw(silent(block), 1);
  for (std::size_t trial = 0; trial < 3; ++trial) {
    CHECK(rms(around(session, Side::right, 0, trial, -500.0, 20.2)) == 0.0);
    CHECK(rms(around(session, Side::right, 0, trial, 20.2, 20.6)) > 0.0);
    CHECK(rms(around(session, Side::right, 0, trial, 34.6, 35.0)) > 0.0);
    CHECK(rms(around(session, Side::right, 0, trial, 35.0, 500.0)) == 0.0);
    CHECK(peak_to_peak(around(session, Side::right, 0, trial, 0.0, 50.0)) == Approx(1500.0).epsilon(0.002));
    CHECK(rms(around(session, Side::left, 0, trial, 0.0, 500.0)) == 0.0);
  }
}

TEST_CASE("An artefact's tail has its size 5 ms after the pulse and decays from there on") {
  auto phantom = silent(pulses("a", 200));
  phantom.artefact_tail = Microvolts(300.0);
  phantom.tail_constant = Milliseconds(6.0);
  const auto session = draw(phantom, 1);
  std::vector<double> sizes;
  for (std::size_t trial = 0; trial < 200; ++trial) {
    const auto tail = around(session, Side::left, 0, trial, 5.0, 25.0);
    sizes.push_back(tail[0]);
    CHECK(tail[60] / tail[0] == Approx(std::exp(-12.0 / 6.0)).epsilon(0.01));
    CHECK(rms(around(session, Side::left, 0, trial, -500.0, -1.0)) == 0.0);
  }
  CHECK(base::median(sizes) == Approx(300.0).epsilon(0.07));
}

TEST_CASE("A silence with an edge is half there at its onset and its end") {
  auto block = pulses("a", 400);
  block.hands.left.background = Microvolts(100.0);
  block.hands.left.silence =
      Silence{Milliseconds(40.0), Milliseconds(80.0), Milliseconds(0.0), 0.8, Milliseconds(10.0)};
  const auto session = draw(silent(block), 1);
  const auto level = [&](double from, double to) {
    double sum = 0.0;
    for (std::size_t trial = 0; trial < 400; ++trial) {
      const double r = rms(around(session, Side::left, 0, trial, from, to));
      sum += r * r;
    }
    return std::sqrt(sum / 400.0);
  };
  CHECK(level(20.0, 34.0) == Approx(100.0).epsilon(0.03));
  CHECK(level(39.5, 40.5) == Approx(60.0).epsilon(0.06));
  CHECK(level(50.0, 70.0) == Approx(20.0).epsilon(0.03));
  CHECK(level(79.5, 80.5) == Approx(60.0).epsilon(0.06));
}

TEST_CASE("Sizes are log-normal with the median and spread told, and appear in the share of trials told") {
  auto block = pulses("a", 400);
  block.plan.interval = base::Seconds(0.1);
  block.hands.left.response =
      Response{Milliseconds(20.0), Milliseconds(0.0), Millivolts(1.0), 0.5, Milliseconds(15.0), 0.7};
  const auto session = draw(silent(block), 2);
  std::vector<double> logs;
  for (std::size_t trial = 0; trial < 400; ++trial) {
    const double size = peak_to_peak(around(session, Side::left, 0, trial, 10.0, 50.0));
    if (size > 0.0) logs.push_back(std::log(size / 1000.0));
  }
  CHECK(static_cast<double>(logs.size()) / 400.0 == Approx(0.7).epsilon(0.1));
  CHECK(std::abs(base::mean(logs)) < 3.0 * 0.5 / std::sqrt(280.0));
  CHECK(base::standard_deviation(logs) == Approx(0.5).epsilon(0.12));
}

TEST_CASE("Onsets stray over trials by the jitter told") {
  auto block = pulses("a", 300);
  block.plan.interval = base::Seconds(0.1);
  block.hands.left.response =
      Response{Milliseconds(25.0), Milliseconds(1.5), Millivolts(1.0), 0.0, Milliseconds(15.0), 1.0};
  const auto session = draw(silent(block), 3);
  std::vector<double> onsets;
  for (std::size_t trial = 0; trial < 300; ++trial) {
    const auto row = around(session, Side::left, 0, trial, 0.0, 60.0);
    const auto first = std::find_if(row.begin(), row.end(), [](float v) { return v != 0.0f; });
    onsets.push_back(static_cast<double>(first - row.begin()) * 0.2);
  }
  CHECK(base::mean(onsets) == Approx(25.1).epsilon(0.012));  // the first sample after the onset, 0.1 ms late on average
  CHECK(base::standard_deviation(onsets) == Approx(1.5).epsilon(0.12));
}

TEST_CASE("Background EMG has the RMS told and goes on from trial to trial") {
  auto block = pulses("a", 20);
  block.hands.left.background = Microvolts(50.0);
  const auto session = draw(silent(block), 4);
  CHECK(rms(hand(session, Side::left)) == Approx(50.0).epsilon(0.02));
  for (std::size_t trial = 0; trial < 20; ++trial)
    CHECK(rms(around(session, Side::left, 0, trial, -600.0, 800.0)) > 40.0);
}

TEST_CASE("A silence multiplies the EMG it lies on, from onset to end and nowhere else") {
  auto block = pulses("a", 5);
  block.hands.left.background = Microvolts(50.0);
  const auto without = draw(silent(block), 5);
  for (const double depth : {0.5, 1.0}) {
    block.hands.left.silence = Silence{Milliseconds(35.0), Milliseconds(60.0), Milliseconds(0.0), depth};
    const auto with = draw(silent(block), 5);
    std::size_t inside = 0, kept = 0;
    const auto before = hand(without, Side::left), after = hand(with, Side::left);
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (after[i] == before[i])
        ++kept;
      else if (std::abs(after[i] - static_cast<float>(1.0 - depth) * before[i]) < 1e-4f)
        ++inside;
    }
    CHECK(inside == 5 * 125);
    CHECK(inside + kept == before.size());
    CHECK(rms(around(with, Side::left, 0, 2, 35.0, 60.0)) ==
          Approx((1.0 - depth) * rms(around(without, Side::left, 0, 2, 35.0, 60.0))));
  }
}

TEST_CASE("Voluntary EMG rises at its onset and lasts as long as the task") {
  PhantomBlock block;
  block.plan.id = "task";
  block.plan.condition.task = protocol::Task::sustained_contraction;
  block.plan.condition.intended = Side::right;
  block.plan.trials = 8;
  block.plan.interval = base::Seconds(3.0);
  block.plan.task_duration = base::Seconds(1.5);
  block.hands.left.background = block.hands.right.background = Microvolts(2.0);
  block.hands.right.task_emg = Microvolts(100.0);
  block.hands.right.task_onset = Milliseconds(200.0);
  const auto session = draw(silent(block), 6);
  double during = 0.0;
  for (std::size_t trial = 0; trial < 8; ++trial) {
    CHECK(rms(around(session, Side::right, 0, trial, -900.0, 200.0)) < 3.0);
    CHECK(rms(around(session, Side::right, 0, trial, 205.0, 230.0)) > 10.0);
    CHECK(rms(around(session, Side::right, 0, trial, 1700.0, 1950.0)) < 3.0);
    CHECK(rms(around(session, Side::left, 0, trial, 0.0, 1900.0)) < 3.0);
    during += std::pow(rms(around(session, Side::right, 0, trial, 220.0, 1680.0)), 2) / 8.0;
  }
  CHECK(std::sqrt(during) == Approx(100.0).epsilon(0.04));
}

TEST_CASE("Every pulse makes an artefact, the conditioning one too") {
  auto block = pulses("a", 2);
  block.plan.condition.conditioning =
      protocol::Conditioning{protocol::Hemisphere::right, protocol::Site::m1, {}, Milliseconds(10.0), ""};
  Phantom phantom = silent(block);
  phantom.artefact = Millivolts(2.0);
  const auto session = draw(phantom, 7);
  for (const Side side : protocol::both_sides) {
    for (const double pulse : {-10.0, 0.0}) {
      CHECK(peak_to_peak(around(session, side, 0, 1, pulse - 1.0, pulse + 0.0)) < 0.01);
      CHECK(peak_to_peak(around(session, side, 0, 1, pulse, pulse + 1.0)) == Approx(2000.0).epsilon(0.01));
    }
    CHECK(peak_to_peak(around(session, side, 0, 1, 5.0, 300.0)) == 0.0);
  }
}

TEST_CASE("A late marker moves what is stated, never the signal") {
  auto block = pulses("a", 2);
  Phantom phantom = silent(block);
  phantom.artefact = Millivolts(2.0);
  const auto prompt = draw(phantom, 8);
  phantom.marker_delay = Milliseconds(9.4);
  const auto late = draw(phantom, 8);
  CHECK(prompt.recordings[0].segments == late.recordings[0].segments);
  for (std::size_t trial = 0; trial < 2; ++trial) {
    const auto& before = prompt.recordings[0].blocks[0].trials[trial];
    const auto& after = late.recordings[0].blocks[0].trials[trial];
    CHECK((after.anchor.time - before.anchor.time).value() == Approx(0.0094));
    CHECK(after.pulses.at(0).time == after.anchor.time);
    CHECK(late.recordings[0].markers[trial].time == after.anchor.time);
  }
}

TEST_CASE("Hum is one sine through the whole recording, across blocks") {
  Phantom phantom = silent(pulses("a", 2));
  phantom.blocks.push_back(pulses("b", 1));
  phantom.hum = Microvolts(30.0);
  const auto session = draw(phantom, 9);
  const auto row = hand(session, Side::left);
  double worst = 0.0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double truth = 30.0 * std::sin(2.0 * std::numbers::pi * 50.0 * static_cast<double>(i) / 5000.0);
    worst = std::max(worst, std::abs(static_cast<double>(row[i]) - truth));
  }
  CHECK(worst < 1e-4);
}

TEST_CASE("Samples are whole multiples of the amplifier's step") {
  auto block = pulses("a", 2);
  block.hands.left.background = Microvolts(20.0);
  Phantom phantom = silent(block);
  phantom.resolution = Microvolts(0.5);
  phantom.sensor_noise = Microvolts(1.0);
  const auto session = draw(phantom, 10);
  bool whole = true;
  for (const float v : hand(session, Side::left)) whole = whole && v * 2.0f == std::round(v * 2.0f);
  CHECK(whole);
  CHECK(session.recordings[0].channels[0].resolution == 0.5);
}

}  // namespace
}  // namespace trilayer::phantom
