#include "trilayer/recording/judgements.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording {
namespace {

bool is_dead(const Recording& recording, std::size_t channel) {
  return std::all_of(recording.segments.begin(), recording.segments.end(), [&](const Segment& segment) {
    const auto& row = segment.samples[channel];
    return std::adjacent_find(row.begin(), row.end(), std::not_equal_to<>()) == row.end();
  });
}

std::string described(const Recording& recording) {
  std::string text;
  for (const Channel& channel : recording.channels)
    text += (text.empty() ? "" : ", ") + channel.name + " (" + std::string(name(channel.kind)) +
            (channel.unit.empty() ? "" : ", " + channel.unit) + ")";
  return text.empty() ? "none" : text;
}

void set_dead_aside(Recording& recording) {
  std::size_t dead = 0;
  std::size_t emg = 0;
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    Channel& channel = recording.channels[c];
    if (channel.kind != ChannelKind::emg) continue;
    ++emg;
    if (!is_dead(recording, c)) continue;
    ++dead;
    channel.kind = ChannelKind::other;
    recording.warnings.push_back({"dead_channel",
                                  "the channel has the same value throughout and is set aside: check its electrodes",
                                  recording.name + ", " + channel.name});
  }
  if (dead == emg)
    throw base::Refusal("no EMG channel has a signal: each has the same value throughout", recording.name,
                        "check the electrodes and how the file was exported");
}

// A response of some 10 ms has three samples at this rate, and no shape below it.
constexpr base::Hertz lowest_rate{250.0};

void set_slow_aside(Recording& recording) {
  std::string slow;
  bool any_left = false;
  for (Channel& channel : recording.channels) {
    if (channel.kind != ChannelKind::emg) continue;
    any_left = any_left || channel.rate >= lowest_rate;
    if (channel.rate >= lowest_rate) continue;
    channel.kind = ChannelKind::other;
    slow += (slow.empty() ? "" : ", ") + channel.name + " (" + base::format_number(channel.rate.value()) + " Hz)";
  }
  if (slow.empty()) return;
  const std::string least = base::format_number(lowest_rate.value()) + " Hz";
  if (!any_left)
    throw base::Refusal("no EMG channel has enough samples a second to show a response: " + slow, recording.name,
                        "export the EMG as it was recorded, not as an envelope; at least " + least + " are needed");
  recording.warnings.push_back(
      {"slow_channel", "too few samples a second to show a response, so set aside (" + least + " are needed): " + slow,
       recording.name});
}

void refuse_doubles(const Recording& recording) {
  for (std::size_t a = 0; a < recording.channels.size(); ++a)
    for (std::size_t b = a + 1; b < recording.channels.size(); ++b) {
      const Channel& one = recording.channels[a];
      const Channel& other = recording.channels[b];
      if (one.kind != ChannelKind::emg || other.kind != ChannelKind::emg || !one.side || one.muscle.empty()) continue;
      if (one.side == other.side && one.muscle == other.muscle)
        throw base::Refusal("'" + one.name + "' and '" + other.name + "' are both the " + label(one), recording.name,
                            "drop one in a mapping file (--mapping FILE), take their difference there, or correct the "
                            "labels");
    }
}

void note_missing_side(Recording& recording) {
  std::set<protocol::Side> sides;
  for (const Channel& channel : recording.channels)
    if (channel.kind == ChannelKind::emg && channel.side && !channel.muscle.empty()) sides.insert(*channel.side);
  if (sides.size() == 2) return;
  const std::string found = sides.empty() ? "no EMG channel has a known side and muscle"
                                          : "EMG of the " + std::string(protocol::name(*sides.begin())) + " side only";
  recording.warnings.push_back(
      {"one_side_only",
       found + ": measures that compare the two sides cannot be had. The channels are: " + described(recording) +
           ". State sides and muscles in a mapping file (--mapping FILE)",
       recording.name});
}

}  // namespace

void judge_channels(Recording& recording) {
  const auto is_emg = [](const Channel& channel) { return channel.kind == ChannelKind::emg; };
  if (std::none_of(recording.channels.begin(), recording.channels.end(), is_emg))
    throw base::Refusal("there is no EMG channel", recording.name,
                        "EMG needs a voltage unit. The channels are: " + described(recording));
  set_dead_aside(recording);
  set_slow_aside(recording);
  refuse_doubles(recording);
  note_missing_side(recording);
}

void require_sides(const std::vector<Session>& sessions) {
  std::string place;
  std::string channels;
  for (const Session& session : sessions)
    for (const Recording& recording : session.recordings) {
      for (const Channel& channel : recording.channels)
        if (channel.kind == ChannelKind::emg && channel.side && !channel.muscle.empty()) return;
      place += (place.empty() ? "" : ", ") + recording.name;
      if (channels.empty()) channels = described(recording);
    }
  if (place.empty()) return;
  throw base::Refusal("nothing says which side and muscle the EMG channels are of", place,
                      "say it in a mapping file (--mapping FILE), for example [channels] NAME = \"left FDI\". The "
                      "channels are: " +
                          channels);
}

}  // namespace trilayer::recording
