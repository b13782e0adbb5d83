// The protocols that come with the program give what they say, and the page about them tells the truth.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "tests/protocol/drawn_session.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/measures/detectors.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::protocol {
namespace {

std::vector<Protocol> with_measures() {
  std::vector<Protocol> all;
  for (const std::string& name : shipped_protocols())
    if (Protocol one = find_protocol(name); !one.measures.empty()) all.push_back(std::move(one));
  return all;
}

std::vector<measures::Measurement> measured(const Protocol& protocol) {
  return measures::measure({tests::drawn_session(protocol)}, {}).measurements;
}

// It was looked for and gave a number, a bound, or that there is nothing.
bool is_found(const measures::Measurement& m) { return m.value || m.state == measures::State::absent; }

// Of these sides.
bool gives(const std::vector<measures::Measurement>& all, std::string_view id, std::span<const Side> sides) {
  return std::ranges::all_of(sides, [&](Side side) {
    return std::ranges::any_of(all,
                               [&](const auto& m) { return m.key.measure == id && m.key.side == side && is_found(m); });
  });
}

std::string reasons(const std::vector<measures::Measurement>& all, std::string_view id) {
  std::string text;
  for (const auto& m : all)
    if (m.key.measure == id) text += "\n  " + m.block + ": " + m.reason;
  return text;
}

Protocol without(Protocol protocol, std::string_view blocks) {
  const auto gone =
      std::erase_if(protocol.blocks, [&](const PlannedBlock& block) { return block.id.starts_with(blocks); });
  REQUIRE(gone > 0);
  return protocol;
}

std::string page() {
  std::ifstream file(std::filesystem::path(TRILAYER_SOURCE_DIR) / "docs" / "reference" / "protocol.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

// "no: ..." or "yes", as the simulator says of one trial of every block.
std::string simulated(Protocol protocol) {
  for (PlannedBlock& block : protocol.blocks) block.trials = 1;
  try {
    model::simulate(model::Participant{}, protocol, 1);
    return "yes";
  } catch (const base::Refusal&) {
    return "no";
  }
}

TEST_CASE("every shipped protocol but the batteries says what it measures and where its numbers come from") {
  for (const std::string& name : shipped_protocols()) {
    if (name == "mirror_battery" || name == "clinical") continue;
    const Protocol protocol = find_protocol(name);
    CAPTURE(name);
    CHECK_FALSE(protocol.measures.empty());
    REQUIRE_FALSE(protocol.sources.empty());
    for (const std::string& source : protocol.sources) {
      CAPTURE(source);
      CHECK((source.find("[V") != std::string::npos || source.find("[M") != std::string::npos ||
             source.find("[project]") != std::string::npos));
    }
    for (const std::string& id : protocol.measures) {
      CAPTURE(id);
      CHECK(catalogue::find_descriptor(id) != nullptr);
      CHECK(measures::detector_of(id) != nullptr);
    }
  }
}

TEST_CASE("a session of every shipped protocol gives each measure that the protocol says it is for") {
  for (const Protocol& protocol : with_measures()) {
    const auto all = measured(protocol);
    // Premotor cortex is conditioned on one side alone, and so one hand is measured.
    const std::vector<Side> sides =
        protocol.name == "premotor_switch" ? std::vector{Side::left} : std::vector{Side::left, Side::right};
    for (const std::string& id : protocol.measures)
      CHECK_MESSAGE(gives(all, id, sides), protocol.name << " does not give " << id << reasons(all, id));
  }
}

TEST_CASE("a measure is lost with the blocks that it needs") {
  struct Lost {
    std::string protocol, blocks, measure;
  };
  for (const Lost& lost :
       {Lost{"ihi_on_sici", "sici-3", "ihi_on_sici"},
        Lost{"isp_other_hand", "other-hand-rests", "isp_other_hand_effect"},
        Lost{"central_conduction", "nerve", "cmct_f"}, Lost{"central_conduction", "root", "cmct_root"},
        Lost{"csp_mapping", "both-hands-together", "csp_both_pulses_change"},
        Lost{"bimanual_default", "both", "bimanual_cost"}, Lost{"task_ihi", "rest-ihi", "ihi_task_change"},
        Lost{"preparatory_suppression", "baseline", "preparatory_suppression"},
        Lost{"premotor_switch", "test-", "premotor_switch"}}) {
    CAPTURE(lost.protocol);
    CAPTURE(lost.measure);
    const auto all = measured(without(find_protocol(lost.protocol), lost.blocks));
    for (const Side side : both_sides) CHECK_FALSE(gives(all, lost.measure, std::array{side}));
  }
}

TEST_CASE(
    "where hands contract under pulses, there are pulses at rest too: a mirroring hand rests only with the other") {
  const auto contracts = [](const PlannedBlock& block) {
    return block.condition.hands.left.contraction == Contraction::active ||
           block.condition.hands.right.contraction == Contraction::active;
  };
  const auto rests = [](const PlannedBlock& block) {
    return block.condition.task == Task::stimulation && block.condition.hands.left.contraction == Contraction::rest &&
           block.condition.hands.right.contraction == Contraction::rest;
  };
  for (const std::string& name : shipped_protocols()) {
    CAPTURE(name);
    const Protocol protocol = find_protocol(name);
    if (std::ranges::any_of(protocol.blocks, contracts)) CHECK(std::ranges::any_of(protocol.blocks, rests));
  }
}

TEST_CASE("the page has a row for every shipped protocol with its minutes, its pulses, and whether it is simulated") {
  const std::string text = page();
  for (const std::string& name : shipped_protocols()) {
    const Protocol protocol = find_protocol(name);
    const std::string row = fmt::format(" | {:.0f} | {} | {} |\n", session_time(protocol).value() / 60.0,
                                        effort(protocol).pulses, simulated(protocol));
    const auto begin = text.find("\n| `" + name + "` |");
    REQUIRE_MESSAGE(begin != std::string::npos, "docs/reference/protocol.md has no row for " << name);
    const std::string line = text.substr(begin + 1, text.find('\n', begin + 1) - begin);
    CHECK_MESSAGE(line.ends_with(row), "the row '" << line << "' does not end in" << row);
  }
}

}  // namespace
}  // namespace trilayer::protocol
