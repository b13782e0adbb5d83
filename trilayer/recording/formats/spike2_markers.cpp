#include "trilayer/recording/formats/spike2_markers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trilayer::recording {
namespace {

constexpr std::uint64_t most_markers = 1'000'000;

std::string code_text(unsigned char code) {
  if (code > ' ' && code < 127) return std::string(1, static_cast<char>(code));
  return fmt::format("{:02X}", code);
}

// What stands behind the title in the code of one event; `index` counts the events of the channel.
std::string detail(const Spike2Channel& channel, std::string_view item, std::uint64_t index) {
  switch (channel.kind) {
    case Spike2Kind::level:
      return (index % 2 == 0) == channel.starts_low ? "rises" : "falls";
    case Spike2Kind::text_marker: {
      std::string text = terminated_text(item.substr(8));
      if (!text.empty()) return text;
      [[fallthrough]];
    }
    case Spike2Kind::marker:
    case Spike2Kind::wave_marker:
    case Spike2Kind::real_marker:
      return code_text(static_cast<unsigned char>(item[4]));
    default:
      return "";
  }
}

void check_number(const BinaryFile& file, const Spike2Header& header) {
  std::uint64_t count = 0;
  for (const Spike2Channel& channel : header.channels) {
    if (channel.is_waveform()) continue;
    for (const Spike2Block& block : channel.blocks) count += block.items;
    if (count > most_markers)
      file.refuse(fmt::format("has more than {} events", most_markers), channel.place,
                  fmt::format("export it in Spike2 without channel {} ({})", channel.number, channel.title));
  }
}

}  // namespace

std::vector<Marker> read_markers(BinaryFile& file, const Spike2Header& header, std::int64_t zero) {
  check_number(file, header);
  std::vector<Marker> markers;
  for (const Spike2Channel& channel : header.channels) {
    if (channel.is_waveform()) continue;
    std::uint64_t index = 0;
    for (const Spike2Block& block : channel.blocks) {
      const std::string bytes = file.read(block.data, std::uint64_t{block.items} * channel.item_bytes, "events");
      for (std::uint32_t i = 0; i < block.items; ++i) {
        const auto item = std::string_view(bytes).substr(std::size_t{i} * channel.item_bytes, channel.item_bytes);
        const std::string more = detail(channel, item, index++);
        const auto ticks = little_endian<std::int32_t>(item, 0) - zero;
        markers.push_back({base::Seconds(static_cast<double>(ticks) * header.tick), base::Seconds(0.0),
                           more.empty() ? channel.title : channel.title + " " + more});
      }
    }
  }
  std::ranges::stable_sort(markers, {}, &Marker::time);
  return markers;
}

}  // namespace trilayer::recording
