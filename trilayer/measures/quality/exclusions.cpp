#include "trilayer/measures/quality/exclusions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "trilayer/base/text.hpp"

namespace trilayer::measures {
namespace {

using protocol::Block;
using protocol::ChannelExclusion;
using protocol::Trial;
using recording::Recording;

QualityFinding blank(const recording::Session& session, const Recording& recording, const Block& block,
                     std::size_t trial) {
  QualityFinding finding;
  finding.participant = session.participant;
  finding.recording = recording.name;
  finding.block = block.id;
  finding.trial = static_cast<int>(trial) + 1;
  finding.time = block.trials[trial].anchor.time.value();
  return finding;
}

std::string_view unit_of(const std::string& check) { return check == "jump" ? "uV" : "ms"; }

void add_decisions(const recording::Session& session, const Recording& recording, std::vector<QualityFinding>& all) {
  for (const recording::Decision& d : recording.decisions) {
    if (d.verdict == recording::Verdict::reject) continue;  // stands in the exclusions
    const auto block =
        std::find_if(recording.blocks.begin(), recording.blocks.end(), [&](const Block& b) { return b.id == d.block; });
    if (block == recording.blocks.end() || d.trial > static_cast<int>(block->trials.size())) continue;
    QualityFinding finding = blank(session, recording, *block, static_cast<std::size_t>(d.trial - 1));
    finding.side = d.side;
    finding.muscle = d.muscle;
    finding.check = "decided";
    finding.number = d.value;
    finding.unit = d.value ? "ms" : "";
    finding.words = (d.measure.empty() ? "" : d.measure + " ") + in_words(d);
    all.push_back(finding);
  }
}

// Why a trial does not count in a channel, as it is counted: without figures, which differ from trial to trial.
std::string reason(const Trial& trial, std::size_t channel) {
  if (!trial.excluded.empty()) return trial.excluded;
  for (const ChannelExclusion& exclusion : trial.excluded_channels)
    if (exclusion.channel == channel) return exclusion.check == "rejected" ? exclusion.why : exclusion.check;
  return "";
}

std::map<std::string, int> reasons(const Block& block, std::size_t channel) {
  std::map<std::string, int> counts;
  for (const Trial& trial : block.trials)
    if (const std::string why = reason(trial, channel); !why.empty()) ++counts[why];
  return counts;
}

std::string in_words(const std::map<std::string, int>& counts) {
  constexpr std::size_t most = 3;
  std::string words;
  std::size_t said = 0;
  int others = 0;
  for (const auto& [why, trials] : counts) {
    if (said++ < most)
      words += fmt::format("{}{} ({})", words.empty() ? "" : ", ", why, trials);
    else
      others += trials;
  }
  return others > 0 ? fmt::format("{}, other reasons ({})", words, others) : words;
}

}  // namespace

std::vector<QualityFinding> exclusions(const recording::Session& session) {
  std::vector<QualityFinding> all;
  for (const Recording& recording : session.recordings) {
    for (const Block& block : recording.blocks)
      for (std::size_t t = 0; t < block.trials.size(); ++t) {
        const Trial& trial = block.trials[t];
        if (trial.excluded.empty() && trial.excluded_channels.empty()) continue;
        QualityFinding finding = blank(session, recording, block, t);
        finding.severity = Severity::exclude;
        if (!trial.excluded.empty()) {
          finding.check = "excluded";
          finding.words = trial.excluded;
          all.push_back(finding);
          continue;
        }
        for (const ChannelExclusion& exclusion : trial.excluded_channels) {
          const recording::Channel& channel = recording.channels[exclusion.channel];
          finding.side = channel.side;
          finding.muscle = channel.muscle;
          finding.check = exclusion.check;
          finding.number = exclusion.check == "rejected" || exclusion.check == "dead"
                               ? std::nullopt
                               : std::optional<double>(exclusion.number);
          finding.unit = finding.number ? unit_of(exclusion.check) : "";
          finding.words = exclusion.why;
          all.push_back(finding);
        }
      }
    add_decisions(session, recording, all);
  }
  return all;
}

std::string left_out(const Block& block, std::size_t channel) {
  const auto counts = reasons(block, channel);
  if (counts.empty()) return "";
  int trials = 0;
  for (const auto& [why, count] : counts) trials += count;
  return fmt::format("{} of {} trials left out: {}", trials, block.trials.size(), in_words(counts));
}

void say_exclusions(const recording::Session& session, std::vector<Measurement>& measurements) {
  // Blocks with exclusions are few: most sessions end here.
  std::vector<std::pair<const Recording*, const Block*>> touched;
  for (const Recording& recording : session.recordings)
    for (const Block& block : recording.blocks)
      if (std::any_of(block.trials.begin(), block.trials.end(),
                      [](const Trial& trial) { return !trial.excluded.empty() || !trial.excluded_channels.empty(); }))
        touched.emplace_back(&recording, &block);
  if (touched.empty()) return;
  for (Measurement& m : measurements) {
    if (m.block.empty() || !m.key.side) continue;
    const std::vector<std::string> parts = base::split(m.block, '+');
    for (const auto& [recording, block] : touched) {
      const bool named = m.block == block->id || std::find(parts.begin(), parts.end(), block->id) != parts.end();
      const auto channel = recording::find_channel(*recording, *m.key.side, m.key.muscle);
      if (!named || m.recording != recording->name || !channel) continue;
      const std::string words = left_out(*block, *channel);
      if (words.empty()) continue;
      m.method += (m.method.empty() ? "" : "; ") + (m.block == block->id ? words : "of " + block->id + " " + words);
    }
  }
}

std::string fully_excluded(const recording::Session& session, protocol::Side side, const std::string& muscle,
                           std::optional<protocol::Hemisphere> hemisphere) {
  std::string words;
  for (const Recording& recording : session.recordings) {
    const auto channel = recording::find_channel(recording, side, muscle);
    if (!channel) continue;
    for (const Block& block : recording.blocks) {
      if (block.trials.empty() || (hemisphere && block.condition.hemisphere != hemisphere)) continue;
      if (std::any_of(block.trials.begin(), block.trials.end(),
                      [&](const Trial& trial) { return protocol::used(trial, *channel); }))
        continue;
      words += fmt::format("{}block {} ({}) is not used: {}", words.empty() ? "" : "; ", block.id,
                           protocol::label(block.condition), left_out(block, *channel));
    }
  }
  return words;
}

}  // namespace trilayer::measures
