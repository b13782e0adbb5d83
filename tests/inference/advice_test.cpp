// Which protocol would tell most: more tells more, what adds nothing is not named, limits are kept.
#include "trilayer/inference/advice.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "trilayer/inference/network/encoding.hpp"

namespace trilayer::inference {
namespace {

// A hundred of the shipped bank's sessions: enough to compare, and quick.
Bank some() {
  Bank bank = shipped_bank();
  bank.rows.resize(100);
  return bank;
}

std::vector<protocol::Protocol> protocols(const std::vector<std::string>& names) {
  std::vector<protocol::Protocol> all;
  for (const auto& name : names) all.push_back(protocol::find_protocol(name));
  return all;
}

const Advice& of(const std::vector<Advice>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Advice& a) { return a.protocol == name; });
  REQUIRE(found != all.end());
  return *found;
}

TEST_CASE("Without any data the full battery tells most, and every protocol something") {
  const FeatureRow nothing(feature_names().size());
  const auto all =
      advise(nothing, shipped_network(), some(), protocols({"wrong_hand_lead", "mirror_battery", "mirror_emg"}), {});
  REQUIRE(all.size() == 3);
  CHECK(all.front().protocol == "mirror_battery");
  CHECK(of(all, "mirror_battery").bits > 1.0);
  CHECK(of(all, "mirror_battery").pulses > of(all, "wrong_hand_lead").pulses);
}

TEST_CASE("What is known already is not advised") {
  FeatureRow known = some().rows[4].features;
  for (std::size_t f = 0; f < known.size(); ++f)
    if (!is_informative(known[f].state)) known[f] = {measures::State::unobtainable};
  CHECK(advise(known, shipped_network(), some(), protocols({"mirror_battery", "clinical"}), {}).empty());
}

TEST_CASE("What the limits forbid is left out with the reason, at the end") {
  const FeatureRow nothing(feature_names().size());
  Limits limits{30.0, std::nullopt, std::nullopt};
  const auto by_time = advise(nothing, shipped_network(), some(), protocols({"mirror_battery", "mirror_emg"}), limits);
  CHECK(by_time.back().protocol == "mirror_battery");
  CHECK(by_time.back().left_out.find("min") != std::string::npos);
  limits = {std::nullopt, 100, std::nullopt};
  CHECK(!of(advise(nothing, shipped_network(), some(), protocols({"clinical"}), limits), "clinical").left_out.empty());
  limits = {std::nullopt, std::nullopt, 125.0};
  const auto by_output = advise(nothing, shipped_network(), some(), protocols({"clinical"}), limits);
  CHECK(by_output.front().left_out.find("%RMT") != std::string::npos);
}

}  // namespace
}  // namespace trilayer::inference
