#include "trilayer/recording/formats/spike2_header.hpp"

#include <fmt/format.h>

#include <cmath>

namespace trilayer::recording {
namespace {

constexpr std::uint64_t disk_block = 512;     // the file header is one, and every block of data at least one
constexpr std::uint64_t channel_bytes = 140;  // of an entry of the list of channels
constexpr std::uint64_t block_header_bytes = 20;
constexpr int most_channels = 512;    // a block has 9 bits for the number of its channel
constexpr double wave_step = 6553.6;  // 16-bit numbers of one unit of the channel's scale

std::uint32_t item_bytes(Spike2Kind kind, std::uint32_t extra) {
  switch (kind) {
    case Spike2Kind::wave:
      return 2;
    case Spike2Kind::marker:
      return 8;
    case Spike2Kind::wave_marker:
    case Spike2Kind::real_marker:
    case Spike2Kind::text_marker:
      return 8 + extra;
    default:
      return 4;
  }
}

// Ticks between two samples. Versions before 6 divide the clock of the converter, later ones the ticks.
std::int64_t sample_interval(std::string_view entry, int version, std::uint16_t ticks_per_conversion) {
  if (version < 6) return std::int64_t{little_endian<std::uint16_t>(entry, 138)} * ticks_per_conversion;
  return little_endian<std::int32_t>(entry, 102);
}

void read_scale(std::string_view entry, const BinaryFile& file, Spike2Channel& channel) {
  channel.unit = counted_text(entry.substr(132, 6));
  if (channel.kind == Spike2Kind::real_wave) return;
  channel.scale = static_cast<double>(little_endian<float>(entry, 124)) / wave_step;
  channel.offset = static_cast<double>(little_endian<float>(entry, 128));
  if (!std::isfinite(channel.scale) || channel.scale == 0.0 || !std::isfinite(channel.offset))
    file.refuse(fmt::format("channel {} has no usable scale", channel.title), channel.place + 124,
                "calibrate the channel in Spike2 (Channel settings) and save the file again");
}

/// Follows chains of blocks and keeps count of what they claim of the file.
class Chains {
 public:
  Chains(BinaryFile& file, int version) : file_(file), unit_(version >= 9 ? disk_block : 1) {}

  // Fills the blocks of a channel. `stated` is how many there are, as far as 16 bits can say it.
  void follow(std::int32_t first, std::uint16_t stated, Spike2Channel& channel) {
    std::uint64_t found = 0;
    for (std::int32_t next = first; next > 0; ++found) {
      const std::uint64_t at = static_cast<std::uint64_t>(next) * unit_;
      const std::string head = file_.read(at, block_header_bytes, "the header of a block");
      next = little_endian<std::int32_t>(head, 4);
      if (little_endian<std::uint16_t>(head, 16) != stored_number(channel.number))
        file_.refuse(fmt::format("a block of channel {} says it is of another channel", channel.title), at + 16,
                     copy_again);
      const Spike2Block block = claim(head, at, channel);
      if (block.items == 0) continue;
      if (block.last < block.start || (!channel.blocks.empty() && block.start < channel.blocks.back().last))
        file_.refuse(fmt::format("the blocks of channel {} are not in order of time", channel.title), at + 8,
                     copy_again);
      channel.blocks.push_back(block);
    }
    if ((found & 0xFFFFU) != stated)
      file_.refuse(fmt::format("channel {} has {} blocks, but its entry says {}", channel.title, found, stated),
                   channel.place + 14, copy_again);
  }

 private:
  // The ninth bit of a channel's number stands in the tenth bit.
  static std::uint32_t stored_number(int number) {
    const auto n = static_cast<std::uint32_t>(number);
    return (n & 0xFFU) + ((n & 0x100U) << 1U);
  }

  Spike2Block claim(std::string_view head, std::uint64_t at, const Spike2Channel& channel) {
    const Spike2Block block{at + block_header_bytes, little_endian<std::int32_t>(head, 8),
                            little_endian<std::int32_t>(head, 12), little_endian<std::uint16_t>(head, 18)};
    const std::uint64_t bytes = std::uint64_t{block.items} * channel.item_bytes;
    file_.check(block.data, bytes, "a block of channel " + channel.title);
    blocks_ += 1;
    bytes_ += bytes;
    if (bytes_ > file_.size() || blocks_ > file_.size() / disk_block)
      file_.refuse(fmt::format("the chain of blocks of channel {} is longer than the file", channel.title), at,
                   copy_again);
    return block;
  }

  BinaryFile& file_;
  std::uint64_t unit_;
  std::uint64_t blocks_ = 0, bytes_ = 0;
};

Spike2Channel read_channel(BinaryFile& file, std::string_view entry, int number, int version,
                           std::uint16_t ticks_per_conversion) {
  Spike2Channel channel;
  channel.number = number;
  channel.place = disk_block + channel_bytes * static_cast<std::uint64_t>(number - 1);
  const auto kind = static_cast<unsigned char>(entry[122]);
  if (kind > static_cast<unsigned char>(Spike2Kind::real_wave))
    file.refuse(fmt::format("channel {} is of the unknown kind {}", number, kind), channel.place + 122,
                "export it in Spike2 without this channel");
  channel.kind = static_cast<Spike2Kind>(kind);
  channel.title = counted_text(entry.substr(108, 10));
  if (channel.title.empty()) channel.title = fmt::format("channel {}", number);
  channel.item_bytes = item_bytes(channel.kind, little_endian<std::uint16_t>(entry, 16));
  channel.starts_low = entry[124] != 0;
  if (!channel.is_waveform()) return channel;
  read_scale(entry, file, channel);
  channel.interval = sample_interval(entry, version, ticks_per_conversion);
  if (channel.interval <= 0)
    file.refuse(fmt::format("channel {} has no sampling interval", channel.title), channel.place, copy_again);
  return channel;
}

double tick_of(const BinaryFile& file, std::string_view head, int version) {
  const double base = version < 6 ? 1e-6 : little_endian<double>(head, 44);
  const double tick = base * little_endian<std::uint16_t>(head, 20);
  if (!(tick >= 1e-12 && tick <= 1.0)) file.refuse("has no usable clock tick", 20, copy_again);
  return tick;
}

}  // namespace

Spike2Header read_spike2_header(BinaryFile& file) {
  const std::string head = file.read(0, disk_block, "the header of a Spike2 file");
  Spike2Header header;
  header.version = little_endian<std::int16_t>(head, 0);
  if (head.compare(2, 10, "(C) CED 87") != 0)
    file.refuse("is no Spike2 .smr file: its header does not say \"(C) CED 87\"", 2,
                "a .smrx file by another name: export it in Spike2 with File > Export As as .smr");
  if (little_endian<std::uint16_t>(head, 38) != 0)
    file.refuse("was written on a Macintosh, with its bytes in another order", 38,
                "open it in Spike2 and save it as a new .smr file");
  if (header.version < 1 || header.version > 9)
    file.refuse(fmt::format("has version {} of the format; 1 to 9 are known", header.version), 0,
                "export it in Spike2 as .smr");
  header.tick = tick_of(file, head, header.version);
  const int count = little_endian<std::int16_t>(head, 30);
  if (count < 0 || count > most_channels) file.refuse(fmt::format("has {} channels", count), 30, copy_again);
  const auto per_conversion = little_endian<std::uint16_t>(head, 22);
  const std::string list =
      file.read(disk_block, channel_bytes * static_cast<std::uint64_t>(count), "the list of channels");
  Chains chains(file, header.version);
  for (int i = 0; i < count; ++i) {
    const std::string_view entry = std::string_view(list).substr(channel_bytes * static_cast<std::size_t>(i));
    if (entry[122] == 0) continue;
    Spike2Channel channel = read_channel(file, entry.substr(0, channel_bytes), i + 1, header.version, per_conversion);
    chains.follow(little_endian<std::int32_t>(entry, 6), little_endian<std::uint16_t>(entry, 14), channel);
    if (!channel.blocks.empty()) header.channels.push_back(std::move(channel));
  }
  return header;
}

}  // namespace trilayer::recording
