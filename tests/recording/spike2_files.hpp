// Spike2 .smr files put together byte by byte for tests, right by default and wrong where a test says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/recording/bytes.hpp"
#include "trilayer/base/files.hpp"

namespace trilayer::tests {

struct Spike2Files {
  struct Block {
    std::int32_t start = 0;
    std::vector<float> values;        ///< of a waveform; 16-bit kinds are cut to whole numbers
    std::vector<std::int32_t> times;  ///< of events, in ticks
    std::string codes{};              ///< first byte of each marker's code
    std::vector<std::string> texts{};
  };
  struct Channel {
    std::string title = "right FDI", unit = "mV";
    int kind = 1;  ///< 1 wave, 2 and 3 events, 4 level, 5 marker, 6 sorted spikes, 8 text, 9 real wave
    float scale = 6.5536F, offset = 0.0F;
    std::int32_t interval = 20;  ///< ticks; a multiple of `per_conversion` before version 6
    std::vector<Block> blocks = {{0, {0, 1, -2, 300, 4}, {}}};
    bool starts_low = true;
    std::uint16_t extra = 0;  ///< bytes behind each marker
  };
  std::int16_t version = 8;
  std::uint16_t us_per_time = 10, per_conversion = 2;
  std::vector<Channel> channels = {Channel{}};

  /// Where the blocks begin in `bytes()`: the list of channels, filled up to 512 bytes, comes before.
  [[nodiscard]] std::size_t first_block() const { return 512 + rounded(140 * channels.size()); }

  [[nodiscard]] std::string bytes() const {
    std::string out = header();
    for (std::size_t c = 0; c < channels.size(); ++c) {
      const Channel& channel = channels[c];
      std::int32_t before = -1;
      for (std::size_t b = 0; b < channel.blocks.size(); ++b) {
        const std::int32_t here = pointer(out.size());
        if (b == 0) put(out, 512 + 140 * c + 6, here);
        std::string block = data(channel, channel.blocks[b], static_cast<std::uint16_t>(c + 1));
        const bool last = b + 1 == channel.blocks.size();
        put(block, 0, before);
        put(block, 4, last ? -1 : pointer(out.size() + block.size()));
        before = here;
        out += block;
      }
    }
    return out;
  }

  [[nodiscard]] std::filesystem::path write(const std::filesystem::path& folder) const {
    base::write_file(folder / "rec.smr", bytes());
    return folder / "rec.smr";
  }

 private:
  static std::size_t rounded(std::size_t size) { return (size + 511) / 512 * 512; }
  [[nodiscard]] std::int32_t pointer(std::size_t at) const {
    return static_cast<std::int32_t>(version >= 9 ? at / 512 : at);
  }

  [[nodiscard]] std::string header() const {
    std::string out(first_block(), '\0');
    put(out, 0, version);
    out.replace(2, 10, "(C) CED 87");
    put(out, 20, us_per_time);
    put(out, 22, per_conversion);
    put(out, 30, static_cast<std::int16_t>(channels.size()));
    put(out, 44, version < 6 ? 0.0 : 1e-6);
    for (std::size_t c = 0; c < channels.size(); ++c) entry(out, 512 + 140 * c, channels[c]);
    return out;
  }

  void entry(std::string& out, std::size_t at, const Channel& channel) const {
    put(out, at + 6, std::int32_t{-1});
    put(out, at + 14, static_cast<std::uint16_t>(channel.blocks.size()));
    put(out, at + 16, channel.extra);
    put_counted(out, at + 108, channel.title, 10);
    out[at + 122] = static_cast<char>(channel.kind);
    if (channel.kind == 4) {
      out[at + 124] = channel.starts_low ? 1 : 0;
      return;
    }
    put(out, at + 124, channel.scale);
    put(out, at + 128, channel.offset);
    put_counted(out, at + 132, channel.unit, 6);
    if (version >= 6) put(out, at + 102, channel.interval);
    if (version < 6) put(out, at + 138, static_cast<std::uint16_t>(channel.interval / per_conversion));
  }

  static std::string data(const Channel& channel, const Block& block, std::uint16_t number) {
    std::string out(20, '\0');
    const std::size_t items = block.values.size() + block.times.size();
    const auto span = static_cast<std::int32_t>(block.values.size()) - 1;
    put(out, 8, block.times.empty() ? block.start : block.times.front());
    put(out, 12, block.times.empty() ? block.start + span * channel.interval : block.times.back());
    put(out, 16, number);
    put(out, 18, static_cast<std::uint16_t>(items));
    for (const float value : block.values) {
      if (channel.kind == 1) append(out, static_cast<std::int16_t>(value));
      if (channel.kind == 9) append(out, value);
    }
    for (std::size_t i = 0; i < block.times.size(); ++i) {
      append(out, block.times[i]);
      if (channel.kind < 5) continue;
      append(out, std::int32_t{i < block.codes.size() ? block.codes[i] : 0});
      std::string more = i < block.texts.size() ? block.texts[i] : "";
      more.resize(channel.extra, '\0');
      out += more;
    }
    out.resize(rounded(out.size()), '\0');
    return out;
  }
};

}  // namespace trilayer::tests
