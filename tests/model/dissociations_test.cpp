// The dissociations of examples/dissociations: each participant's session shows what the file says, by the program's
// own measures, and a healthy one does not.
#include <doctest/doctest.h>

#include <filesystem>
#include <optional>
#include <string>

#include "trilayer/measures/measure.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/participant_file.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::model {
namespace {

using protocol::Side;

// A session of mirror_battery, measured.
struct Session {
  measures::Results results;

  // Of the left hand, in the block whose id begins so; nothing where there is none.
  [[nodiscard]] std::optional<double> operator()(const std::string& measure, const std::string& block) const {
    for (const auto& m : results.measurements)
      if (m.key.measure == measure && m.key.side == Side::left && m.block.starts_with(block) && m.value) return m.value;
    return std::nullopt;
  }
  [[nodiscard]] bool absent(const std::string& measure, const std::string& block) const {
    for (const auto& m : results.measurements)
      if (m.key.measure == measure && m.key.side == Side::left && m.block.starts_with(block))
        return m.state == measures::State::absent;
    return false;
  }
};

Session session_of(const Participant& participant) {
  return {measures::measure({simulate(participant, protocol::find_protocol("mirror_battery"), 5, 2)},
                            measures::Settings{}, 2)};
}
Session session_of(const std::string& file) {
  return session_of(read_participant(std::filesystem::path(TRILAYER_EXAMPLES) / "dissociations" / file));
}
const Session& health() {
  static const Session healthy = session_of(median_participant());
  return healthy;
}

TEST_CASE("IHI can be lost without any mirroring") {
  const Session s = session_of("ihi_lost_no_mirroring.toml");
  CHECK(*s("ihi", "ihi-10-right") > *health()("ihi", "ihi-10-right") + 0.15);
  CHECK(*s("ihi", "ihi-40-right") > *health()("ihi", "ihi-40-right") + 0.15);
  CHECK(s.absent("mirror_emg_ratio", "hold-30-right"));
}

TEST_CASE("A hand can mirror strongly with normal iSP and IHI") {
  const Session s = session_of("mirroring_isp_normal.toml");
  CHECK(*s("mirror_emg_ratio", "hold-60-right") > 20.0);
  CHECK(*s("isp_area", "active-ipsilateral-left") ==
        doctest::Approx(*health()("isp_area", "active-ipsilateral-left")).epsilon(0.2));
  CHECK(*s("ihi", "ihi-10-right") == doctest::Approx(*health()("ihi", "ihi-10-right")).epsilon(0.2));
}

TEST_CASE("Of IHI the long phase can be lost alone") {
  const Session s = session_of("long_phase_lost.toml");
  CHECK(*s("ihi", "ihi-10-right") < *health()("ihi", "ihi-10-right") + 0.12);
  CHECK(*s("ihi", "ihi-40-right") > 0.85);
}

TEST_CASE("The iSP can stop growing with the other hand's contraction while everything at rest is as in health") {
  const Session s = session_of("task_modulation_lost.toml");
  const auto growth = [](const Session& each) {
    return *each("isp_area", "active-both-left") - *each("isp_area", "active-ipsilateral-left");
  };
  CHECK(growth(health()) > growth(s) + 0.5);
  CHECK(*s("ihi", "ihi-10-right") == doctest::Approx(*health()("ihi", "ihi-10-right")).epsilon(0.05));
}

TEST_CASE("One M1 can drive both hands: an iMEP as large as the cMEP, mirroring without a lag") {
  const Session s = session_of("one_m1_two_hands.toml");
  CHECK(*s("imep_ratio", "active-ipsilateral-left") > 0.7);
  CHECK(*s("mirror_emg_ratio", "hold-30-right") > 50.0);
  CHECK(health().absent("imep_amplitude", "active-ipsilateral-left"));
}

TEST_CASE("Two M1 can drive one hand: its silence is short after one pulse and longer after both") {
  const Session s = session_of("two_m1_one_hand.toml");
  CHECK(*s("csp_duration", "active-contralateral-right") <
        *health()("csp_duration", "active-contralateral-right") - 30.0);
  CHECK(*s("csp_duration", "together-right") > *s("csp_duration", "active-contralateral-right") + 30.0);
}

}  // namespace
}  // namespace trilayer::model
