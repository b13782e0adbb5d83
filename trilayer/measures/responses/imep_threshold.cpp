#include "trilayer/measures/responses/imep_threshold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Hemisphere;
using protocol::IntensityReference;
using protocol::Side;

// What belongs together: pulses to one hemisphere, one muscle, one state, one scale of intensity.
using Family = std::tuple<std::string, Hemisphere, bool, IntensityReference>;

// Of one intensity: did the muscle answer?
struct Step {
  const BlockChannel* look = nullptr;
  double percent = 0.0;
  bool answered = false;
};
using Steps = std::vector<Step>;  // by intensity, ascending

std::optional<Family> family_of(const BlockChannel& look) {
  const auto& condition = look.block->condition;
  const bool plain = condition.task == protocol::Task::stimulation && !condition.conditioning && !condition.earlier &&
                     !condition.both_hemispheres_together && !condition.after_cue;
  if (!plain || !condition.intensity || !condition.hemisphere || condition.intensity->percent <= 0.0)
    return std::nullopt;
  return Family{look.muscle, *condition.hemisphere, look.active, condition.intensity->reference};
}

bool half_answer(const BlockChannel& look) {
  const auto present = std::count_if(look.responses.begin(), look.responses.end(),
                                     [](const TrialResponse& response) { return response.present; });
  return 2 * static_cast<std::size_t>(present) >= look.responses.size() && !look.responses.empty();
}

// The lowest intensity that answered, and how far below it (on ln) the next lower one lies that did not.
struct Lowest {
  double percent = 0.0;
  bool none = false;  // even the strongest did not answer: the threshold is above `percent`
  bool all = false;   // the weakest answered: the threshold is at or below `percent`
  double step = 0.0;
};

Lowest lowest_of(Steps steps) {
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.percent < b.percent; });
  const auto first = std::find_if(steps.begin(), steps.end(), [](const Step& step) { return step.answered; });
  if (first == steps.end()) return {steps.back().percent, true, false, 0.0};
  const auto below = std::find_if(std::make_reverse_iterator(first), steps.rend(),
                                  [&](const Step& step) { return step.percent < first->percent; });
  if (below == steps.rend()) return {first->percent, false, true, 0.0};
  return {first->percent, false, false, std::log(first->percent / below->percent)};
}

bool several(const Steps& steps) {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& s) { return s.percent != steps.front().percent; });
}

Measurement ratio_of(const Steps& ipsilateral, const Steps* contralateral) {
  Measurement m = ipsilateral.front().look->blank("imep_threshold_ratio");
  auto condition = ipsilateral.front().look->block->condition;
  condition.intensity.reset();
  m.key.condition = protocol::label(condition);
  m.block.clear();
  m.trials = 0;
  for (const Step& step : ipsilateral) {
    m.block += (m.block.empty() ? "" : "+") + step.look->block->id;
    m.trials += static_cast<int>(step.look->epochs.trials());
  }
  if (contralateral == nullptr || contralateral->empty())
    return missing(m, "the homologous muscle of the other hand was not recorded in this state");
  const Lowest imep = lowest_of(ipsilateral), cmep = lowest_of(*contralateral);
  if (cmep.none) return unobtainable(m, "no block has a cMEP in half of its trials");
  m.value = imep.percent / cmep.percent;
  m.method = fmt::format("iMEP from {:g} % on, cMEP in half of the trials from {:g} % on, of blocks at {} intensities",
                         imep.percent, cmep.percent, ipsilateral.size());
  // The thresholds lie anywhere between the last intensity without a response and the first with one.
  set_error(m, std::hypot(imep.step, cmep.step) / std::sqrt(12.0));
  m.state = State::value;
  if (imep.none && cmep.all) {
    m.state = State::at_least;
    m.reason = fmt::format("no iMEP at the strongest pulses, {:g} %, and a cMEP at the weakest", imep.percent);
  } else if (imep.none) {
    m.state = State::at_least;
    m.reason = fmt::format("no iMEP at the strongest pulses, {:g} %", imep.percent);
  } else if (imep.all && cmep.all) {
    m = confounded(m, "both answer the weakest pulses: neither threshold was reached");
  } else if (imep.all) {
    m.state = State::at_most;
    m.reason = fmt::format("an iMEP at the weakest pulses, {:g} %", imep.percent);
  } else if (cmep.all) {
    m.state = State::at_least;
    m.reason = fmt::format("a cMEP at the weakest pulses, {:g} %", cmep.percent);
  }
  return m;
}

}  // namespace

std::vector<Measurement> imep_threshold_ratio(const SessionWork& work) {
  std::map<Family, Steps> ipsilateral, contralateral;
  for (const BlockChannel& look : work.looks) {
    const auto family = family_of(look);
    if (!family) continue;
    const double percent = look.block->condition.intensity->percent;
    if (const auto test = work.imep.find(&look); test != work.imep.end()) {
      if (test->second.surrogates) ipsilateral[*family].push_back({&look, percent, test->second.present});
    } else if (look.contralateral()) {
      contralateral[*family].push_back({&look, percent, half_answer(look)});
    }
  }
  std::vector<Measurement> all;
  for (const auto& [family, steps] : ipsilateral) {
    if (!several(steps)) continue;
    const auto other = contralateral.find(family);
    all.push_back(ratio_of(steps, other == contralateral.end() ? nullptr : &other->second));
  }
  return all;
}

}  // namespace trilayer::measures
