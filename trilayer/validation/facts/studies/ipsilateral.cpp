// Responses of the hand on the side of the pulse.
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::Side;

constexpr double latest_of_adults = 10.0;  // ms after the cMEP: the child's response comes 12 to 14 ms later

// 50 uV or more in 5 of 10 trials or more.
std::optional<double> is_present_at_rest(const Visit& visit) {
  const auto share = of_presence("imep_persistence", "rest-150", Side::left)(visit);
  if (!share) return std::nullopt;
  return measured(visit, "imep_persistence", "rest-150", Side::left).value_or(0.0) >= 0.5 ? 1.0 : 0.0;
}

std::optional<double> ratio_where_present(const Visit& visit) {
  if (is_present_at_rest(visit) != 1.0) return std::nullopt;
  return measured(visit, "imep_ratio", "rest-150", Side::left);
}

Read of_onset_difference(std::string block) {
  return of_confounded("imep_latency_difference", std::move(block), Side::left);
}

// A slow response like a child's; 0 where there is none at all.
std::optional<double> slow_as_in_children(const Visit& visit) {
  const auto present = of_presence("imep_presence", "strong", Side::left)(visit);
  if (!present) return std::nullopt;
  const auto later = of_onset_difference("strong")(visit);
  return *present == 1.0 && later && *later >= latest_of_adults ? 1.0 : 0.0;
}

Study at_rest() {
  return {"imep-rest",
          "rest, 150 %RMT to the left hemisphere, 10 pulses",
          {"FDI"},
          {},
          fixed({pulses("rest-150", Hemisphere::left, of_rmt(150.0), 10)}),
          {{"present", is_present_at_rest}, {"ratio", ratio_where_present}}};
}

Study in_contraction() {
  auto block = contracting(contracting(pulses("strong", Hemisphere::left,
                                              {100.0, protocol::IntensityReference::maximum_stimulator_output}, 20),
                                       Side::left, 50.0),
                           Side::right, 10.0);
  return {"imep-active",
          "left FDI at 50 %, right one at 10 %, full stimulator output to the left hemisphere, 20 pulses",
          {"FDI"},
          {},
          fixed({block}),
          {{"present", of_presence("imep_presence", "strong", Side::left)},
           {"onset_difference", of_onset_difference("strong")},
           {"slow", slow_as_in_children}}};
}

Study spread() {
  return {"spread",
          "rest, 170 %RMT to the left hemisphere, 20 pulses, in people whose current spreads: 0.7 of it reaches the "
          "other hemisphere",
          {"FDI"},
          {},
          fixed({pulses("rest-170", Hemisphere::left, of_rmt(170.0), 20)}),
          {{"onset_difference", of_onset_difference("rest-170")}},
          {{"current_spread", 0.7}}};
}

}  // namespace

std::vector<Study> ipsilateral_studies() {
  return {asking_presence(at_rest()), asking_presence(in_contraction()), asking_presence(spread())};
}

}  // namespace trilayer::validation
