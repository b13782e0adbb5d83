// BrainVision recordings written for tests, right by default and wrong where a test says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "trilayer/base/files.hpp"

namespace trilayer::tests {

struct BrainVisionFiles {
  std::string signature = "Brain Vision Data Exchange Header File Version 1.0";
  std::string marker_signature = "Brain Vision Data Exchange Marker File, Version 1.0";
  std::string data_file = "$b.eeg", marker_file = "$b.vmrk", marker_data_file = "$b.eeg";
  std::string data_format = "BINARY", orientation = "MULTIPLEXED", binary_format = "INT_16", interval = "200";
  std::string number_of_channels{};  ///< empty: as many as there are
  std::string more{};                ///< further lines of [Common Infos]
  std::vector<std::string> channels = {"right FDI,,0.5,\u00b5V", "left FDI,,0.1,\u00b5V"};
  std::vector<std::string> markers = {"New Segment,,1,1,0,20240101120000000000", "Stimulus,S  1,1,1,0"};
  std::vector<std::vector<double>> numbers = {{0, 1, -2, 300, 4}, {10, 20, 30, -40, 50}};  ///< one row a channel

  [[nodiscard]] std::string header() const {
    std::string text = signature + "\r\n; a comment = not an entry\r\n\r\n[Common Infos]\r\n";
    text += "DataFile=" + data_file + "\r\n";
    if (!marker_file.empty()) text += "MarkerFile=" + marker_file + "\r\n";
    text += "DataFormat=" + data_format + "\r\nDataOrientation=" + orientation + "\r\n" + more;
    text += "NumberOfChannels=" + (number_of_channels.empty() ? std::to_string(channels.size()) : number_of_channels);
    text += "\r\nSamplingInterval=" + interval + "\r\n\r\n[Binary Infos]\r\nBinaryFormat=" + binary_format;
    text += "\r\n\r\n[Channel Infos]\r\n";
    for (std::size_t i = 0; i < channels.size(); ++i) text += "Ch" + std::to_string(i + 1) + "=" + channels[i] + "\r\n";
    return text + "\r\n[Comment]\r\nFree text, with = and [brackets]\r\n";
  }

  [[nodiscard]] std::string marker_text() const {
    std::string text = marker_signature + "\r\n\r\n[Common Infos]\r\nDataFile=" + marker_data_file;
    text += "\r\n\r\n[Marker Infos]\r\n; Mk1=a comment\r\n";
    for (std::size_t i = 0; i < markers.size(); ++i) text += "Mk" + std::to_string(i + 1) + "=" + markers[i] + "\r\n";
    return text;
  }

  [[nodiscard]] std::string data() const {
    std::string bytes;
    const std::size_t rows = numbers.size(), points = rows == 0 ? 0 : numbers[0].size();
    for (std::size_t i = 0; i < rows * points; ++i) {
      const double x = orientation == "VECTORIZED" ? numbers[i / points][i % points] : numbers[i % rows][i / rows];
      if (binary_format == "INT_16") append(bytes, static_cast<std::int16_t>(x));
      if (binary_format == "IEEE_FLOAT_32") append(bytes, static_cast<float>(x));
    }
    return bytes;
  }

  /// Writes stem.vhdr, stem.vmrk and stem.eeg; gives the path of the header.
  [[nodiscard]] std::filesystem::path write(const std::filesystem::path& folder,
                                            const std::string& stem = "rec") const {
    base::write_file(folder / (stem + ".vhdr"), header());
    if (!marker_file.empty()) base::write_file(folder / (stem + ".vmrk"), marker_text());
    base::write_file(folder / (stem + ".eeg"), data());
    return folder / (stem + ".vhdr");
  }

 private:
  template <class Number>
  static void append(std::string& bytes, Number number) {
    bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
  }
};

}  // namespace trilayer::tests
