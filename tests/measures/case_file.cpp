#include "tests/measures/case_file.hpp"

#include <toml++/toml.h>

#include <initializer_list>
#include <stdexcept>

namespace trilayer::tests {
namespace {

void allow(const toml::table& table, std::initializer_list<std::string_view> keys) {
  for (const auto& [key, value] : table) {
    bool known = false;
    for (const auto allowed : keys) known = known || key.str() == allowed;
    if (!known) throw std::runtime_error("unknown key in a case file: " + std::string(key.str()));
  }
}

double number(const toml::table& table, std::string_view key, double otherwise) {
  return table[key].value<double>().value_or(otherwise);
}

std::string text(const toml::table& table, std::string_view key) {
  return table[key].value<std::string>().value_or("");
}

phantom::Response response(const toml::table& table) {
  allow(table, {"onset", "jitter", "amplitude", "spread", "length", "share"});
  return {base::Milliseconds(number(table, "onset", 20.0)),  base::Milliseconds(number(table, "jitter", 0.0)),
          base::Millivolts(number(table, "amplitude", 1.0)), number(table, "spread", 0.3),
          base::Milliseconds(number(table, "length", 15.0)), number(table, "share", 1.0)};
}

phantom::Silence silence(const toml::table& table) {
  allow(table, {"onset", "end", "jitter", "depth"});
  return {base::Milliseconds(number(table, "onset", 36.0)), base::Milliseconds(number(table, "end", 60.0)),
          base::Milliseconds(number(table, "jitter", 0.0)), number(table, "depth", 1.0)};
}

phantom::Hand hand(const toml::table& table) {
  allow(table, {"contraction", "background", "response", "silence", "task_emg", "task_onset"});
  phantom::Hand hand;
  hand.background = base::Microvolts(number(table, "background", 2.0));
  if (const auto* t = table["response"].as_table()) hand.response = response(*t);
  if (const auto* t = table["silence"].as_table()) hand.silence = silence(*t);
  hand.task_emg = base::Microvolts(number(table, "task_emg", 0.0));
  hand.task_onset = base::Milliseconds(number(table, "task_onset", 0.0));
  return hand;
}

protocol::Contraction contraction(const toml::table& table) {
  const std::string word = text(table, "contraction");
  return word == "active" ? protocol::Contraction::active
         : word == "rest" ? protocol::Contraction::rest
                          : protocol::Contraction::unstated;
}

protocol::Condition condition(const toml::table& table) {
  protocol::Condition condition;
  condition.hemisphere = protocol::parse_hemisphere(text(table, "hemisphere"));
  condition.intended = protocol::parse_side(text(table, "intended"));
  if (condition.intended) condition.task = protocol::Task::sustained_contraction;
  if (const auto interval = table["interval_ms"].value<double>()) {
    protocol::Conditioning first;
    first.interval = base::Milliseconds(*interval);
    first.hemisphere = protocol::parse_hemisphere(text(table, "conditioning"));
    condition.conditioning = first;
  }
  for (const auto side : protocol::both_sides)
    if (const auto* t = table[name(side)].as_table()) condition.hands[side].contraction = contraction(*t);
  return condition;
}

phantom::PhantomBlock block(const toml::table& table) {
  allow(table, {"id", "hemisphere", "conditioning", "interval_ms", "intended", "trials", "every", "duration", "left",
                "right"});
  phantom::PhantomBlock block;
  block.plan = {text(table, "id"), condition(table), static_cast<int>(number(table, "trials", 20.0)),
                base::Seconds(number(table, "every", 2.0)), base::Seconds(number(table, "duration", 0.0))};
  for (const auto side : protocol::both_sides)
    if (const auto* t = table[name(side)].as_table()) block.hands[side] = hand(*t);
  return block;
}

Expectation expectation(const toml::table& table) {
  allow(table, {"measure", "block", "side", "state", "value", "tolerance", "smallest_below", "reason"});
  Expectation expected;
  expected.measure = text(table, "measure");
  expected.block = text(table, "block");
  expected.side = protocol::parse_side(text(table, "side"));
  const auto state = measures::parse_state(table["state"].value<std::string>().value_or("value"));
  if (!state) throw std::runtime_error("unknown state in a case file");
  expected.state = *state;
  expected.value = table["value"].value<double>();
  expected.tolerance = number(table, "tolerance", 0.0);
  expected.smallest_below = table["smallest_below"].value<double>();
  expected.reason = text(table, "reason");
  return expected;
}

}  // namespace

Case read_case(const std::filesystem::path& path) {
  const toml::table file = toml::parse_file(path.string());
  allow(file, {"why", "seed", "phantom", "block", "expect"});
  Case read;
  read.why = text(file, "why");
  read.seed = static_cast<std::uint64_t>(number(file, "seed", 1.0));
  if (const auto* t = file["phantom"].as_table()) {
    allow(*t, {"rate", "noise", "hum", "artefact"});
    read.phantom.rate = base::Hertz(number(*t, "rate", 5000.0));
    read.phantom.sensor_noise = base::Microvolts(number(*t, "noise", 1.0));
    read.phantom.hum = base::Microvolts(number(*t, "hum", 0.0));
    read.phantom.artefact = base::Millivolts(number(*t, "artefact", 1.0));
  }
  for (const auto& entry : *file["block"].as_array()) read.phantom.blocks.push_back(block(*entry.as_table()));
  for (const auto& entry : *file["expect"].as_array()) read.expected.push_back(expectation(*entry.as_table()));
  return read;
}

}  // namespace trilayer::tests
