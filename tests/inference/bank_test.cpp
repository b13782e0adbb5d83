#include "trilayer/inference/bank.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/inference/fake_sessions.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/inference/bank_format.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::inference {
namespace {

using measures::State;

// With a checksum that fits, so that what is behind it is reached.
std::string sealed(std::string content) {
  put(content, base::fnv1a(content), 8);
  return content;
}

std::string unsealed(const std::string& bytes) { return bytes.substr(0, bytes.size() - 8); }

bool is_refused(const std::string& bytes) {
  try {
    bank_from_bytes(bytes, "test");
    return false;
  } catch (const base::Refusal& refusal) {
    return refusal.place() == "test" && !refusal.advice().empty();
  }
}

TEST_CASE("A bank comes back from its bytes within the steps of its scale, with states and presence as they were") {
  const Bank bank = fake_bank(5, 40);
  const Bank back = bank_from_bytes(to_bytes(bank), "test");
  CHECK(back.recipe == bank.recipe);
  REQUIRE(back.rows.size() == bank.rows.size());
  for (std::size_t r = 0; r < bank.rows.size(); ++r) {
    CHECK(back.rows[r].number == bank.rows[r].number);
    for (const auto loading : model::all_loadings) {
      const double truth = bank.rows[r].truth[loading];
      CHECK((back.rows[r].truth[loading] == 0.0) == (truth == 0.0));
      CHECK(std::abs(back.rows[r].truth[loading] - truth) < 1e-5);
    }
    for (std::size_t i = 0; i < feature_names().size(); ++i) {
      const double step = scale_of(i) == Scale::linear ? 0.01 : 0.001;
      const Feature &before = bank.rows[r].features[i], &after = back.rows[r].features[i];
      CHECK(after.state == before.state);
      CHECK(std::abs(after.value - before.value) <= 0.5 * step + 1e-12);
      CHECK(std::abs(after.error - before.error) <= 0.5 * step + 1e-12);
      CHECK(after.trials == before.trials);
    }
  }
  CHECK(to_bytes(back) == to_bytes(bank));
  CHECK(hash_of(back) == hash_of(bank));
}

TEST_CASE("What does not fit the steps is held at their ends; the smallest loading and error do not become none") {
  Bank bank = fake_bank(0, 1);
  bank.rows[0].truth.values[2] = 1e-9;
  bank.rows[0].features[2] = {State::value, 1e6, 1e-9};
  bank.rows[0].features[3] = {State::at_least, -1e6, 1e6};
  const Bank back = bank_from_bytes(to_bytes(bank), "test");
  CHECK(back.rows[0].truth.values[2] > 0.0);
  CHECK(back.rows[0].features[2].value == doctest::Approx(32.767));
  CHECK(back.rows[0].features[2].error == doctest::Approx(0.001));
  CHECK(back.rows[0].features[3].value == doctest::Approx(-32.768));
  CHECK(back.rows[0].features[3].error == doctest::Approx(65.535));
}

TEST_CASE("A bank cut short anywhere, or with one bit turned, is refused") {
  const std::string bytes = to_bytes(fake_bank(0, 3));
  for (std::size_t size = 0; size < bytes.size(); size += size < 400 ? 1 : 37) CHECK(is_refused(bytes.substr(0, size)));
  CHECK(is_refused(bytes + "x"));
  for (std::size_t at = 0; at < bytes.size(); at += at < 400 ? 1 : 23) {
    std::string turned = bytes;
    turned[at] = static_cast<char>(turned[at] ^ 4);
    CHECK(is_refused(turned));
  }
}

TEST_CASE("Bytes that lie about what they hold are refused without taking memory for it") {
  const std::string bytes = unsealed(to_bytes(fake_bank(0, 3)));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = bytes;
    const auto at = changed.find(from);
    REQUIRE(at != std::string::npos);
    return sealed(changed.replace(at, from.size(), to));
  };
  CHECK_FALSE(is_refused(sealed(bytes)));
  CHECK(is_refused(with("\"sessions\":3", "\"sessions\":4000000000")));
  CHECK(is_refused(with("\"sessions\":3", "\"sessions\":4")));
  CHECK(is_refused(with("\"sessions\":3", "\"sessions\":2")));
  CHECK(is_refused(with("\"sessions\":3", "\"sessions\":-3")));
  CHECK(is_refused(with("\"sessions\":3", "\"sessions\":\"3\"")));
  CHECK(is_refused(with("\"model_version\":", "\"model_version\":9")));
  CHECK(is_refused(with("\"features\":\"", "\"features\":\"0")));
  CHECK(is_refused(with("\"seed\":1", "\"seed\":[[[[[")));
  CHECK(is_refused(with("format 2", "format 3")));

  const std::size_t first_row = bytes.find('\n', bytes.find('{')) + 1;
  std::string number = bytes, state = bytes;
  number[first_row] = 9;  // the first session's number is no longer the smallest
  CHECK(is_refused(sealed(number)));
  state[first_row + 16] = static_cast<char>(0xF0);  // no such state
  CHECK(is_refused(sealed(state)));
  base::Stream stream(3);
  for (int i = 0; i < 300; ++i) {  // whatever stands there: a bank or a refusal, nothing else
    std::string noise = bytes;
    for (int j = 0; j < 4; ++j)
      noise[stream.below(static_cast<std::uint32_t>(noise.size()))] = static_cast<char>(stream.below(256));
    CHECK_NOTHROW(is_refused(sealed(noise)));
  }
}

TEST_CASE("A bank of other features, settings or another model is refused, and says of which") {
  const auto refusal = [](const auto& change) -> std::string {
    Bank bank = fake_bank(0, 2);
    change(bank.recipe);
    try {
      bank_from_bytes(to_bytes(bank), "test");
    } catch (const base::Refusal& refused) {
      return refused.problem();
    }
    return "";
  };
  CHECK(refusal([](Recipe&) {}).empty());
  CHECK(refusal([](Recipe& r) { r.protocol_name = "ours \"\n\u00e9"; }).empty());
  CHECK(refusal([](Recipe& r) { r.features += 1; }).find("features") != std::string::npos);
  CHECK(refusal([](Recipe& r) { r.settings += 1; }).find("settings") != std::string::npos);
  CHECK(refusal([](Recipe& r) { r.model_version += 1; }).find("model") != std::string::npos);
}

TEST_CASE("Shards merge to the bank they are the shards of, in any order and with sessions in common") {
  const Bank whole = fake_bank(0, 20);
  CHECK(to_bytes(merge({fake_bank(0, 7), fake_bank(7, 13)})) == to_bytes(whole));
  CHECK(to_bytes(merge({fake_bank(7, 13), fake_bank(0, 7)})) == to_bytes(whole));
  CHECK(to_bytes(merge({fake_bank(0, 12), fake_bank(7, 13), whole})) == to_bytes(whole));
  CHECK(to_bytes(merge({whole})) == to_bytes(whole));
}

TEST_CASE("Shards of different banks, or with one session of two contents, are refused") {
  CHECK_THROWS_AS(merge({fake_bank(0, 5, 1), fake_bank(5, 5, 2)}), base::Refusal);
  Bank other = fake_bank(3, 5);
  other.rows[0].features[0] = {State::value, 1.25, 0.1};
  CHECK_THROWS_AS(merge({fake_bank(0, 5), other}), base::Refusal);
}

TEST_CASE(
    "The bank inside the program fits the program: if this fails, rebuild trilayer/inference/bank.tri or revert") {
  CHECK_NOTHROW(shipped_bank());
  CHECK(&shipped_bank() == &shipped_bank());
  CHECK(shipped_bank().recipe.protocol == recipe_of(BankPlan{}).protocol);
  CHECK(shipped_bank().rows.size() >= 1000);
}

// One measurement of every measure from every block and hand that the protocol has.
std::vector<measures::Measurement> everything_from(const protocol::Protocol& protocol) {
  std::vector<measures::Measurement> all;
  for (const auto& block : protocol.blocks)
    for (const auto& measure : catalogue::measures())
      for (const auto side : protocol::both_sides) {
        measures::Measurement m;
        m.key = {std::string(measure.id), protocol::label(block.condition), side, "FDI", block.condition.hemisphere};
        m.state = State::value;
        m.value = 0.5;
        all.push_back(m);
      }
  return all;
}

TEST_CASE("The full battery has a block for every feature, the short one for most of them") {
  const auto seen = [](const char* name) {
    recording::Context context;
    context.age = 30.0;
    const FeatureRow row = features_of(everything_from(protocol::find_protocol(name)), context);
    std::size_t there = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].state == State::value) ++there;
      if (std::string(name) == "mirror_battery") {
        CAPTURE(feature_names()[i].name);
        CHECK(row[i].state == State::value);
      }
    }
    return there;
  };
  CHECK(seen("mirror_battery") == feature_names().size());
  CHECK(seen("clinical") > feature_names().size() / 2);
}

}  // namespace
}  // namespace trilayer::inference
