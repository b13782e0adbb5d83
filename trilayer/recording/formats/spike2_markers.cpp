#include "trilayer/recording/formats/spike2_markers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trilayer::recording {
namespace {

constexpr std::uint64_t most_markers = 1'000'000;
constexpr std::uint64_t most_text_bytes = 32'000'000;
constexpr std::uint32_t piece_bytes = 1 << 20;  // read at a time

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

void check_amount(const BinaryFile& file, const Spike2Header& header) {
  std::uint64_t count = 0, text = 0;
  for (const Spike2Channel& channel : header.channels) {
    if (channel.is_waveform()) continue;
    const std::uint64_t before = count;
    for (const Spike2Block& block : channel.blocks) count += block.items;
    if (channel.kind == Spike2Kind::text_marker) text += (count - before) * channel.item_bytes;
    const std::string advice =
        fmt::format("export it in Spike2 without channel {} ({})", channel.number, channel.title);
    if (count > most_markers) file.refuse(fmt::format("has more than {} events", most_markers), channel.place, advice);
    if (text > most_text_bytes)
      file.refuse(fmt::format("has text marks of more than {} bytes", most_text_bytes), channel.place, advice);
  }
}

}  // namespace

std::vector<Marker> read_markers(BinaryFile& file, const Spike2Header& header, std::int64_t zero) {
  check_amount(file, header);
  std::vector<Marker> markers;
  for (const Spike2Channel& channel : header.channels) {
    if (channel.is_waveform()) continue;
    std::uint64_t index = 0;
    const std::uint32_t piece = std::max(1U, piece_bytes / channel.item_bytes);
    for (const Spike2Block& block : channel.blocks)
      for (std::uint32_t done = 0; done < block.items; done += piece) {
        const std::uint64_t count = std::min(piece, block.items - done);
        const std::string bytes =
            file.read(block.data + std::uint64_t{done} * channel.item_bytes, count * channel.item_bytes, "events");
        for (std::size_t at = 0; at < bytes.size(); at += channel.item_bytes) {
          const auto item = std::string_view(bytes).substr(at, channel.item_bytes);
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
