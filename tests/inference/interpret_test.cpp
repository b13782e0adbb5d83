#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "synthetic.hpp"
#include "trilayer/inference/answer.hpp"

namespace trilayer::inference {
namespace {

using measures::Measurement;
using measures::State;

// A bank with the features of the program, of which the second row (the first is the age) says something about layer
// II.
Bank bank() {
  synthetic::World world(feature_names().size() / 2);
  world[1].transcallosal = 2.0;
  return synthetic::bank_of(world, 400);
}

Measurement wrong_hand_lead(protocol::Side mirror_hand) {
  Measurement measurement;
  measurement.key.measure = "wrong_hand_lead";
  measurement.key.side = mirror_hand;
  measurement.state = State::value;
  measurement.value = 0.18;
  measurement.standard_error = 0.2;
  measurement.trials = 60;
  return measurement;
}

bool names(const std::vector<std::string>& words, const std::string& title, const char* direction) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word == title + " (" + direction + ")"; });
}

TEST_CASE("The answer names what it rests on and what it lacked, with the direction") {
  FeatureRow row(feature_names().size());
  row[3] = {State::value, 1.0, 0.2};
  const Answer answer = interpret(row, bank());
  const std::string title(title_of(3));
  CHECK(answer.used.size() == 1);
  CHECK(names(answer.used, title, "right"));
  CHECK(names(answer.lacked, title, "left"));
  CHECK(answer.lacked.size() == row.size() - 2);
  CHECK(answer.bank_sessions == 400);
  CHECK(answer.warnings.empty());
}

TEST_CASE("A warning names the measure that is unlike anything simulated") {
  FeatureRow row(feature_names().size());
  row[3] = {State::value, 4.5, 0.2};
  const Answer odd_value = interpret(row, bank());
  REQUIRE(odd_value.warnings.size() == 1);
  CHECK(odd_value.warnings[0].code == "unlike_bank");
  CHECK(odd_value.warnings[0].text.starts_with(std::string(title_of(3)) + " (right): "));
  row[3] = {State::unobtainable, 0.0, 0.0};
  const Answer odd_state = interpret(row, bank());
  REQUIRE(odd_state.warnings.size() == 1);
  CHECK(odd_state.warnings[0].text.find("unobtainable") != std::string::npos);
  CHECK(odd_state.not_informed.size() == 6);
}

TEST_CASE("A wrong hand that leads bears on the direction in which it is the mirror hand") {
  const auto selection =
      selection_of({wrong_hand_lead(protocol::Side::left), {}, wrong_hand_lead(protocol::Side::right)});
  REQUIRE(selection.size() == 2);
  CHECK(selection[0].direction == protocol::Direction::left);
  CHECK(selection[1].direction == protocol::Direction::right);
  CHECK(selection[0].share == 0.18);
  CHECK(selection[0].trials == 60);
}

TEST_CASE("A loading does not lead without a measure that bears on its layer and direction") {
  FeatureRow row(feature_names().size());
  row[3] = {State::value, 3.0, 0.1};  // a crossed response, which bears on no layer, though this bank ties it to II
  const model::LoadingName two{model::Layer::transcallosal, protocol::Direction::right};
  const Answer by_numbers = interpret(row, bank());
  REQUIRE(std::count(by_numbers.leading.begin(), by_numbers.leading.end(), two) == 1);

  Measurement response;
  response.key = {"cmep_amplitude", "single pulse, 110 %RMT, rest", protocol::Side::left, "FDI",
                  protocol::Hemisphere::right};
  response.state = State::value;
  response.value = std::exp(3.0);
  response.standard_error = 0.1;
  response.trials = 10;
  const Answer by_name = interpret("01", {response}, {}, bank());
  REQUIRE(by_name.used.size() == 1);
  CHECK(by_name.loadings[model::index_of(two)].presence == by_numbers.loadings[model::index_of(two)].presence);
  CHECK(by_name.leading.empty());
}

TEST_CASE("What is said of disease, drugs, sex or handedness changes nothing: no diagnosis is an input") {
  Measurement response;
  response.key = {"cmep_amplitude", "single pulse, 110 %RMT, rest", protocol::Side::left, "FDI",
                  protocol::Hemisphere::right};
  response.state = State::value;
  response.value = std::exp(1.0);
  response.standard_error = 0.1;
  response.trials = 10;
  recording::Context plain, told;
  told.lesion = "cerebral palsy, left";
  told.affected_side = protocol::Side::right;
  told.drugs = "levodopa 100 mg at 8:00, off";
  told.sex = "F";
  told.handedness = "left";
  for (const bool by_network : {false, true}) {
    const Bank own = bank();
    const Method method = by_network ? network_method(shipped_network()) : abc_method(own);
    const Answer a = interpret("01", {response}, plain, method), b = interpret("01", {response}, told, method);
    for (std::size_t i = 0; i < 6; ++i) CHECK(a.loadings[i].draws == b.loadings[i].draws);
  }
}

TEST_CASE("A participant without any measurement gets the prior, and selection nothing") {
  const Answer answer = interpret("01", {}, {}, bank());
  CHECK(answer.participant == "01");
  CHECK(answer.selection.empty());
  CHECK(answer.used.empty());
  CHECK(answer.lacked.size() == feature_names().size() - 1);  // the age is named once
  CHECK(answer.not_informed.size() == 6);
}

}  // namespace
}  // namespace trilayer::inference
