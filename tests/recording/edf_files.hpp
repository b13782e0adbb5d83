// EDF and BDF files put together byte by byte for tests, right by default and wrong where a test says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "trilayer/base/files.hpp"

namespace trilayer::tests {

/// An annotation as it stands in a data record: note("+0.5", "S1"), note("+0.5", "S1", "0.25") with a duration.
inline std::string note(const std::string& onset, const std::string& text, const std::string& duration = "") {
  std::string out = onset;
  if (!duration.empty()) out.append(1, '\x15').append(duration);
  return out.append(1, '\x14').append(text).append("\x14", 2);
}

struct EdfFiles {
  struct Signal {
    std::string label = "right FDI", unit = "uV";
    std::string physical_min = "-3276.8", physical_max = "3276.7", digital_min = "-32768", digital_max = "32767";
    std::vector<int> numbers = {0, 10, -20, 30, 40, -50};  ///< of all records
  };
  bool bdf = false;
  std::string reserved{};  ///< "EDF+C" ...; then the annotations below are written as the last signal
  std::string records = "2", duration = "1", date = "26.02.18";
  std::vector<Signal> signals = {Signal{}};
  std::vector<std::string> annotations = {"", ""};  ///< of each record, after the one that keeps time
  std::string number_of_signals{};                  ///< empty: as many as there are

  [[nodiscard]] std::string bytes() const {
    std::vector<Signal> all = signals;
    const bool plus = !reserved.empty() && reserved != "24BIT";
    if (plus) all.push_back(annotation_signal());
    std::string out = bdf ? "\xFF"
                            "BIOSEMI"
                          : field("0", 8);
    out += field("X X X X", 80) + field("Startdate X X X X", 80) + field(date, 8) + field("08.24.27", 8);
    out += field(std::to_string(256 * (all.size() + 1)), 8) + field(reserved, 44) + field(records, 8);
    out += field(duration, 8) + field(number_of_signals.empty() ? std::to_string(all.size()) : number_of_signals, 4);
    const std::size_t width = bdf ? 3 : 2, blocks = annotations.size();
    const auto each = [&](std::size_t size, auto&& text) {
      for (const Signal& signal : all) out += field(text(signal), size);
    };
    each(16, [](const Signal& s) { return s.label; });
    each(80, [](const Signal&) { return std::string(); });
    each(8, [](const Signal& s) { return s.unit; });
    each(8, [](const Signal& s) { return s.physical_min; });
    each(8, [](const Signal& s) { return s.physical_max; });
    each(8, [](const Signal& s) { return s.digital_min; });
    each(8, [](const Signal& s) { return s.digital_max; });
    each(80, [](const Signal&) { return std::string(); });
    each(8, [&](const Signal& s) { return std::to_string(s.numbers.size() / blocks); });
    each(32, [](const Signal&) { return std::string(); });
    for (std::size_t r = 0; r < blocks; ++r)
      for (const Signal& signal : all)
        for (std::size_t i = 0; i < signal.numbers.size() / blocks; ++i)
          for (std::size_t b = 0; b < width; ++b)
            out += static_cast<char>(signal.numbers[r * signal.numbers.size() / blocks + i] >> (8 * b) & 0xFF);
    return out;
  }

  [[nodiscard]] std::filesystem::path write(const std::filesystem::path& folder) const {
    const auto path = folder / (bdf ? "rec.bdf" : "rec.edf");
    base::write_file(path, bytes());
    return path;
  }

 private:
  static std::string field(std::string text, std::size_t width) {
    text.resize(width, ' ');
    return text;
  }

  [[nodiscard]] Signal annotation_signal() const {
    Signal signal{bdf ? "BDF Annotations" : "EDF Annotations",
                  "",
                  "-1",
                  "1",
                  bdf ? "-8388608" : "-32768",
                  bdf ? "8388607" : "32767",
                  {}};
    const std::size_t width = bdf ? 3 : 2;
    for (std::size_t r = 0; r < annotations.size(); ++r) {
      std::string text = note(std::string(1, '+').append(std::to_string(r)), "") + annotations[r];
      text.resize(40 * width, '\0');
      for (std::size_t i = 0; i < text.size(); i += width) {
        int number = 0;
        for (std::size_t b = 0; b < width; ++b) number |= static_cast<unsigned char>(text[i + b]) << (8 * b);
        signal.numbers.push_back(number);
      }
    }
    return signal;
  }
};

}  // namespace trilayer::tests
