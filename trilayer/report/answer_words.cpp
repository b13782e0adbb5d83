#include "trilayer/report/answer_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

bool among(const std::vector<model::LoadingName>& list, model::LoadingName loading) {
  return std::find(list.begin(), list.end(), loading) != list.end();
}

std::string with_and(const std::vector<std::string>& parts) {
  if (parts.size() < 2) return join(parts, "");
  const std::vector<std::string> first(parts.begin(), parts.end() - 1);
  return join(first, "; ") + "; and " + parts.back();
}

// "IHI ratio, 10 ms (right)" taken apart; what is not there is empty.
struct FeatureWords {
  std::string measure, condition, direction;
};

FeatureWords taken_apart(const std::string& feature) {
  FeatureWords words{feature, "", ""};
  for (const std::string direction : {"left", "right"})
    if (const std::string end = " (" + direction + ")"; feature.ends_with(end)) {
      words.measure = feature.substr(0, feature.size() - end.size());
      words.direction = direction;
    }
  if (const auto comma = words.measure.find(", "); comma != std::string::npos) {
    words.condition = words.measure.substr(comma + 2);
    words.measure.resize(comma);
  }
  return words;
}

// A measure and its conditions, each with its direction, empty for both.
struct Grouped {
  std::string measure;
  std::vector<std::pair<std::string, std::string>> conditions;
};

std::string in_words(const Grouped& group) {
  const std::string& first = group.conditions.front().second;
  const bool all_alike = std::all_of(group.conditions.begin(), group.conditions.end(),
                                     [&](const auto& condition) { return condition.second == first; });
  const auto named = [](const std::string& direction) {
    return direction.empty() ? std::string() : "(intended " + direction + ")";
  };
  std::vector<std::string> parts;
  for (const auto& [condition, direction] : group.conditions)
    parts.push_back(all_alike ? condition : join({condition, named(direction)}, " "));
  return join({join({group.measure, all_alike ? named(first) : ""}, " "), join(parts, "; ")}, ": ");
}

}  // namespace

const char* const validated_on =
    "Validated on simulation only: how well these answers hold for recorded people has not been tested.";

Finding finding(const inference::Answer& answer, model::LoadingName loading) {
  if (among(answer.leading, loading)) return Finding::leads;
  for (const auto& group : answer.undetermined)
    if (among(group.loadings, loading)) return Finding::undetermined;
  return among(answer.not_informed, loading) ? Finding::not_informed : Finding::plain;
}

std::string_view name(Finding finding) {
  switch (finding) {
    case Finding::leads:
      return "leads";
    case Finding::undetermined:
      return "undetermined";
    case Finding::not_informed:
      return "not informed";
    case Finding::plain:
      return "";
  }
  return "";
}

const inference::LoadingAnswer& loading_of(const inference::Answer& answer, model::LoadingName name) {
  return answer.loadings[model::index_of(name)];
}

std::string title(model::LoadingName loading) {
  return fmt::format("layer {} {}, intended {}", model::numeral(loading.layer), model::name(loading.layer),
                     protocol::name(loading.direction));
}

std::string mechanism(model::LoadingName loading) {
  const auto intended = protocol::name(protocol::intended_side(loading.direction));
  const auto mirror = protocol::name(protocol::mirror_side(loading.direction));
  switch (loading.layer) {
    case model::Layer::corticospinal:  // the hemisphere that drives the intended hand is on the mirror hand's side
      return fmt::format("fast uncrossed path from the {} hemisphere to the {} hand", mirror, mirror);
    case model::Layer::transcallosal:
      return fmt::format("lost inhibition of the {} M1 by the {}", intended, mirror);
    case model::Layer::supraspinal:
      return fmt::format("premotor drive that reaches the {} M1", intended);
  }
  return "";
}

std::string title(protocol::Direction direction) {
  return fmt::format("Intended {} hand, {} hand mirrors", protocol::name(protocol::intended_side(direction)),
                     protocol::name(protocol::mirror_side(direction)));
}

std::string probability(double share) {
  if (share < 0.01) return "<0.01";
  if (share > 0.99) return ">0.99";
  return two_decimals(share);
}

std::string bayes_factor(double factor) {
  if (factor < 0.01) return "<0.01";
  if (!(factor <= 100.0)) return ">100";
  return fmt::format("{:.{}f}", factor, factor < 9.95 ? (factor < 0.995 ? 2 : 1) : 0);
}

std::string two_decimals(double value) { return fmt::format("{:.2f}", value); }

std::string summary(const inference::Answer& answer) {
  std::vector<std::string> leading;
  for (const auto name : answer.leading) leading.push_back(title(name) + ": " + mechanism(name));
  if (leading.size() == 1) return "One loading leads: " + leading.front() + ".";
  if (!leading.empty()) return fmt::format("{} loadings lead: ", leading.size()) + with_and(leading) + ".";
  if (answer.not_informed.size() == answer.loadings.size())
    return "These data say next to nothing about any of the six loadings: what is shown is what was assumed before.";
  return "Nothing leads: no loading is probable and clearly raised by the data.";
}

std::vector<std::string> by_measure(const std::vector<std::string>& features) {
  std::vector<Grouped> groups;
  for (const std::string& feature : features) {
    const FeatureWords words = taken_apart(feature);
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Grouped& g) { return g.measure == words.measure; });
    if (group == groups.end()) group = groups.insert(groups.end(), {words.measure, {}});
    const auto same = std::find_if(group->conditions.begin(), group->conditions.end(),
                                   [&](const auto& condition) { return condition.first == words.condition; });
    if (same == group->conditions.end())
      group->conditions.emplace_back(words.condition, words.direction);
    else
      same->second.clear();  // both
  }
  std::vector<std::string> texts;
  for (const Grouped& group : groups) texts.push_back(in_words(group));
  return texts;
}

std::vector<std::string> by_layer(const std::vector<model::LoadingName>& loadings) {
  std::vector<std::string> texts;
  for (const auto layer : model::all_layers) {
    const bool left = among(loadings, {layer, protocol::Direction::left});
    const bool right = among(loadings, {layer, protocol::Direction::right});
    if (left && right)
      texts.push_back(fmt::format("layer {} {}, both directions", model::numeral(layer), model::name(layer)));
    else if (left || right)
      texts.push_back(title({layer, left ? protocol::Direction::left : protocol::Direction::right}));
  }
  return texts;
}

std::string remark(const base::Warning& warning) {
  const bool said = warning.place.empty() || warning.text.starts_with(warning.place);
  return said ? warning.text : warning.text + " (" + warning.place + ")";
}

std::string unlike_simulated(const inference::Answer& answer) {
  const auto unlike = std::count_if(answer.warnings.begin(), answer.warnings.end(),
                                    [](const base::Warning& w) { return w.code == "unlike_bank"; });
  if (unlike == 0) return "";
  return count(static_cast<std::size_t>(unlike), "measure") + (unlike == 1 ? " is" : " are") +
         " unlike those of the simulated sessions: the answer may not hold.";
}

std::string selection_text(const inference::Selection& s) {
  std::string text = fmt::format("intended {}: ", protocol::name(s.direction));
  if (!s.share) return text + std::string(measures::name(s.state)) + (s.reason.empty() ? "" : ", " + s.reason);
  text += fmt::format("wrong hand first in {:.0f} % of {}", 100.0 * *s.share,
                      count(static_cast<std::size_t>(std::max(0, s.trials)), "trial"));
  return s.reason.empty() ? text : text + " (" + s.reason + ")";
}

std::vector<std::string> lateralisation_text(const inference::Answer& answer) {
  std::vector<std::string> lines;
  for (const auto& l : answer.lateralisation) {
    if (l.right_larger + l.left_larger <= 0.0) continue;
    const bool right = l.right_larger >= l.left_larger;
    lines.push_back(fmt::format("layer {} {}: right less left {} ({} to {}); {} larger with probability {}",
                                model::numeral(l.layer), model::name(l.layer), two_decimals(l.mean),
                                two_decimals(l.low_90), two_decimals(l.high_90), right ? "right" : "left",
                                probability(right ? l.right_larger : l.left_larger)));
  }
  return lines;
}

std::vector<std::string> callosal_gain_text(const inference::Answer& answer) {
  std::vector<std::string> lines;
  for (const auto& gain : answer.callosal_gain)
    lines.push_back(fmt::format("intended {}: {} of what is usual at that age ({} to {})",
                                protocol::name(gain.direction), two_decimals(gain.median), two_decimals(gain.low_90),
                                two_decimals(gain.high_90)));
  return lines;
}

std::vector<std::string> roles_text(const inference::Answer& answer, std::size_t most) {
  constexpr double worth_saying = 0.405;  // logarithm of odds times 1.5
  std::vector<std::string> lines;
  for (const auto& role : answer.roles) {
    if (lines.size() >= most) break;
    std::string what;
    for (const auto name : model::all_loadings) {
      const double shift = role.shift[model::index_of(name)];
      if (std::abs(shift) < worth_saying) continue;
      what += fmt::format("{}{} {} intended {} (odds {} {:.1f})", what.empty() ? "" : "; ",
                          shift > 0.0 ? "for" : "against", model::numeral(name.layer), protocol::name(name.direction),
                          shift > 0.0 ? "x" : "/", std::exp(std::abs(shift)));
    }
    if (!what.empty()) lines.push_back(role.words + ": " + what);
  }
  return lines;
}

std::vector<std::string> likeness_text(const inference::Answer& answer) {
  if (answer.likeness.features == 0) return {};
  std::vector<std::string> lines{
      fmt::format("{} % of simulated sessions lie as far out in these {} numbers",
                  answer.likeness.p < 0.01 ? "less than 1" : fmt::format("{:.0f}", 100.0 * answer.likeness.p),
                  answer.likeness.features)};
  for (const auto& odd : answer.likeness.odd) lines.push_back(odd);
  return lines;
}

}  // namespace trilayer::report
