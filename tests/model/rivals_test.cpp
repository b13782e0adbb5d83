// Rivals of layer III: alike in health and at the point they are scaled to, unlike in the sign each was made for.
#include "trilayer/model/rivals.hpp"

#include <doctest/doctest.h>

#include "tests/model/virtual_lab.hpp"
#include "trilayer/model/motor_cortex.hpp"

namespace trilayer::model {
namespace {

using protocol::Hemisphere;
using protocol::Side;

constexpr std::size_t points = 1200;  // 600 ms: everything has settled

// What the M1 of the left hand settles at while the right one makes an effort.
struct Settled {
  double drive = 0.0, rate = 0.0;
};
Settled settled(Participant p, LayerThree generator, double effort) {
  p.generator = generator;
  Command command;
  command.effort.right.assign(points, static_cast<float>(effort));
  command.effort.left.assign(points, 0.0F);
  const PremotorDrive drive = premotor_drive(p, command, {});
  return {static_cast<double>(drive.total.left.back()), static_cast<double>(m1_activity(p, drive).rate.right.back())};
}

TEST_CASE("In health every rival is the model itself") {
  for (const LayerThree generator : all_layer_three)
    for (const double effort : {0.1, 0.6, 1.0}) {
      CAPTURE(name(generator));
      CHECK(settled(loaded(), generator, effort).rate ==
            doctest::Approx(settled(loaded(), LayerThree::gated_share, effort).rate).epsilon(1e-6));
    }
}

TEST_CASE("At a loading of 0.5 and an effort of 0.6 every rival gives the mirror hand's M1 what the model gives it") {
  const Participant p = loaded({{three_right, 0.5}});
  const Settled own = settled(p, LayerThree::gated_share, 0.6);
  CHECK(settled(p, LayerThree::activation_threshold, 0.6).drive == doctest::Approx(own.drive).epsilon(0.05));
  CHECK(settled(p, LayerThree::neural_field, 0.6).drive == doctest::Approx(own.drive).epsilon(0.05));
  CHECK(settled(p, LayerThree::additive, 0.6).rate == doctest::Approx(own.rate).epsilon(0.1));
}

TEST_CASE("Layers II and III multiply in the model and add in the additive rival") {
  const auto more_than_the_sum = [](LayerThree generator) {
    const auto rate = [&](double two, double three) {
      return settled(loaded({{two_right, two}, {three_right, three}}), generator, 0.5).rate;
    };
    return rate(0.6, 0.4) - rate(0.6, 0.0) - rate(0.0, 0.4) + rate(0.0, 0.0);
  };
  CHECK(more_than_the_sum(LayerThree::gated_share) > 0.03);
  CHECK(std::abs(more_than_the_sum(LayerThree::additive)) < 0.005);
}

TEST_CASE(
    "With a lowered threshold weak effort mirrors nearly as much as strong effort does; with a share it does not") {
  const Participant p = loaded({{three_right, 0.5}});
  const auto gained = [&](LayerThree generator, double effort) {
    return settled(p, generator, effort).drive - settled(loaded(), generator, effort).drive;
  };
  CHECK(gained(LayerThree::activation_threshold, 0.15) > 0.9 * gained(LayerThree::activation_threshold, 0.6));
  CHECK(gained(LayerThree::gated_share, 0.15) < 0.3 * gained(LayerThree::gated_share, 0.6));
}

TEST_CASE("In the field drive for the mirror hand grows faster than effort") {
  const Participant p = loaded({{three_right, 0.5}});
  const auto share = [&](double effort) {
    return (settled(p, LayerThree::neural_field, effort).drive -
            settled(loaded(), LayerThree::neural_field, effort).drive) /
           effort;
  };
  CHECK(share(0.6) > 1.5 * share(0.2));
}

TEST_CASE("A rival changes its own direction only, and no resting trial") {
  for (const LayerThree generator : all_layer_three) {
    Participant p = loaded({{mirrored(three_right), 0.8}});  // intends the left hand: the right one would mirror
    CHECK(settled(p, generator, 0.6).rate == doctest::Approx(settled(loaded(), generator, 0.6).rate).epsilon(1e-6));
    p.generator = generator;
    CHECK(m1_activity(p, premotor_drive(p, {{Course(50, 0.0F), Course(50, 0.0F)}, {}, {}, {}, false}, {})).rate ==
          m1_activity(loaded(), premotor_drive(loaded(), {{Course(50, 0.0F), Course(50, 0.0F)}, {}, {}, {}, false}, {}))
              .rate);
  }
}

}  // namespace
}  // namespace trilayer::model
