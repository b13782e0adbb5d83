#include "trilayer/measures/tasks/mirror_amount.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/student.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/surrogates.hpp"

namespace trilayer::measures {
namespace {

constexpr std::size_t fewest = 3;          // trials
constexpr double correlation_floor = 0.1;  // smaller correlations are not told from chance

struct PresenceTest {
  double p = 1.0;
  double least_power = 0.0;  // added to the mirror hand, uV^2, that settings.detection_power of such tests would find
};

// The trial is the unit, so that it holds however EMG wanders within a trial.
PresenceTest test_presence(const TaskLook& look, double alpha, const Settings& settings) {
  std::vector<double> ratios, rests;
  for (const BothHands& both : look.trials) {
    ratios.push_back(both.mirror.log_ratio);
    rests.push_back(std::log(both.mirror.rest_power));
  }
  const int degrees = static_cast<int>(ratios.size()) - 1;
  const double error = std::max(1e-9, base::standard_deviation(ratios) / std::sqrt(static_cast<double>(ratios.size())));
  const double least_log_ratio =
      (base::student_quantile(1.0 - alpha, degrees) + base::student_quantile(settings.detection_power, degrees)) *
      error;
  return {base::student_below(-base::mean(ratios) / error, degrees),
          std::exp(base::mean(rests)) * std::expm1(least_log_ratio)};
}

// Correlation of both hands at zero lag in the task, and the same with the mirror hand's resting EMG taken out of its
// power: what share of the *added* EMG is a copy of the other hand's.
struct CrossTalk {
  bool known = false;  // false where the channels' rates differ
  double correlation = 0.0;
  double of_added = 0.0;
};

CrossTalk cross_talk(const TaskLook& look, const AddedPower& added) {
  CrossProducts sum;
  for (const BothHands& both : look.trials) {
    if (both.products.intended <= 0.0) return {};
    sum.both += both.products.both;
    sum.intended += both.products.intended;
    sum.mirror += both.products.mirror;
  }
  if (sum.intended <= 0.0 || sum.mirror <= 0.0) return {};
  const double r = std::abs(sum.both) / std::sqrt(sum.intended * sum.mirror);
  const double share = added.mirror / (added.mirror + added.mirror_rest);
  return {true, r, share > 0.0 ? std::min(1.0, r / std::sqrt(share)) : 0.0};
}

std::string cross_talk_reason(const CrossTalk& found, const Settings& settings) {
  if (!found.known || found.correlation <= correlation_floor || found.of_added <= settings.cross_talk) return "";
  return "EMG of both hands is correlated at zero lag (" + base::format_number(found.correlation, 2) + "; " +
         base::format_number(found.of_added, 2) + " of the added EMG): electrical cross-talk is possible";
}

// Powers of a flat channel are 0 and have no logarithm.
bool is_flat(const TaskLook& look) {
  return std::any_of(look.trials.begin(), look.trials.end(), [](const BothHands& both) {
    return both.intended.rest_power <= 0.0 || both.intended.task_power <= 0.0 || both.mirror.rest_power <= 0.0 ||
           both.mirror.task_power <= 0.0;
  });
}

std::string unreadable(const TaskLook& look, const AddedPower& added, const Settings& settings) {
  if (look.trials.size() < fewest)
    return std::to_string(look.trials.size()) + " usable trials with a resting and a task window; 3 are needed";
  if (is_flat(look)) return "a channel is flat in a resting or task window";
  const double times = std::sqrt(std::max(0.0, added.intended + added.intended_rest) / added.intended_rest);
  if (times < settings.active_over_rest)
    return "the intended hand shows no contraction: its EMG in the task is " + base::format_number(times, 2) +
           " times that before it; " + base::format_number(settings.active_over_rest) + " are needed";
  return "";
}

// Error of ln sqrt(mean) of the trials' added powers, to first order.
std::optional<double> log_error(const TaskLook& look, TaskEmg BothHands::*hand) {
  std::vector<double> powers;
  for (const BothHands& both : look.trials) powers.push_back((both.*hand).task_power - (both.*hand).rest_power);
  const double mean = base::mean(powers);
  if (mean <= 0.0) return std::nullopt;
  return 0.5 * base::standard_deviation(powers) / std::sqrt(static_cast<double>(powers.size())) / mean;
}

}  // namespace

AddedPower added_power(const TaskLook& look, std::span<const std::size_t> chosen) {
  AddedPower sum;
  const auto n = static_cast<double>(chosen.size());
  for (const std::size_t i : chosen) {
    const BothHands& both = look.trials[i];
    sum.intended += (both.intended.task_power - both.intended.rest_power) / n;
    sum.mirror += (both.mirror.task_power - both.mirror.rest_power) / n;
    sum.intended_rest += both.intended.rest_power / n;
    sum.mirror_rest += both.mirror.rest_power / n;
  }
  return sum;
}

MirrorAmount mirror_amount(const TaskLook& look, const Settings& settings) {
  MirrorAmount amount;
  amount.look = &look;
  std::vector<std::size_t> all(look.trials.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  amount.added = added_power(look, all);
  amount.unreadable = unreadable(look, amount.added, settings);
  if (!amount.unreadable.empty()) return amount;
  amount.level = level_per_test(settings.false_alarm_rate, look.tests);
  const PresenceTest test = test_presence(look, amount.level, settings);
  amount.p = test.p;
  amount.present = test.p <= amount.level && amount.added.mirror > 0.0;
  amount.detectable = std::sqrt(std::max(0.0, test.least_power));
  amount.mirror = std::sqrt(std::max(0.0, amount.added.mirror));
  amount.intended = std::sqrt(amount.added.intended);
  amount.mirror_error = log_error(look, &BothHands::mirror);
  amount.intended_error = log_error(look, &BothHands::intended);
  const CrossTalk found = cross_talk(look, amount.added);
  amount.cross_talk = cross_talk_reason(found, settings);
  amount.cross_talk_known = found.known;
  return amount;
}

std::string force_text(const TaskLook& look) {
  const auto& force = look.condition().force_percent;
  return force ? base::format_number(*force) + " % force" : "unstated force";
}

}  // namespace trilayer::measures
