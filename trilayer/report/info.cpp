#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "trilayer/base/text.hpp"
#include "trilayer/report/report.hpp"
#include "trilayer/report/terminal.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

using recording::Recording;
using recording::Session;
using Json = nlohmann::ordered_json;

// Codes in the order of their first appearance, with how often each comes.
std::vector<std::pair<std::string, std::size_t>> marker_counts(const Recording& recording) {
  std::vector<std::pair<std::string, std::size_t>> counts;
  std::map<std::string, std::size_t> place_of;
  for (const auto& marker : recording.markers) {
    const auto [found, is_new] = place_of.try_emplace(marker.code, counts.size());
    if (is_new) counts.emplace_back(marker.code, 0);
    ++counts[found->second].second;
  }
  return counts;
}

std::size_t used(const protocol::Block& block) {
  return static_cast<std::size_t>(
      std::count_if(block.trials.begin(), block.trials.end(), [](const auto& t) { return t.excluded.empty(); }));
}

std::string seconds(base::Seconds time) { return base::format_number(time.value(), 6) + " s"; }

std::string channels_text(const Recording& recording) {
  std::string text = "  channels\n";
  std::size_t widest = 0;
  for (const auto& channel : recording.channels) widest = std::max(widest, one_line(channel.name).size());
  for (const auto& channel : recording.channels) {
    std::string what = std::string(name(channel.kind));
    if (channel.kind == recording::ChannelKind::emg) {
      const std::string label = place(channel.side, channel.muscle);
      what = label.empty() ? "EMG, side and muscle not known" : label;
      if (channel.label_source == recording::LabelSource::concluded) what += " (concluded from the name)";
    }
    text += fmt::format("    {:<{}}  {:>6} Hz  {:<3}  {}\n", one_line(channel.name), widest,
                        base::format_number(channel.rate.value(), 6), one_line(channel.unit), one_line(what));
  }
  return text;
}

std::string segments_text(const Recording& recording) {
  std::string text =
      fmt::format("  {}, {}\n", count(recording.segments.size(), "segment"), seconds(duration(recording)));
  if (recording.segments.size() < 2) return text;
  constexpr std::size_t most = 6;
  std::vector<std::string> starts;
  for (std::size_t i = 0; i < std::min(most, recording.segments.size()); ++i)
    starts.push_back(seconds(recording.segments[i].start));
  if (recording.segments.size() > most) starts.emplace_back("...");
  return text + "    starting at " + join(starts, ", ") + "\n";
}

std::string markers_text(const Recording& recording) {
  const auto counts = marker_counts(recording);
  if (counts.empty()) return "  no markers\n";
  std::string text = "  markers\n";
  for (const auto& [code, number] : counts) text += fmt::format("    {:>6} x {}\n", number, one_line(code));
  return text;
}

std::string blocks_text(const Recording& recording) {
  if (recording.blocks.empty()) return "  no blocks\n";
  std::string text = "  blocks\n";
  for (const auto& block : recording.blocks) {
    const std::size_t kept = used(block);
    text += "    " + one_line(block.id) + ": " + count(block.trials.size(), "trial");
    if (kept != block.trials.size()) text += fmt::format(" ({} used)", kept);
    const auto& condition = block.condition;
    if (condition.hemisphere)
      text += ", " + std::string(protocol::name(*condition.hemisphere)) + " hemisphere";
    else if (condition.task == protocol::Task::stimulation)
      text += ", hemisphere not stated";
    text += ", " + one_line(label(condition)) + "\n";
  }
  return text;
}

// What to write where nothing says which marker is the pulse.
std::string advice(const Recording& recording) {
  if (!recording.blocks.empty()) return "";
  if (recording.markers.empty())
    return "  Nothing says when the pulses came. Put a pulse table beside the file (--pulses FILE).\n";
  // The rarest marker is no better a guess than any other, so the example names none of them.
  return "  Nothing says which marker is the test pulse. Name it, with the hemisphere it stimulated:\n"
         "    --pulse-marker CODE --hemisphere left|right\n"
         "  or say it in a mapping file (--mapping FILE). It is never guessed.\n";
}

Json optional_text(std::string_view words) { return words.empty() ? Json(nullptr) : Json(base::to_utf8(words)); }

Json channel_json(const recording::Channel& channel) {
  constexpr std::array sources{"unknown", "stated", "concluded"};
  return {{"name", base::to_utf8(channel.name)},
          {"kind", std::string(name(channel.kind))},
          {"side", channel.side ? Json(std::string(protocol::name(*channel.side))) : Json(nullptr)},
          {"muscle", optional_text(channel.muscle)},
          {"label_source", sources[static_cast<std::size_t>(channel.label_source)]},
          {"unit", base::to_utf8(channel.unit)},
          {"rate", channel.rate.value()}};
}

Json block_json(const protocol::Block& block) {
  const auto& hemisphere = block.condition.hemisphere;
  return {{"block", base::to_utf8(block.id)},
          {"condition", base::to_utf8(label(block.condition))},
          {"hemisphere", hemisphere ? Json(std::string(protocol::name(*hemisphere))) : Json(nullptr)},
          {"trials", block.trials.size()},
          {"used", used(block)}};
}

Json recording_json(const Recording& recording) {
  Json page = {{"recording", base::to_utf8(recording.name)},
               {"duration", duration(recording).value()},
               {"channels", Json::array()},
               {"segments", Json::array()},
               {"markers", Json::array()},
               {"blocks", Json::array()},
               {"warnings", Json::array()}};
  for (const auto& channel : recording.channels) page["channels"].push_back(channel_json(channel));
  for (const auto& segment : recording.segments) page["segments"].push_back({{"start", segment.start.value()}});
  for (const auto& [code, number] : marker_counts(recording))
    page["markers"].push_back({{"code", base::to_utf8(code)}, {"count", number}});
  for (const auto& block : recording.blocks) page["blocks"].push_back(block_json(block));
  for (const auto& w : recording.warnings)
    page["warnings"].push_back({{"code", w.code}, {"text", optional_text(w.text)}, {"place", optional_text(w.place)}});
  return page;
}

}  // namespace

std::string info_text(const std::vector<Session>& sessions) {
  std::string text;
  for (const Session& session : sessions) {
    for (const Recording& recording : session.recordings) {
      if (!text.empty()) text += "\n";
      text += one_line(recording.name);
      if (!session.participant.empty()) text += " (participant " + one_line(session.participant) + ")";
      text += '\n';
      text += channels_text(recording) + segments_text(recording) + markers_text(recording) + blocks_text(recording) +
              advice(recording);
      for (const auto& w : recording.warnings)
        text += "  warning " + w.code + ": " + one_line(w.text) +
                (w.place.empty() ? "" : " [" + one_line(w.place) + "]") + "\n";
    }
  }
  return text;
}

std::string info_json(const std::vector<Session>& sessions, const Source& source) {
  Json page = {{"schema", "trilayer/info/1"},
               {"versions", {{"trilayer", source.version}}},
               {"intended_use", intended_use},
               {"source", optional_text(last_part(source.path))},
               {"sessions", Json::array()}};
  for (const Session& session : sessions) {
    Json entry = {{"participant", optional_text(session.participant)}, {"recordings", Json::array()}};
    for (const Recording& recording : session.recordings) entry["recordings"].push_back(recording_json(recording));
    page["sessions"].push_back(entry);
  }
  return page.dump(2) + "\n";
}

}  // namespace trilayer::report
