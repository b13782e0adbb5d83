#include "trilayer/report/answer_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
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
  std::string text;
  if (!leading.empty()) {
    text = (leading.size() == 1 ? "One loading leads: " : fmt::format("{} loadings lead: ", leading.size())) +
           with_and(leading) + ".";
  } else if (answer.not_informed.size() == answer.loadings.size()) {
    return "These data say next to nothing about any of the six loadings: what is shown is what was assumed before.";
  } else {
    text = "Nothing leads: no loading is probable and clearly raised by the data.";
  }
  if (!answer.not_informed.empty()) text += fmt::format(" Not informed: {} of the six.", answer.not_informed.size());
  return text;
}

std::vector<std::string> by_feature(const std::vector<std::string>& features) {
  constexpr std::string_view left = " (left)", right = " (right)";
  std::vector<std::string> joined;
  for (const std::string& feature : features) {
    const bool is_left = feature.ends_with(left);
    const std::string_view own = is_left ? left : right;
    const std::string stem = feature.substr(0, feature.size() - (feature.ends_with(own) ? own.size() : 0));
    const auto other = std::find(joined.begin(), joined.end(), stem + std::string(is_left ? right : left));
    if (stem != feature && other != joined.end())
      *other = stem + " (left, right)";
    else
      joined.push_back(feature);
  }
  return joined;
}

std::string selection_text(const inference::Selection& s) {
  std::string text = fmt::format("intended {}: ", protocol::name(s.direction));
  if (!s.share) return text + std::string(measures::name(s.state)) + (s.reason.empty() ? "" : ", " + s.reason);
  text += fmt::format("wrong hand first in {:.0f} % of {}", 100.0 * *s.share,
                      count(static_cast<std::size_t>(std::max(0, s.trials)), "trial"));
  return s.reason.empty() ? text : text + " (" + s.reason + ")";
}

}  // namespace trilayer::report
