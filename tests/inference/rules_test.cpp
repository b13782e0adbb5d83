#include "trilayer/inference/rules.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/base/random.hpp"

namespace trilayer::inference {
namespace {

using doctest::Approx;
using model::Layer;
using protocol::Direction;

// Equally weighted draws; `loadings(k)` of the k-th of 1000.
template <class Draw>
Posterior drawn(Draw&& loadings) {
  Posterior posterior;
  for (int k = 0; k < 1000; ++k) posterior.draws.push_back(loadings(k));
  posterior.weights.assign(1000, 0.001);
  return posterior;
}

model::Loadings right(double one, double two, double three) { return {{0.0, one, 0.0, two, 0.0, three}}; }

TEST_CASE("A loading leads where it is probable and the data made it so") {
  const auto share = [](int present) {
    return answer_of(drawn([&](int k) { return right(k < present ? 0.5 : 0.0, 0.0, 0.0); })).leading;
  };
  CHECK(share(900) == std::vector{model::LoadingName{Layer::corticospinal, Direction::right}});
  CHECK(share(720).size() == 1);
  CHECK(share(680).empty());  // more probable than not, and the odds raised 4.5 times: not enough
}

TEST_CASE("Probable before the data is no reason to lead") {
  const Prior sure{.nothing = 0.0, .layer_present = 0.95, .both_directions = 1.0};
  const auto posterior = drawn([](int k) { return right(k < 950 ? 0.5 : 0.0, 0.0, 0.0); });
  CHECK(answer_of(posterior, sure).leading.empty());
}

TEST_CASE("One of two, always: that pair is undetermined, in words that name the direction") {
  const auto two_or_three = answer_of(drawn([](int k) { return k % 2 == 0 ? right(0, 0.5, 0) : right(0, 0, 0.5); }));
  REQUIRE(two_or_three.undetermined.size() == 1);
  CHECK(two_or_three.undetermined[0].words == "layer II or III, undetermined (intended right hand)");
  CHECK(two_or_three.undetermined[0].presence_of_any == Approx(1.0).epsilon(0.002));
  CHECK(two_or_three.undetermined[0].presence_of_any < 1.0);
  const auto one_or_two = answer_of(drawn([](int k) { return k % 2 == 0 ? right(0.5, 0, 0) : right(0, 0.5, 0); }));
  REQUIRE(one_or_two.undetermined.size() == 1);
  CHECK(one_or_two.undetermined[0].words == "bilateral M1: layer I or II, undetermined (intended right hand)");
}

TEST_CASE("One of three is said of all three, where no pair is enough") {
  const auto answer = answer_of(drawn([](int k) {
    return k % 3 == 0 ? right(0.5, 0, 0) : k % 3 == 1 ? right(0, 0.5, 0) : right(0, 0, 0.5);
  }));
  REQUIRE(answer.undetermined.size() == 1);
  CHECK(answer.undetermined[0].words == "layer I, II or III, undetermined (intended right hand)");
}

TEST_CASE("Where one leads, its groups are not called undetermined") {
  const auto answer = answer_of(drawn([](int k) { return right(0, k < 900 ? 0.5 : 0.0, k < 400 ? 0.5 : 0.0); }));
  CHECK(answer.leading.size() == 1);
  CHECK(answer.undetermined.empty());
}

TEST_CASE("Draws never make a presence certain, and their number bounds the Bayes factor") {
  const auto answer = answer_of(drawn([](int) { return right(0.5, 0, 0); }));
  const LoadingAnswer& present = answer.loadings[1];
  CHECK(present.presence == Approx(1000.0 / 1001.0));
  CHECK(present.bayes_factor == Approx(1000.0 / (0.32 / 0.68)));
  CHECK(answer.loadings[0].presence == Approx(1.0 / 1001.0));
}

TEST_CASE("Information is that of presence and size together") {
  base::Stream stream(1);
  const auto as_before =
      answer_of(drawn([&](int k) { return right(k < 320 ? stream.uniform(0.05, 1.0) : 0.0, 0, 0); }));
  CHECK(as_before.loadings[1].information_bits < 0.02);
  const auto present = answer_of(drawn([&](int) { return right(stream.uniform(0.05, 1.0), 0, 0); }));
  CHECK(present.loadings[1].information_bits == Approx(std::log2(1.0 / 0.32)).epsilon(0.02));
  const auto known = answer_of(drawn([&](int) { return right(stream.uniform(0.5, 0.52), 0, 0); }));
  CHECK(known.loadings[1].information_bits == Approx(std::log2(10.0 / 0.32)).epsilon(0.02));  // one bin of ten
}

TEST_CASE("Draws keep their order in all six, and their shares the weights") {
  Posterior posterior = drawn([](int k) { return right(0.1 + 0.0005 * k, 0.0, 0.2 + 0.0005 * k); });
  for (std::size_t k = 0; k < 1000; ++k) posterior.weights[k] = k < 500 ? 0.0005 : 0.0015;
  const Answer answer = answer_of(posterior);
  int late = 0;
  for (std::size_t k = 0; k < 400; ++k) {
    CHECK(answer.loadings[5].draws[k] == Approx(answer.loadings[1].draws[k] + 0.1));
    late += answer.loadings[1].draws[k] >= 0.35 ? 1 : 0;
  }
  CHECK(late == 300);
}

TEST_CASE("The prior of any of a group is what drawing from it gives") {
  const std::vector<model::LoadingName> group{{Layer::transcallosal, Direction::right},
                                              {Layer::supraspinal, Direction::right}};
  int any = 0;
  for (std::uint32_t k = 0; k < 20000; ++k) {
    base::Stream stream(3, k);
    const auto drawn = draw_loadings({}, stream);
    any += drawn[group[0]] > 0.0 || drawn[group[1]] > 0.0 ? 1 : 0;
  }
  CHECK(presence_of_any({}, group) == Approx(any / 20000.0).epsilon(0.03));
}

}  // namespace
}  // namespace trilayer::inference
