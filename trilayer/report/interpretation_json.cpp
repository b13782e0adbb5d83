#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "trilayer/base/text.hpp"
#include "trilayer/report/answer_words.hpp"
#include "trilayer/report/interpretation.hpp"
#include "trilayer/report/stored_calibration.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

using Json = nlohmann::ordered_json;  // keys stay in the order in which people read them

constexpr std::array directions{protocol::Direction::right, protocol::Direction::left};

Json text(std::string_view words) { return words.empty() ? Json(nullptr) : Json(base::to_utf8(words)); }

// Five significant digits: more than any of it is known to. What is not finite is null.
Json number(double value) {
  const auto rounded = base::parse_number(base::format_number(value, 5));
  return rounded ? Json(*rounded) : Json(nullptr);
}
Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

// As text: a program in another language may read large whole numbers as doubles.
std::string hash(std::uint64_t value) { return fmt::format("{:016x}", value); }

Json names(const std::vector<model::LoadingName>& loadings) {
  Json list = Json::array();
  for (const auto loading : loadings) list.push_back(model::name(loading));
  return list;
}

Json texts(const std::vector<std::string>& words) {
  Json list = Json::array();
  for (const auto& word : words) list.push_back(base::to_utf8(word));
  return list;
}

Json loading(const inference::LoadingAnswer& l) {
  return {{"prior_presence", number(l.prior_presence)},
          {"presence", number(l.presence)},
          {"bayes_factor", number(l.bayes_factor)},
          {"mean", number(l.mean)},
          {"interval_90", {number(l.low_90), number(l.high_90)}},
          {"information_gained_bits", number(l.information_bits)}};
}

Json selection(const inference::Answer& answer) {
  Json all = {{"right", nullptr}, {"left", nullptr}};
  for (const auto& s : answer.selection)
    all[std::string(protocol::name(s.direction))] = {{"state", std::string(measures::name(s.state))},
                                                     {"wrong_hand_first", number(s.share)},
                                                     {"standard_error_logit", number(s.standard_error)},
                                                     {"trials", s.trials},
                                                     {"reason", text(s.reason)}};
  return all;
}

Json undetermined(const inference::Answer& answer) {
  Json list = Json::array();
  for (const auto& group : answer.undetermined)
    list.push_back({{"loadings", names(group.loadings)},
                    {"presence_of_any", number(group.presence_of_any)},
                    {"words", text(group.words)}});
  return list;
}

Json warnings(const inference::Answer& answer) {
  Json list = Json::array();
  for (const auto& w : answer.warnings)
    list.push_back({{"code", w.code}, {"text", text(w.text)}, {"place", text(w.place)}});
  return list;
}

Json lateralisation(const inference::Answer& answer) {
  Json all;
  for (const auto& l : answer.lateralisation)
    all[std::string(model::name(l.layer))] = {{"right_minus_left", number(l.mean)},
                                              {"interval_90", {number(l.low_90), number(l.high_90)}},
                                              {"right_larger", number(l.right_larger)},
                                              {"left_larger", number(l.left_larger)}};
  return all;
}

Json callosal_gain(const inference::Answer& answer) {
  Json all = {{"right", nullptr}, {"left", nullptr}};
  for (const auto& gain : answer.callosal_gain)
    all[std::string(protocol::name(gain.direction))] = {{"of_usual_at_age", number(gain.median)},
                                                        {"interval_90", {number(gain.low_90), number(gain.high_90)}}};
  return all;
}

Json contributions(const inference::Answer& answer) {
  Json list = Json::array();
  for (const auto& role : answer.roles) {
    Json shift;
    for (const auto name : model::all_loadings) shift[model::name(name)] = number(role.shift[model::index_of(name)]);
    list.push_back({{"measure", text(role.words)}, {"bits", number(role.bits)}, {"log_odds", shift}});
  }
  return list;
}

Json likeness(const inference::Answer& answer) {
  if (answer.likeness.features == 0) return nullptr;
  return {
      {"p", number(answer.likeness.p)}, {"features", answer.likeness.features}, {"odd", texts(answer.likeness.odd)}};
}

Json calibration(const inference::Answer& answer, const Made& made) {
  const auto found = stored_calibration(answer, made);
  if (found.empty()) return nullptr;
  Json layers;
  for (const auto& c : found)
    layers[c.layer] = {{"coverage_90", number(c.coverage_90)},
                       {"leads_at_zero", number(c.leads_at_zero)},
                       {"leads_from_half", number(c.leads_from_half)},
                       {"auc_0_vs_half", number(c.auc_0_vs_half)},
                       {"bits", number(c.bits)},
                       {"informed", number(c.informed)}};
  return {{"pattern", found.front().pattern}, {"sessions", found.front().sessions}, {"layers", layers}};
}

Json members(const inference::Answer& answer, const Made& made) {
  Json by_direction;
  for (const auto direction : directions)
    for (const auto layer : model::all_layers)
      by_direction[std::string(protocol::name(direction))][std::string(model::name(layer))] =
          loading(loading_of(answer, {layer, direction}));
  return {{"participant", text(answer.participant)},
          {"directions", by_direction},
          {"lateralisation", lateralisation(answer)},
          {"callosal_gain", callosal_gain(answer)},
          {"contributions", contributions(answer)},
          {"likeness", likeness(answer)},
          {"calibration", calibration(answer, made)},
          {"selection", selection(answer)},
          {"leading", names(answer.leading)},
          {"undetermined", undetermined(answer)},
          {"not_informed", names(answer.not_informed)},
          {"used", texts(answer.used)},
          {"lacked", texts(answer.lacked)},
          {"warnings", warnings(answer)}};
}

}  // namespace

std::string to_json(const std::vector<inference::Answer>& answers, const Source& source, const Made& made) {
  Json page = {{"schema", "trilayer/interpretation/1"},
               {"versions", {{"trilayer", source.version}, {"model", made.model_version}}},
               {"method", made.method},
               {"hashes",
                {{"bank", made.bank != 0 ? Json(hash(made.bank)) : Json(nullptr)},
                 {"network", made.network != 0 ? Json(hash(made.network)) : Json(nullptr)},
                 {"features", hash(made.features)},
                 {"settings", hash(made.settings)}}},
               {"intended_use", intended_use},
               {"validated_on", "simulation"},
               {"source", text(last_part(source.path))}};
  if (answers.size() == 1) {
    page.update(members(answers.front(), made));
  } else {
    page["participants"] = Json::array();
    for (const auto& answer : answers) page["participants"].push_back(members(answer, made));
  }
  return page.dump(2) + "\n";
}

}  // namespace trilayer::report
