#include "trilayer/measures/missing.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "trilayer/measures/detectors.hpp"
#include "trilayer/measures/quality/exclusions.hpp"

namespace trilayer::measures {
namespace {

using catalogue::Relation;
using protocol::Hemisphere;
using protocol::Side;

// What a session holds, as far as reasons need it.
struct Contents {
  std::set<std::string> muscles;
  std::set<std::pair<Side, std::string>> channels;
  bool pulses_without_hemisphere = false;
  std::set<Hemisphere> stimulated;
};

Contents contents_of(const recording::Session& session) {
  Contents contents;
  for (const auto& recording : session.recordings) {
    for (const auto& channel : recording.channels) {
      if (channel.kind != recording::ChannelKind::emg || !channel.side || channel.muscle.empty()) continue;
      contents.muscles.insert(channel.muscle);
      contents.channels.emplace(*channel.side, channel.muscle);
    }
    for (const auto& block : recording.blocks) {
      const bool pulsed = std::any_of(block.trials.begin(), block.trials.end(),
                                      [](const protocol::Trial& trial) { return !trial.pulses.empty(); });
      if (block.condition.hemisphere) contents.stimulated.insert(*block.condition.hemisphere);
      if (pulsed && !block.condition.hemisphere) contents.pulses_without_hemisphere = true;
    }
  }
  return contents;
}

std::optional<Hemisphere> hemisphere_of(Relation relation, Side side) {
  if (relation == Relation::contralateral) return protocol::contralateral_hemisphere(side);
  if (relation == Relation::ipsilateral) return protocol::opposite(protocol::contralateral_hemisphere(side));
  return std::nullopt;
}

// What the session lacks, in the detector's words.
std::string needed(const Detector& detector, const std::string& hemisphere) {
  std::string text(detector.needs);
  if (const auto place = text.find("{}"); place != std::string::npos) text.replace(place, 2, hemisphere);
  return text;
}

std::string reason_for(const Contents& contents, const catalogue::Descriptor& measure, Side side,
                       const std::string& muscle, std::optional<Hemisphere> hemisphere) {
  if (!contents.channels.contains({side, muscle}))
    return "the " + std::string(name(side)) + " " + muscle + " was not recorded";
  if (hemisphere && contents.pulses_without_hemisphere && contents.stimulated.empty())
    return "it is not stated which hemisphere the pulses stimulated";
  return needed(*detector_of(measure.id), hemisphere ? std::string(name(*hemisphere)) : "");
}

// Of one muscle: what blocks there are that give nothing, because all their trials are left out.
std::map<std::pair<Side, std::optional<Hemisphere>>, std::string> excluded_blocks(const recording::Session& session,
                                                                                  const std::string& muscle) {
  std::map<std::pair<Side, std::optional<Hemisphere>>, std::string> words;
  for (const Side side : protocol::both_sides) {
    words[{side, std::nullopt}] = fully_excluded(session, side, muscle, std::nullopt);
    for (const Hemisphere hemisphere : protocol::both_hemispheres)
      words[{side, hemisphere}] = fully_excluded(session, side, muscle, hemisphere);
  }
  return words;
}

}  // namespace

std::vector<Measurement> missing_measures(const recording::Session& session, std::span<const Measurement> found) {
  using Place = std::tuple<std::string, std::optional<Side>, std::string, std::optional<Hemisphere>>;
  std::set<Place> there;
  for (const Measurement& m : found) there.emplace(m.key.measure, m.key.side, m.key.muscle, m.key.hemisphere);
  const Contents contents = contents_of(session);
  std::vector<Measurement> all;
  for (const std::string& muscle : contents.muscles) {
    const auto not_used = excluded_blocks(session, muscle);
    for (const Side side : protocol::both_sides)
      for (const catalogue::Descriptor& measure : catalogue::measures()) {
        if (measure.relation == Relation::any || detector_of(measure.id) == nullptr) continue;
        const auto hemisphere = hemisphere_of(measure.relation, side);
        if (there.contains({std::string(measure.id), side, muscle, hemisphere})) continue;
        Measurement m;
        m.key = {std::string(measure.id), "", side, muscle, hemisphere};
        m.participant = session.participant;
        m.state = State::missing;
        m.reason = reason_for(contents, measure, side, muscle, hemisphere);
        const std::string& excluded = not_used.at({side, hemisphere});
        if (!excluded.empty() && contents.channels.contains({side, muscle})) m.reason += "; " + excluded;
        all.push_back(m);
      }
  }
  return all;
}

}  // namespace trilayer::measures
