// The network: what is shipped, what it is told, and that its own evaluation is LibTorch's.
#include "trilayer/inference/network/network.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/inference/fake_sessions.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/inference/answer.hpp"
#include "trilayer/inference/contributions.hpp"
#include "trilayer/inference/design.hpp"
#include "trilayer/inference/method.hpp"
#include "trilayer/inference/network/masks.hpp"
#include "trilayer/inference/network/network_posterior.hpp"

namespace trilayer::inference {
namespace {

using measures::State;

Network small_network(std::uint64_t seed = 4) {
  Network network;
  network.recipe = fake_recipe(1);
  network.shape = {input_count(), 5, 1, {2}};
  network.scales = scales_of(fake_bank(0, 40));
  base::Stream stream(seed);
  network.members.resize(2);
  for (auto& member : network.members)
    for (std::size_t i = 0; i < network.shape.parameters(); ++i)
      member.push_back(static_cast<float>(0.3 * stream.normal()));
  return network;
}

TEST_CASE("LibTorch and the program's own evaluation give the same log density, within 1e-5") {
  const std::string text = base::read_file(TRILAYER_SOURCE_DIR "/tests/inference/network/torch_densities.tsv");
  std::size_t compared = 0;
  for (const std::string& line : base::split(text, '\n')) {
    const auto cells = base::split(line, '\t');
    if (cells.size() != 2 || cells[0] == "session") continue;
    const auto number = static_cast<std::uint32_t>(*base::parse_integer(cells[0]));
    const auto& rows = shipped_bank().rows;
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const BankRow& r) { return r.number == number; });
    REQUIRE(row != rows.end());
    const double own = log_density(densities(shipped_network(), row->features), row->truth);
    CAPTURE(number);
    CHECK(std::abs(own - *base::parse_number(cells[1])) < 1e-5);
    ++compared;
  }
  CHECK(compared >= 20);
}

TEST_CASE("The network inside the program is under 1 MB and was trained on this program's features and model") {
  CHECK(to_bytes(shipped_network()).size() < 1'000'000);
  CHECK_NOTHROW(require_ours(shipped_network().recipe, "the embedded network"));
  CHECK(&shipped_network() == &shipped_network());
}

TEST_CASE("A network comes back from its bytes as it was; damaged ones are refused") {
  const Network network = small_network();
  const std::string bytes = to_bytes(network);
  const Network back = network_from_bytes(bytes, "test");
  CHECK(back.members == network.members);
  CHECK(to_bytes(back) == bytes);
  CHECK_THROWS_AS(network_from_bytes(bytes.substr(0, bytes.size() - 5), "test"), base::Refusal);
  CHECK_THROWS_AS(network_from_bytes(bytes + "x", "test"), base::Refusal);
  CHECK_THROWS_AS(network_from_bytes("trilayer bank, format 2\n", "test"), base::Refusal);
  rc::check([&] {
    std::string other = bytes;
    const auto place = *rc::gen::inRange<std::size_t>(0, bytes.size());
    other[place] = static_cast<char>(other[place] ^ (1 << *rc::gen::inRange(0, 8)));
    RC_ASSERT_THROWS_AS(network_from_bytes(other, "test"), base::Refusal);
  });
}

TEST_CASE("What is missing or invalid is no input at all; what could not be had is") {
  FeatureRow row(feature_names().size());
  std::vector<double> inputs(input_count());
  const auto scales = small_network().scales;
  const auto any = [&] {
    encode_inputs(row, scales, false, inputs);
    return std::any_of(inputs.begin(), inputs.end(), [](double x) { return x != 0.0; });
  };
  CHECK(!any());
  row[9] = {State::invalid, 2.0, 0.1};
  CHECK(!any());
  row[9] = {State::unobtainable};
  CHECK(any());
  row[9] = {State::absent, 0.4, 0.0};
  CHECK(any());
}

TEST_CASE("Left and right exchanged in a session exchange them in the answer, to the last bit") {
  const Network network = small_network();
  for (std::uint32_t number = 0; number < 5; ++number) {
    const FeatureRow row = fake_session(number).features;
    const Posterior as_is = posterior(row, network), other = posterior(mirrored(row), network);
    REQUIRE(as_is.draws.size() == other.draws.size());
    for (std::size_t k = 0; k < as_is.draws.size(); ++k) CHECK(mirrored(as_is.draws[k]) == other.draws[k]);
  }
}

TEST_CASE("Nothing observed gives the prior, whatever the weights") {
  const Network network = small_network();
  CHECK(posterior(FeatureRow(feature_names().size()), network).draws.empty());
  const Answer answer = interpret(FeatureRow(feature_names().size()), network_method(network));
  CHECK(answer.not_informed.size() == 6);
  CHECK(answer.callosal_gain.empty());
}

TEST_CASE("A number outside what the network has learnt from is named") {
  FeatureRow row(feature_names().size());
  row[5] = {State::value, 1e4, 0.1};
  const Posterior found = posterior(row, small_network());
  REQUIRE(found.unlike.size() == 1);
  CHECK(found.unlike[0].feature == 5);
}

TEST_CASE("What a measure adds is the answer with it against the answer without it") {
  const Network network = small_network();
  const FeatureRow row = fake_session(3).features;
  const auto all = contributions(row, network);
  REQUIRE(!all.empty());
  const auto& first = all.front();
  FeatureRow without = row;
  without[first.feature] = {};
  const auto before = presences(densities(network, without)), after = presences(densities(network, row));
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(first.presence_without[i] == before[i]);
    CHECK(first.shift[i] ==
          doctest::Approx(std::log(after[i] / (1 - after[i])) - std::log(before[i] / (1 - before[i]))));
  }
  for (std::size_t k = 1; k < all.size(); ++k) CHECK(all[k - 1].bits >= all[k].bits);
}

TEST_CASE("Masks of training know nothing of the session, and leave the age out in about a third") {
  int ages = 0, all = 0, nothing = 0;
  constexpr int masks = 2000;
  for (std::uint32_t k = 0; k < masks; ++k) {
    base::Stream stream(6, k);
    const Pattern mask = draw_mask(stream);
    REQUIRE(mask.size() == feature_names().size());
    ages += mask[0] ? 1 : 0;
    all += std::count(mask.begin() + 2, mask.end(), false) == 0 ? 1 : 0;
    nothing += std::count(mask.begin() + 2, mask.end(), true) == 0 ? 1 : 0;
  }
  CHECK(std::abs(ages - 0.65 * masks) < 0.05 * masks);
  CHECK(all > 0.15 * masks);
  CHECK(nothing > 0.01 * masks);
}

TEST_CASE("Blurring moves a number by as much as its error grows") {
  FeatureRow row(feature_names().size());
  for (Feature& feature : row) feature = {State::value, 0.0, 1.0, 10};
  const auto scales = small_network().scales;
  double squares = 0.0, added = 0.0;
  int count = 0;
  for (std::uint32_t k = 0; k < 300; ++k) {
    base::Stream stream(7, k);
    const FeatureRow seen = blurred(row, scales, stream);
    CHECK(seen[0].value == 0.0);  // an age is not blurred
    for (std::size_t f = 2; f < seen.size(); ++f) {
      if (seen[f].error <= 1.0) continue;
      squares += seen[f].value * seen[f].value;
      added += seen[f].error * seen[f].error - 1.0;
      ++count;
    }
  }
  REQUIRE(count > 1000);
  CHECK(squares / added == doctest::Approx(1.0).epsilon(0.1));
}

}  // namespace
}  // namespace trilayer::inference
