#include "trilayer/measures/tasks/inter_hand_onsets.hpp"

#include <string>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/tasks/reactions.hpp"

namespace trilayer::measures {
namespace {

constexpr std::size_t fewest = 3;  // trials, and bursts of the other hand

// Onset differences by class, ms.
struct Classes {
  std::vector<double> all, lead, coincident, lag;
};

Classes classes_of(const Reactions& found, double coincident) {
  Classes classes;
  for (const Reaction& reaction : found.usable) {
    if (!reaction.other) continue;
    const double difference = reaction.difference();
    classes.all.push_back(difference);
    if (difference < -coincident)
      classes.lead.push_back(difference);
    else
      (difference > coincident ? classes.lag : classes.coincident).push_back(difference);
  }
  return classes;
}

Measurement class_share(Measurement m, const std::vector<double>& members, const Reactions& found,
                        const std::string& what, const Settings& settings) {
  m = share(std::move(m), static_cast<int>(members.size()), static_cast<int>(found.usable.size()), what);
  if (!members.empty()) m.method += "; their median " + base::format_number(base::median(members), 3) + " ms";
  m.method += left_out(found) + "; " + burst_text(settings);
  return m;
}

Measurement median_difference(Measurement m, const Classes& classes, double rate, const Settings& settings) {
  if (classes.all.size() < fewest)
    return unobtainable(std::move(m),
                        std::to_string(classes.all.size()) + " trials have a burst in both hands; 3 are needed");
  m = median_time(std::move(m), classes.all, rate, settings);
  m.method = "median of the other hand's minus the intended hand's onset: " + std::to_string(classes.lead.size()) +
             " lead, " + std::to_string(classes.coincident.size()) + " coincide, " +
             std::to_string(classes.lag.size()) + " lag; " + burst_text(settings);
  return m;
}

}  // namespace

std::vector<Measurement> inter_hand_onsets(const TaskLook& look, const Settings& settings) {
  if (!look.condition().intended || !is_movement(look)) return {};
  std::vector<Measurement> all{look.blank("inter_hand_lead_share"), look.blank("inter_hand_coincident_share"),
                               look.blank("inter_hand_lag_share"), look.blank("inter_hand_lag_median")};
  if (!look.on_both_sides) {
    for (Measurement& m : all) m = missing(std::move(m), look.muscle + " is recorded on one side only");
    return all;
  }
  const Reactions found = reactions_of(look, settings);
  if (found.usable.size() < fewest) {
    for (Measurement& m : all)
      m = unobtainable(std::move(m), std::to_string(found.usable.size()) +
                                         " trials with a burst in the intended hand; 3 are needed" + left_out(found));
    return all;
  }
  const double limit = settings.tasks.coincident.value();
  const Classes classes = classes_of(found, limit);
  const std::string ms = base::format_number(limit) + " ms";
  all[0] =
      class_share(std::move(all[0]), classes.lead, found, "other hand's burst more than " + ms + " earlier", settings);
  all[1] = class_share(std::move(all[1]), classes.coincident, found, "both hands' bursts within " + ms, settings);
  all[2] =
      class_share(std::move(all[2]), classes.lag, found, "other hand's burst more than " + ms + " later", settings);
  all[3] = median_difference(std::move(all[3]), classes, look.rate, settings);
  return all;
}

}  // namespace trilayer::measures
