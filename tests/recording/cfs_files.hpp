// CED Signal .cfs files put together byte by byte for tests, right by default and wrong where a test says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/recording/bytes.hpp"
#include "trilayer/base/files.hpp"

namespace trilayer::tests {

struct CfsFiles {
  struct Channel {
    std::string name = "right FDI", unit = "mV", time_unit = "s";
    int type = 2, kind = 0;  ///< type 2: 16-bit, 5: 32-bit floating point; kind 0: equally spaced
    float scale = 0.001F, offset = 0.0F, interval = 0.001F, start = 0.0F;
  };
  struct Frame {
    std::vector<std::vector<float>> values;  ///< one row a channel
    std::int32_t state = 0;
    double start = 0.0;
    std::string comment{};
  };
  std::vector<Channel> channels = {Channel{}};
  std::vector<Frame> frames = {{{{0, 1, -2, 300}}}, {{{4, 5, 6, 7}}, 2, 10.0}};
  bool variables = true;     ///< each frame has State, Start and a comment
  bool interleaved = false;  ///< 16-bit samples of all channels take turns

  [[nodiscard]] std::string bytes() const {
    std::string out = header();
    std::vector<std::int32_t> table;
    for (const Frame& frame : frames) {
      const auto data = static_cast<std::int32_t>(out.size());
      std::string head(30, '\0');
      put(head, 0, table.empty() ? 0 : table.back());
      put(head, 4, data);
      out += samples(frame, head);
      put(head, 8, static_cast<std::int32_t>(out.size()) - data);
      if (variables) head += values_of(frame);
      table.push_back(static_cast<std::int32_t>(out.size()));
      out += head;
    }
    put(out, 52, table.empty() ? 0 : table.back());
    put(out, 134, static_cast<std::int32_t>(out.size()));
    for (const std::int32_t at : table) append(out, at);
    put(out, 22, static_cast<std::int32_t>(out.size()));
    return out;
  }

  /// Where the table of frames begins in `bytes()`.
  [[nodiscard]] std::size_t table() const { return bytes().size() - 4 * frames.size(); }

  [[nodiscard]] std::filesystem::path write(const std::filesystem::path& folder) const {
    base::write_file(folder / "rec.cfs", bytes());
    return folder / "rec.cfs";
  }

 private:
  [[nodiscard]] std::string header() const {
    std::string out(178, '\0');
    out.replace(0, 8, "CEDFILE\"");
    put(out, 42, static_cast<std::int16_t>(channels.size()));
    put(out, 46, static_cast<std::int16_t>(variables ? 3 : 0));
    put(out, 56, static_cast<std::uint16_t>(frames.size()));
    for (const Channel& channel : channels) {
      std::string entry(48, '\0');
      put_counted(entry, 0, channel.name, 22);
      put_counted(entry, 22, channel.unit, 10);
      put_counted(entry, 32, channel.time_unit, 10);
      entry[42] = static_cast<char>(channel.type);
      entry[43] = static_cast<char>(channel.kind);
      put(entry, 44, static_cast<std::int16_t>(interleaved ? 2 * channels.size() : channel.type == 2 ? 2 : 4));
      out += entry;
    }
    out += std::string(36, '\0');
    if (variables) out += variable("State", 4, "", 0) + variable("Start", 6, "s", 4) + variable("Comment", 7, "", 12);
    return out + std::string(36, '\0');
  }

  static std::string variable(const std::string& name, int type, const std::string& unit, int offset) {
    std::string entry(36, '\0');
    put_counted(entry, 0, name, 22);
    put(entry, 22, static_cast<std::uint16_t>(type));
    put_counted(entry, 24, unit, 10);
    put(entry, 34, static_cast<std::int16_t>(offset));
    return entry;
  }

  static std::string values_of(const Frame& frame) {
    std::string out;
    append(out, frame.state);
    append(out, frame.start);
    out += static_cast<char>(frame.comment.size());
    std::string text = frame.comment;
    text.resize(40, '\0');
    return out + text;
  }

  // The samples of a frame; adds each channel's entry to the frame's header.
  std::string samples(const Frame& frame, std::string& head) const {
    std::string out;
    for (std::size_t c = 0; c < channels.size(); ++c) {
      const std::size_t first = interleaved ? 2 * c : out.size();
      append(head, static_cast<std::int32_t>(first));
      append(head, static_cast<std::int32_t>(frame.values[c].size()));
      for (const float number : {channels[c].scale, channels[c].offset, channels[c].interval, channels[c].start})
        append(head, number);
      if (interleaved) continue;
      for (const float value : frame.values[c]) {
        if (channels[c].type == 2) append(out, static_cast<std::int16_t>(value));
        if (channels[c].type == 5) append(out, value);
      }
    }
    if (interleaved)
      for (std::size_t i = 0; i < frame.values[0].size(); ++i)
        for (const auto& row : frame.values) append(out, static_cast<std::int16_t>(row[i]));
    return out;
  }
};

}  // namespace trilayer::tests
