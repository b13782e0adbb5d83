#include "trilayer/inference/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trilayer::inference {

using model::Layer;
using model::LoadingName;
using protocol::Direction;

namespace {

// Less than this beside its most probable member, and a group tells nothing that the member does not.
constexpr double smallest_trade_off = 0.1;

double odds(double p) { return p / (1.0 - p); }

bool leads(const LoadingAnswer& loading, const Rules& rules) {
  return loading.presence >= rules.leading_presence && loading.bayes_factor >= rules.leading_bayes_factor;
}

// Share of the draws with at least one of the group.
double presence_of_any(const Answer& answer, const std::vector<LoadingName>& group) {
  const std::size_t count = answer.loadings[0].draws.size();
  std::size_t present = 0;
  for (std::size_t k = 0; k < count; ++k)
    present += std::any_of(group.begin(), group.end(),
                           [&](LoadingName name) { return answer.loadings[model::index_of(name)].draws[k] > 0.0; });
  // As with single loadings, certainty is more than the draws can give.
  const double n = answer.effective_draws;
  return std::clamp(static_cast<double>(present) / static_cast<double>(count), 1.0 / (n + 1.0), n / (n + 1.0));
}

// "layer II or III, undetermined (intended right hand)"
std::string words_of(const std::vector<LoadingName>& group) {
  std::string layers;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (i > 0) layers += i + 1 == group.size() ? " or " : ", ";
    layers += model::numeral(group[i].layer);
  }
  const bool motor_cortices =
      group.size() == 2 && group[0].layer == Layer::corticospinal && group[1].layer == Layer::transcallosal;
  return fmt::format("{}layer {}, undetermined (intended {} hand)", motor_cortices ? "bilateral M1: " : "", layers,
                     protocol::name(group[0].direction));
}

// The group where one of it is probably there, the data made it so, no single one leads and more than one may be it.
std::optional<Undetermined> undetermined(const Answer& answer, const std::vector<LoadingName>& group,
                                         const Prior& prior, const Rules& rules) {
  double most = 0.0;
  for (const LoadingName name : group) {
    const LoadingAnswer& loading = answer.loadings[model::index_of(name)];
    if (leads(loading, rules)) return std::nullopt;
    most = std::max(most, loading.presence);
  }
  const double any = presence_of_any(answer, group), before = inference::presence_of_any(prior, group);
  const bool raised = odds(any) / odds(before) >= rules.leading_bayes_factor;
  if (any < rules.undetermined_presence || !raised || any - most < smallest_trade_off) return std::nullopt;
  return Undetermined{group, any, words_of(group)};
}

// Pairs of layers before all three: the smallest groups that say it.
std::vector<Undetermined> undetermined(const Answer& answer, Direction direction, const Prior& prior,
                                       const Rules& rules) {
  const LoadingName one{Layer::corticospinal, direction}, two{Layer::transcallosal, direction},
      three{Layer::supraspinal, direction};
  std::vector<Undetermined> found;
  for (const auto& pair : {std::vector{two, three}, std::vector{one, two}, std::vector{one, three}})
    if (auto group = undetermined(answer, pair, prior, rules)) found.push_back(*group);
  if (found.empty())
    if (auto group = undetermined(answer, {one, two, three}, prior, rules)) found.push_back(*group);
  return found;
}

}  // namespace

double presence_of_any(const Prior& prior, const std::vector<LoadingName>& loadings) {
  double none = 1.0;
  for (const LoadingName name : loadings) none *= 1.0 - presence(prior, name) / (1.0 - prior.nothing);
  return (1.0 - prior.nothing) * (1.0 - none);
}

namespace {

// From the draws: right less left.
Lateralisation lateralisation_of(const Answer& answer, Layer layer) {
  const auto& left = answer.loadings[model::index_of({layer, Direction::left})].draws;
  const auto& right = answer.loadings[model::index_of({layer, Direction::right})].draws;
  Lateralisation result;
  result.layer = layer;
  if (left.empty()) return result;
  std::vector<double> differences;
  const auto count = static_cast<double>(left.size());
  for (std::size_t k = 0; k < left.size(); ++k) {
    differences.push_back(right[k] - left[k]);
    result.mean += differences.back() / count;
    result.right_larger += differences.back() > 0.0 ? 1.0 / count : 0.0;
    result.left_larger += differences.back() < 0.0 ? 1.0 / count : 0.0;
  }
  std::sort(differences.begin(), differences.end());
  const auto at = [&](double share) { return differences[static_cast<std::size_t>(share * (count - 1.0) + 0.5)]; };
  result.low_90 = at(0.05);
  result.high_90 = at(0.95);
  return result;
}

}  // namespace

Answer answer_of(const Posterior& posterior, const Prior& prior, const Rules& rules) {
  Answer answer;
  answer.effective_draws = effective_draws(posterior);
  answer.loadings = loading_answers(posterior, prior);
  if (posterior.draws.empty()) answer.effective_draws = static_cast<double>(answer.loadings[0].draws.size());
  for (const Layer layer : model::all_layers)
    answer.lateralisation[static_cast<std::size_t>(layer)] = lateralisation_of(answer, layer);
  for (const LoadingAnswer& loading : answer.loadings) {
    if (leads(loading, rules)) answer.leading.push_back(loading.name);
    if (loading.information_bits < rules.informed_bits) answer.not_informed.push_back(loading.name);
  }
  for (const Direction direction : protocol::both_directions)
    for (auto& group : undetermined(answer, direction, prior, rules)) answer.undetermined.push_back(std::move(group));
  return answer;
}

}  // namespace trilayer::inference
