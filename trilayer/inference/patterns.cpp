#include "trilayer/inference/patterns.hpp"

#include <fmt/format.h>

#include <functional>
#include <map>

#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/inference/feature_rules.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::inference {

using protocol::Direction;
using protocol::Hemisphere;

namespace {

bool is_task(const FeatureRule& rule) { return rule.task != protocol::Task::stimulation; }

// The hemisphere whose pulse a feature needs, where it needs one alone.
bool needs_only(const FeatureRule& rule, Direction direction, Hemisphere hemisphere) {
  if (is_task(rule) || rule.both_hemispheres_together || rule.conditioned == Conditioned::other_hemisphere)
    return false;
  const protocol::Side hand = protocol::mirror_side(direction);
  if (rule.measure->relation == catalogue::Relation::ipsilateral)
    return protocol::ipsilateral_hemisphere(hand) == hemisphere;
  return protocol::contralateral_hemisphere(hand) == hemisphere;
}

Pattern pattern_where(const std::function<bool(const FeatureRule&, Direction)>& has) {
  Pattern pattern;
  for (std::size_t f = 0; f < feature_names().size(); ++f) {
    const FeatureRule& rule = feature_rules().rows[f / 2];
    pattern.push_back(rule.context || has(rule, feature_names()[f].direction));
  }
  return pattern;
}

std::vector<NamedPattern> all_patterns() {
  const auto rows = [](bool (*has)(const FeatureRule&)) {
    return pattern_where([has](const FeatureRule& rule, Direction) { return has(rule); });
  };
  return {
      {"full", "full battery", rows([](const FeatureRule&) { return true; })},
      {"clinical", "clinical battery", features_of_protocol(protocol::find_protocol("clinical"))},
      {"no_ihi", "full battery without interhemispheric inhibition",
       rows([](const FeatureRule& rule) { return rule.conditioned != Conditioned::other_hemisphere; })},
      {"resting", "pulses at rest only",
       rows([](const FeatureRule& rule) { return !is_task(rule) && rule.hands == Hands::rest; })},
      {"single_pulses", "single pulses only", rows([](const FeatureRule& rule) {
         return !is_task(rule) && rule.conditioned == Conditioned::none && !rule.both_hemispheres_together;
       })},
      {"mirror_emg", "mirror EMG of sustained contractions only",
       rows([](const FeatureRule& rule) { return rule.task == protocol::Task::sustained_contraction; })},
      {"emg_only", "all tasks without pulses", rows(is_task)},
      {"one_hemisphere", "pulses over the left hemisphere only",
       pattern_where([](const FeatureRule& rule, Direction d) { return needs_only(rule, d, Hemisphere::left); })},
  };
}

// A measurement of every measure in every block and hand.
std::vector<measures::Measurement> everything_from(const protocol::Protocol& protocol) {
  std::vector<measures::Measurement> all;
  for (const auto& block : protocol.blocks)
    for (const auto& measure : catalogue::measures())
      for (const auto side : protocol::both_sides) {
        measures::Measurement m;
        m.key = {std::string(measure.id), protocol::label(block.condition), side, feature_rules().muscles.front(),
                 block.condition.hemisphere};
        m.state = measures::State::value;
        m.value = 0.5;
        all.push_back(std::move(m));
      }
  return all;
}

std::string key_of(const FeatureRule& rule) {
  if (rule.context) return rule.name;
  const auto nominal = [](const std::optional<Range>& range) { return range ? range->nominal : -1.0; };
  return fmt::format("{} {} {} {} {} {} {} {} {}", static_cast<int>(rule.conditioned), nominal(rule.interval),
                     nominal(rule.conditioning_intensity), nominal(rule.intensity), static_cast<int>(rule.hands),
                     rule.both_hemispheres_together, static_cast<int>(rule.task), nominal(rule.force),
                     rule.complexity ? static_cast<int>(*rule.complexity) : -1);
}

}  // namespace

const std::vector<NamedPattern>& named_patterns() {
  static const std::vector<NamedPattern> patterns = all_patterns();
  return patterns;
}

Pattern features_of_protocol(const protocol::Protocol& protocol) {
  const FeatureRow row = features_of(everything_from(protocol), {});
  Pattern pattern;
  for (std::size_t f = 0; f < row.size(); ++f)
    pattern.push_back(row[f].state == measures::State::value || is_of_person(f));
  return pattern;
}

FeatureRow seen_through(FeatureRow row, const Pattern& pattern) {
  for (std::size_t f = 0; f < row.size(); ++f)
    if (!pattern[f]) row[f] = {};
  return row;
}

const std::vector<std::size_t>& circumstances() {
  static const std::vector<std::size_t> numbers = [] {
    std::map<std::string, std::size_t> known;
    std::vector<std::size_t> all;
    for (const FeatureRule& rule : feature_rules().rows)
      all.push_back(known.emplace(key_of(rule), known.size()).first->second);
    return all;
  }();
  return numbers;
}

}  // namespace trilayer::inference
