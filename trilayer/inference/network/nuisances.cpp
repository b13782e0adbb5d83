#include "trilayer/inference/network/nuisances.hpp"

#include <algorithm>

#include "trilayer/base/elementary.hpp"
#include "trilayer/model/motor_cortex.hpp"
#include "trilayer/model/parameters.hpp"

namespace trilayer::inference {
namespace {

using protocol::Direction;
using protocol::Hemisphere;

constexpr double smallest_gain = 0.02;

double log_over_median(double value, std::string_view row) {
  return base::portable_log(std::max(smallest_gain, value / model::find_parameter(row)->value));
}

}  // namespace

std::array<double, 2 * nuisance_count> nuisances_of(const model::Participant& participant) {
  std::array<double, 2 * nuisance_count> all{};
  for (const Direction direction : protocol::both_directions) {
    const Hemisphere sender = protocol::contralateral_hemisphere(protocol::intended_side(direction));
    const auto& from = participant.hemisphere[sender];
    const auto& to = participant.hemisphere[opposite(sender)];
    const auto left = [&](double share) { return model::callosal_efficacy(participant, sender, share); };
    const std::array<double, nuisance_count> values{
        log_over_median(from.fast_callosal * left(from.fast_share), "fast_callosal"),
        log_over_median(from.slow_callosal * left(from.slow_share), "slow_callosal"),
        log_over_median(from.tonic_gate_callosal * left(from.tonic_share), "tonic_gate_callosal"),
        from.integrity,
        log_over_median(to.gaba_a, "gaba_a"),
        log_over_median(participant.person.premotor_leak, "premotor_leak")};
    for (std::size_t n = 0; n < nuisance_count; ++n) all[2 * n + (direction == Direction::right ? 1 : 0)] = values[n];
  }
  return all;
}

std::string_view nuisance_name(std::size_t nuisance) {
  constexpr std::array<std::string_view, nuisance_count> names{
      "fast_callosal_gain", "slow_callosal_gain", "tonic_callosal_gain", "integrity", "gaba_a", "premotor_share"};
  return names.at(nuisance);
}

}  // namespace trilayer::inference
