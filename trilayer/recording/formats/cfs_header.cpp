#include "trilayer/recording/formats/cfs_header.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <set>

namespace trilayer::recording {
namespace {

constexpr std::uint64_t general_bytes = 178, channel_bytes = 48, variable_bytes = 36;
constexpr std::uint64_t section_bytes = 30, part_bytes = 24;

CfsType type_at(const BinaryFile& file, unsigned type, std::uint64_t at) {
  if (type > static_cast<unsigned>(CfsType::text))
    file.refuse(fmt::format("has the unknown type of data {}", type), at, copy_again);
  return static_cast<CfsType>(type);
}

// A count that cannot be negative, at a place of the general header.
std::uint64_t count_at(const BinaryFile& file, std::string_view head, std::size_t at, std::string_view what) {
  const int count = little_endian<std::int16_t>(head, at);
  if (count < 0) file.refuse(fmt::format("has {} {}", count, what), at, copy_again);
  return static_cast<std::uint64_t>(count);
}

CfsChannel read_channel(const BinaryFile& file, std::string_view entry, std::uint64_t at, std::size_t index) {
  CfsChannel channel;
  channel.place = at;
  channel.name = counted_text(entry.substr(0, 22));
  if (channel.name.empty()) channel.name = fmt::format("channel {}", index + 1);
  channel.unit = counted_text(entry.substr(22, 10));
  channel.time_unit = counted_text(entry.substr(32, 10));
  channel.type = type_at(file, static_cast<unsigned char>(entry[42]), at + 42);
  channel.kind = static_cast<std::uint8_t>(entry[43]);
  const int spacing = little_endian<std::int16_t>(entry, 44);
  if (channel.kind == 0 && (bytes_of(channel.type) == 0 || spacing < static_cast<int>(bytes_of(channel.type))))
    file.refuse(fmt::format("channel {} has samples {} bytes apart, which is too little", channel.name, spacing),
                at + 44, copy_again);
  channel.spacing = static_cast<std::uint32_t>(spacing);
  return channel;
}

CfsVariable read_variable(const BinaryFile& file, std::string_view entry, std::uint64_t at) {
  const int offset = little_endian<std::int16_t>(entry, 34);
  if (offset < 0) file.refuse("has a variable with a negative place", at + 34, copy_again);
  return {counted_text(entry.substr(0, 22)), counted_text(entry.substr(24, 10)),
          type_at(file, little_endian<std::uint16_t>(entry, 22), at + 22), static_cast<std::uint32_t>(offset)};
}

std::vector<std::uint64_t> read_table(BinaryFile& file, std::string_view head, std::size_t channels,
                                      std::size_t variables) {
  const std::uint64_t count = little_endian<std::uint16_t>(head, 56);
  const auto at = little_endian<std::int32_t>(head, 134);
  if (at <= 0)
    file.refuse("has no table of its frames", 134,
                "the file was not closed: open it in Signal and save it as a new file");
  const std::string table = file.read(static_cast<std::uint64_t>(at), count * 4, "the table of frames");
  std::vector<std::uint64_t> sections;
  std::set<std::int32_t> seen;
  for (std::size_t i = 0; i < count; ++i) {
    const auto section = little_endian<std::int32_t>(table, i * 4);
    if (section <= 0 || !seen.insert(section).second)
      file.refuse(fmt::format("frame {} has no place of its own", i + 1),
                  static_cast<std::uint64_t>(at) + static_cast<std::uint64_t>(i) * 4, copy_again);
    sections.push_back(static_cast<std::uint64_t>(section));
  }
  if (count * (section_bytes + part_bytes * channels + variables) > file.size())
    file.refuse(fmt::format("has {} frames of {} channels, more than the file can hold", count, channels), 56,
                copy_again);
  return sections;
}

CfsPart read_part(const BinaryFile& file, const CfsChannel& channel, std::string_view entry, std::uint64_t base,
                  std::uint64_t at) {
  CfsPart part;
  const auto first = little_endian<std::int32_t>(entry, 0);
  const auto points = little_endian<std::int32_t>(entry, 4);
  if (first < 0 || points < 0)
    file.refuse(fmt::format("a frame of channel {} has {} samples from byte {} on", channel.name, points, first), at,
                copy_again);
  part.data = base + static_cast<std::uint64_t>(first);
  part.points = static_cast<std::uint64_t>(points);
  if (part.points > 0)
    file.check(part.data, (part.points - 1) * channel.spacing + bytes_of(channel.type),
               "the samples of channel " + channel.name);
  part.scale = static_cast<double>(little_endian<float>(entry, 8));
  part.offset = static_cast<double>(little_endian<float>(entry, 12));
  part.interval = static_cast<double>(little_endian<float>(entry, 16));
  part.start = static_cast<double>(little_endian<float>(entry, 20));
  if (!std::isfinite(part.scale) || part.scale == 0.0 || !std::isfinite(part.offset))
    file.refuse(fmt::format("a frame of channel {} has no usable scale", channel.name), at + 8, copy_again);
  if (!(part.interval > 0.0) || !std::isfinite(part.interval) || !std::isfinite(part.start))
    file.refuse(fmt::format("a frame of channel {} has no usable sampling interval", channel.name), at + 16,
                copy_again);
  return part;
}

void read_value(BinaryFile& file, const CfsVariable& variable, std::uint64_t at, CfsSection& section) {
  if (variable.type == CfsType::text) {
    const auto length = static_cast<unsigned char>(file.read(at, 1, "the text of a frame").front());
    const std::string text = terminated_text(file.read(at + 1, length, "the text of a frame"));
    if (!text.empty()) section.texts.push_back(variable.name + " " + text);
    return;
  }
  const bool state = variable.name == "State", start = variable.name == "Start" && variable.unit == "s";
  if (!state && !start) return;
  const double value = cfs_number(variable.type, file.read(at, bytes_of(variable.type), "a variable of a frame"), 0);
  if (!std::isfinite(value) || std::abs(value) > 1e9)
    file.refuse(fmt::format("a frame's {} is no usable number", variable.name), at, copy_again);
  if (state) section.state = std::llround(value);
  if (start) section.start = value;
}

}  // namespace

std::uint32_t bytes_of(CfsType type) {
  constexpr std::uint32_t sizes[] = {1, 1, 2, 2, 4, 4, 8, 0};
  return sizes[static_cast<std::size_t>(type)];
}

double cfs_number(CfsType type, std::string_view bytes, std::size_t at) {
  switch (type) {
    case CfsType::int1:
      return little_endian<std::int8_t>(bytes, at);
    case CfsType::word1:
      return little_endian<std::uint8_t>(bytes, at);
    case CfsType::int2:
      return little_endian<std::int16_t>(bytes, at);
    case CfsType::word2:
      return little_endian<std::uint16_t>(bytes, at);
    case CfsType::int4:
      return little_endian<std::int32_t>(bytes, at);
    case CfsType::real4:
      return static_cast<double>(little_endian<float>(bytes, at));
    case CfsType::real8:
      return little_endian<double>(bytes, at);
    case CfsType::text:
      break;
  }
  return std::numeric_limits<double>::quiet_NaN();
}

CfsHeader read_cfs_header(BinaryFile& file) {
  const std::string head = file.read(0, general_bytes, "the header of a Signal file");
  if (!head.starts_with("CEDFILE\""))
    file.refuse("is no Signal .cfs file: it does not begin with CEDFILE\"", 0,
                "open it in Signal and save it as a new .cfs file");
  const auto channels = count_at(file, head, 42, "channels");
  const auto file_variables = count_at(file, head, 44, "variables");
  const auto variables = count_at(file, head, 46, "variables of frames");
  const std::string lists =
      file.read(general_bytes, channel_bytes * channels + variable_bytes * (file_variables + variables + 2),
                "the lists of channels and variables");
  CfsHeader header;
  for (std::size_t c = 0; c < channels; ++c)
    header.channels.push_back(read_channel(file, std::string_view(lists).substr(c * channel_bytes, channel_bytes),
                                           general_bytes + c * channel_bytes, c));
  // One more entry than there are variables ends each of the two lists.
  const std::uint64_t list = channel_bytes * channels + variable_bytes * (file_variables + 1);
  for (std::size_t v = 0; v < variables; ++v) {
    const std::uint64_t at = list + v * variable_bytes;
    header.variables.push_back(
        read_variable(file, std::string_view(lists).substr(at, variable_bytes), general_bytes + at));
  }
  header.sections = read_table(file, head, channels, variables);
  return header;
}

CfsSection read_cfs_section(BinaryFile& file, const CfsHeader& header, std::uint64_t at) {
  const std::string head = file.read(at, section_bytes + part_bytes * header.channels.size(), "the header of a frame");
  const auto data = little_endian<std::int32_t>(head, 4);
  if (data < 0) file.refuse("a frame has no place for its samples", at + 4, copy_again);
  CfsSection section;
  for (std::size_t c = 0; c < header.channels.size(); ++c) {
    const std::uint64_t entry = section_bytes + part_bytes * c;
    section.parts.push_back(header.channels[c].kind != 0
                                ? CfsPart{}
                                : read_part(file, header.channels[c], std::string_view(head).substr(entry, part_bytes),
                                            static_cast<std::uint64_t>(data), at + entry));
  }
  for (const CfsVariable& variable : header.variables)
    read_value(file, variable, at + head.size() + variable.offset, section);
  return section;
}

}  // namespace trilayer::recording
