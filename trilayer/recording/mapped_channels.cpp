#include "trilayer/recording/mapped_channels.hpp"

#include <algorithm>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording {
namespace {

std::string channel_names(const Recording& recording) {
  std::string names;
  for (const Channel& channel : recording.channels) names += (names.empty() ? "" : ", ") + channel.name;
  return names;
}

std::size_t channel_index(const Recording& recording, const std::string& name, const std::string& place) {
  const auto same = [&](const Channel& channel) { return channel.name == name; };
  const auto found = std::find_if(recording.channels.begin(), recording.channels.end(), same);
  if (found == recording.channels.end())
    throw base::Refusal("there is no channel '" + name + "' in " + recording.name, place,
                        "the channels are: " + channel_names(recording));
  if (std::any_of(found + 1, recording.channels.end(), same))
    throw base::Refusal("there are two channels '" + name + "' in " + recording.name, place,
                        "give the channels of the file different names");
  return static_cast<std::size_t>(found - recording.channels.begin());
}

// EMG is held in microvolts whatever the file's unit was.
void to_microvolts(Recording& recording, std::size_t index) {
  Channel& channel = recording.channels[index];
  if (channel.unit == "uV") return;
  const double factor = *microvolts_per(channel.unit);
  channel.unit = "uV";
  channel.resolution *= factor;
  for (Segment& segment : recording.segments)
    for (float& sample : segment.samples[index]) sample = static_cast<float>(sample * factor);
}

void label_channel(Recording& recording, std::size_t index, const ChannelStatement& said) {
  Channel& channel = recording.channels[index];
  if (said.kind == ChannelKind::emg && !microvolts_per(channel.unit))
    throw base::Refusal("'" + said.name + "' has the unit '" + channel.unit + "' and cannot be EMG", said.place,
                        "EMG needs a voltage; leave the channel out, or write \"other\"");
  if (said.kind == ChannelKind::emg) to_microvolts(recording, index);
  channel.kind = said.kind;
  channel.side = said.side;
  channel.muscle = said.muscle;
  channel.label_source = LabelSource::stated;
}

void check_pair(const Channel& plus, const Channel& minus, const DerivedChannel& derived) {
  const std::string problem = "'" + derived.channel.name + "' cannot be " + plus.name + " minus " + minus.name + ": ";
  if (plus.unit != minus.unit)
    throw base::Refusal(problem + "their units are '" + plus.unit + "' and '" + minus.unit + "'", derived.channel.place,
                        "take two channels of one unit");
  if (plus.rate != minus.rate)
    throw base::Refusal(problem + "their rates are " + base::format_number(plus.rate.value()) + " Hz and " +
                            base::format_number(minus.rate.value()) + " Hz",
                        derived.channel.place, "take two channels of one rate");
}

void derive(Recording& recording, const DerivedChannel& derived) {
  const std::size_t plus = channel_index(recording, derived.plus, derived.channel.place);
  const std::size_t minus = channel_index(recording, derived.minus, derived.channel.place);
  check_pair(recording.channels[plus], recording.channels[minus], derived);
  Channel channel = recording.channels[plus];
  channel.name = derived.channel.name;
  channel.resolution = std::min(channel.resolution, recording.channels[minus].resolution);
  recording.channels.push_back(std::move(channel));
  for (Segment& segment : recording.segments) {
    std::vector<float> row = segment.samples[plus];
    const std::vector<float>& other = segment.samples[minus];
    std::transform(row.begin(), row.end(), other.begin(), row.begin(), [](float a, float b) { return a - b; });
    segment.samples.push_back(std::move(row));
  }
  label_channel(recording, recording.channels.size() - 1, derived.channel);
}

void drop(Recording& recording, const ChannelStatement& said) {
  const auto index = static_cast<std::ptrdiff_t>(channel_index(recording, said.name, said.place));
  recording.channels.erase(recording.channels.begin() + index);
  for (Segment& segment : recording.segments) segment.samples.erase(segment.samples.begin() + index);
}

void check_names(const Recording& recording, const Mapping& mapping) {
  const auto is_dropped = [&](const std::string& name) {
    return std::any_of(mapping.drop.begin(), mapping.drop.end(), [&](const auto& said) { return said.name == name; });
  };
  for (const ChannelStatement& said : mapping.channels)
    if (is_dropped(said.name))
      throw base::Refusal("'" + said.name + "' is labelled and dropped", said.place, "say one of the two");
  for (const DerivedChannel& derived : mapping.derived)
    for (const Channel& channel : recording.channels)
      if (channel.name == derived.channel.name)
        throw base::Refusal("there is a channel '" + channel.name + "' in " + recording.name + " already",
                            derived.channel.place, "give the derived channel another name");
}

}  // namespace

void apply_channels(Recording& recording, const Mapping& mapping) {
  check_names(recording, mapping);
  for (const DerivedChannel& derived : mapping.derived) derive(recording, derived);
  for (const DerivedChannel& derived : mapping.derived)
    for (const std::string& source : {derived.plus, derived.minus})
      recording.channels[channel_index(recording, source, derived.channel.place)].kind = ChannelKind::other;
  for (const ChannelStatement& said : mapping.channels)
    label_channel(recording, channel_index(recording, said.name, said.place), said);
  for (const ChannelStatement& said : mapping.drop) drop(recording, said);
}

}  // namespace trilayer::recording
