// NumPy .npy files put together byte by byte for tests, right by default and wrong where a test says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/recording/bytes.hpp"
#include "trilayer/base/files.hpp"

namespace trilayer::tests {

struct NpyFiles {
  int version = 1;
  std::string descr = "'<i2'", order = "False", shape = "(2, 3)";
  std::vector<double> numbers = {0, 1, 2, 3, 4, 5};  ///< in the order of the file
  std::string dictionary{};                          ///< in place of the one made of the above

  [[nodiscard]] std::string bytes() const {
    std::string text = dictionary.empty()
                           ? "{'descr': " + descr + ", 'fortran_order': " + order + ", 'shape': " + shape + ", }"
                           : dictionary;
    text += std::string(20, ' ') + "\n";
    std::string out = "\x93NUMPY";
    out += static_cast<char>(version);
    out += '\0';
    if (version == 1) append(out, static_cast<std::uint16_t>(text.size()));
    if (version != 1) append(out, static_cast<std::uint32_t>(text.size()));
    out += text;
    for (const double number : numbers) add(out, number);
    return out;
  }

  [[nodiscard]] std::filesystem::path write(const std::filesystem::path& folder) const {
    base::write_file(folder / "rec.npy", bytes());
    return folder / "rec.npy";
  }

 private:
  void add(std::string& out, double number) const {
    const std::string type = descr.substr(2, 2);
    if (type == "f4") append(out, static_cast<float>(number));
    if (type == "f8") append(out, number);
    if (type == "i1") append(out, static_cast<std::int8_t>(number));
    if (type == "u1") append(out, static_cast<std::uint8_t>(number));
    if (type == "i2") append(out, static_cast<std::int16_t>(number));
    if (type == "u2") append(out, static_cast<std::uint16_t>(number));
    if (type == "i4") append(out, static_cast<std::int32_t>(number));
    if (type == "u4") append(out, static_cast<std::uint32_t>(number));
    if (type == "i8") append(out, static_cast<std::int64_t>(number));
    if (type == "u8") append(out, static_cast<std::uint64_t>(number));
  }
};

}  // namespace trilayer::tests
