#include "trilayer/measures/excitability/intensity_series.hpp"

#include <algorithm>
#include <tuple>

namespace trilayer::measures {
namespace {

using protocol::Condition;
using protocol::Intensity;
using protocol::IntensityReference;

bool fits(const BlockChannel& look) {
  const Condition& c = look.block->condition;
  return look.contralateral() && c.task == protocol::Task::stimulation && !c.conditioning && !c.earlier &&
         !c.both_hemispheres_together && !c.after_cue;
}

Condition without_intensity(const BlockChannel& look) {
  Condition condition = look.block->condition;
  condition.intensity.reset();
  condition.hands[look.side].contraction = look.active ? protocol::Contraction::active : protocol::Contraction::rest;
  return condition;
}

bool belongs(const IntensitySeries& series, const BlockChannel& look, const Condition& condition) {
  const BlockChannel& first = *series.looks.front();
  return first.side == look.side && first.muscle == look.muscle && series.active == look.active &&
         series.condition == condition;
}

std::optional<double> output_of(const Intensity& intensity, const recording::Context& context,
                                protocol::Hemisphere hemisphere) {
  if (intensity.reference == IntensityReference::maximum_stimulator_output) return intensity.percent;
  const auto* threshold =
      stated_threshold(context, hemisphere, intensity.reference == IntensityReference::active_motor_threshold);
  if (threshold == nullptr) return std::nullopt;
  return intensity.percent * threshold->percent_output / 100.0;
}

const protocol::Pulse* test_pulse(const protocol::Trial& trial) {
  for (const protocol::Pulse& pulse : trial.pulses)
    if (pulse.role == protocol::PulseRole::test) return &pulse;
  return nullptr;
}

// The trials of the series' blocks in order of time; recordings stand in order.
void gather_trials(IntensitySeries& series) {
  using Placed = std::tuple<const recording::Recording*, double, IntensityTrial>;
  std::vector<Placed> placed;
  std::optional<protocol::CurrentDirection> current;
  for (const BlockChannel* look : series.looks) {
    const auto& intensity = look->block->condition.intensity;
    if (!intensity) continue;
    const auto output = output_of(*intensity, look->session->context, *look->block->condition.hemisphere);
    if (output && intensity->reference != IntensityReference::maximum_stimulator_output) series.converted = true;
    for (std::size_t row = 0; row < look->responses.size(); ++row) {
      const protocol::Trial& trial = look->block->trials[look->epochs.trial_of[row]];
      if (const protocol::Pulse* pulse = test_pulse(trial); pulse != nullptr && pulse->current_direction) {
        if (current && *current != *pulse->current_direction) series.mixed_currents = true;
        current = pulse->current_direction;
      }
      const TrialResponse& response = look->responses[row];
      placed.emplace_back(look->recording, trial.anchor.time.value(),
                          IntensityTrial{*intensity, output, response.clean_peak_to_peak, response.background_rms});
    }
  }
  // Recordings of one session lie in one vector: their addresses are their order.
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    return std::get<0>(a) != std::get<0>(b) ? std::get<0>(a) < std::get<0>(b) : std::get<1>(a) < std::get<1>(b);
  });
  for (Placed& one : placed) series.trials.push_back(std::get<2>(one));
}

void join(std::string& all, const std::string& one) {
  if (("+" + all + "+").find("+" + one + "+") == std::string::npos) all += (all.empty() ? "" : "+") + one;
}

}  // namespace

Measurement IntensitySeries::blank(std::string_view measure) const {
  Measurement m = looks.front()->blank(measure);
  m.key.condition = protocol::label(condition);
  m.recording.clear();
  m.block.clear();
  for (const BlockChannel* look : looks) {
    join(m.recording, look->recording->name);
    join(m.block, look->block->id);
  }
  m.trials = static_cast<int>(trials.size());
  return m;
}

std::vector<IntensitySeries> intensity_series(const SessionWork& work) {
  std::vector<IntensitySeries> all;
  for (const BlockChannel& look : work.looks) {
    if (!fits(look)) continue;
    const Condition condition = without_intensity(look);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const IntensitySeries& series) { return belongs(series, look, condition); });
    if (found != all.end()) {
      found->looks.push_back(&look);
      continue;
    }
    all.push_back({{&look}, condition, look.active, {}, false, false});
  }
  for (IntensitySeries& series : all) gather_trials(series);
  return all;
}

const recording::Threshold* stated_threshold(const recording::Context& context, protocol::Hemisphere hemisphere,
                                             bool active) {
  for (const recording::Threshold& known : context.thresholds)
    if (known.hemisphere == hemisphere && known.active == active && known.percent_output > 0.0) return &known;
  return nullptr;
}

}  // namespace trilayer::measures
