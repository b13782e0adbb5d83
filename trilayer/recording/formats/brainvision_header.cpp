#include "trilayer/recording/formats/brainvision_header.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/brainvision_text.hpp"
#include "trilayer/recording/formats/channel_unit.hpp"

namespace trilayer::recording {
namespace {

constexpr long long most_channels = 10000;
constexpr double highest_rate = 1e7;  // Hz; far above any amplifier, and keeps arithmetic on sample counts safe

// The value of a key, which must be one of `allowed` (any case); the first of them where the key may be left out.
std::string choice(const BrainVisionText& text, std::string_view key, const std::vector<std::string>& allowed,
                   bool optional, const std::string& advice) {
  const std::string value(base::trim(text.value(key)));
  if (value.empty() && optional) return allowed.front();
  for (const std::string& one : allowed)
    if (base::lower(value) == base::lower(one)) return one;
  const std::string problem =
      value.empty() ? fmt::format("does not say {}", key) : fmt::format("{}={} is not supported", key, value);
  throw base::Refusal(problem, text.place, advice);
}

long long channel_count(const BrainVisionText& text) {
  const std::string value = text.value("NumberOfChannels");
  const auto count = base::parse_integer(value);
  if (!count || *count < 1 || *count > most_channels)
    throw base::Refusal(value.empty() ? "does not say NumberOfChannels"
                                      : fmt::format("NumberOfChannels={} is no number of channels", value),
                        text.place, "record or export at least one channel");
  return *count;
}

base::Hertz sampling_rate(const BrainVisionText& text) {
  const std::string value = text.value("SamplingInterval");
  const auto interval = base::parse_number(value);
  if (!interval || !(*interval > 0.0) || !(1e6 / *interval <= highest_rate) || !(1e6 / *interval > 0.0))
    throw base::Refusal(value.empty() ? "does not say SamplingInterval"
                                      : fmt::format("SamplingInterval={} is no time between samples", value),
                        text.place, "it is the time from one sample to the next in microseconds, 200 for 5 kHz");
  return base::Hertz(1e6 / *interval);
}

double resolution(const BrainVisionText& text, const BrainVisionEntry& entry, std::string_view field) {
  if (base::trim(field).empty()) return 1.0;
  const auto value = base::parse_number(field);
  if (!value || !(*value > 0.0) || *value > 1e9)
    throw base::Refusal(fmt::format("{} has the resolution \"{}\", which is no step", entry.key, base::trim(field)),
                        text.line(entry), "it is what one step of the amplifier is worth, 0.1 for example");
  return *value;
}

// Version 1.0 knew no units: an empty one is microvolts, as its own comment in the header says ("Resolution in
// microvolts"). A channel that is called a trigger keeps its numbers.
ChannelUnit unit_of(const BrainVisionText& text, const BrainVisionEntry& entry, const std::string& name,
                    std::string_view unit) {
  const bool microvolts = unit.empty() && !is_trigger_name(name);
  if (const auto known = interpret_unit(name, microvolts ? "uV" : unit)) return *known;
  throw base::Refusal(fmt::format("channel {} has the unknown unit \"{}\"", name, unit), text.line(entry),
                      unit_advice());
}

void add_channel(BrainVisionHeader& header, const BrainVisionText& text, const BrainVisionEntry& entry) {
  auto fields = brainvision_fields(entry.value);
  fields.resize(std::max<std::size_t>(fields.size(), 4));
  const std::string name(base::trim(fields[0]));
  if (name.empty())
    throw base::Refusal(fmt::format("{} has no name", entry.key), text.line(entry), "give the channel a name");
  const ChannelUnit unit = unit_of(text, entry, name, base::trim(fields[3]));
  const double step = resolution(text, entry, fields[2]) * unit.factor;
  Channel channel;
  channel.name = name;
  channel.kind = unit.kind;
  channel.unit = unit.unit;
  channel.rate = header.rate;
  channel.resolution = header.format == BrainVisionFormat::int_16 ? step : 0.0;
  header.channels.push_back(channel);
  header.factors.push_back(step);
}

void add_channels(BrainVisionHeader& header, const BrainVisionText& text) {
  const long long count = channel_count(text);
  if (static_cast<long long>(text.channels.size()) != count)
    throw base::Refusal(fmt::format("contradicts itself: NumberOfChannels={}, but [Channel Infos] lists {}", count,
                                    text.channels.size()),
                        text.place, "copy or export the recording again");
  for (long long number = 1; number <= count; ++number) {
    const BrainVisionEntry& entry = text.channels[static_cast<std::size_t>(number - 1)];
    if (base::lower(entry.key) != fmt::format("ch{}", number))
      throw base::Refusal(fmt::format("[Channel Infos] has \"{}\" where Ch{} belongs", entry.key, number),
                          text.line(entry), "copy or export the recording again");
    add_channel(header, text, entry);
  }
}

}  // namespace

std::string brainvision_file_name(std::string stated, const std::filesystem::path& beside) {
  stated = base::trim(stated);
  for (auto at = stated.find("$b"); at != std::string::npos; at = stated.find("$b", at)) {
    const std::string stem = beside.stem().string();
    stated.replace(at, 2, stem);
    at += stem.size();
  }
  const bool control = std::ranges::any_of(stated, [](char c) { return static_cast<unsigned char>(c) < 32; });
  if (control || stated.find_first_of("/\\:") != std::string::npos || stated == "." || stated == "..")
    throw base::Refusal(fmt::format("names the file \"{}\", which is more than a plain file name", stated),
                        beside.string(), "put header, markers and data in one folder and write the bare names");
  return stated;
}

std::size_t bytes_of(BrainVisionFormat format) { return format == BrainVisionFormat::int_16 ? 2 : 4; }

BrainVisionHeader read_brainvision_header(const std::filesystem::path& path) {
  const BrainVisionText text = read_brainvision_text(path, "Header");
  const std::string again = "export the recording as binary data in the time domain, INT_16 or IEEE_FLOAT_32";
  choice(text, "DataFormat", {"BINARY"}, true, again);
  choice(text, "DataType", {"TIMEDOMAIN"}, true, again);
  choice(text, "UseBigEndianOrder", {"NO"}, true, "export the recording in little-endian order");
  BrainVisionHeader header;
  header.format = choice(text, "BinaryFormat", {"INT_16", "IEEE_FLOAT_32"}, false, again) == "INT_16"
                      ? BrainVisionFormat::int_16
                      : BrainVisionFormat::float_32;
  header.vectorized = choice(text, "DataOrientation", {"MULTIPLEXED", "VECTORIZED"}, false,
                             "say MULTIPLEXED or VECTORIZED") == "VECTORIZED";
  header.rate = sampling_rate(text);
  header.data_file = brainvision_file_name(text.value("DataFile"), path);
  header.marker_file = brainvision_file_name(text.value("MarkerFile"), path);
  if (header.data_file.empty())
    throw base::Refusal("does not say DataFile", text.place, "write DataFile= with the name of the .eeg or .dat file");
  const std::string extension = base::lower(std::filesystem::path(header.data_file).extension().string());
  if (extension == ".vhdr" || extension == ".vmrk")
    throw base::Refusal(fmt::format("names \"{}\" as its data, which is no data file", header.data_file), text.place,
                        "write DataFile= with the name of the .eeg or .dat file");
  if (const std::string points = text.value("DataPoints"); !base::trim(points).empty()) {
    header.data_points = base::parse_integer(points);
    if (!header.data_points || *header.data_points < 1)
      throw base::Refusal(fmt::format("DataPoints={} is no number of samples", points), text.place,
                          "copy or export the recording again");
  }
  add_channels(header, text);
  return header;
}

}  // namespace trilayer::recording
