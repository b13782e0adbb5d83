// Writes a few small right files a format, put together as the tests put them together: fuzz_seeds FOLDER
#include <filesystem>
#include <iostream>
#include <string>

#include "tests/recording/cfs_files.hpp"
#include "tests/recording/npy_files.hpp"
#include "tests/recording/spike2_files.hpp"

namespace {

using namespace trilayer;
using namespace trilayer::tests;

void write(const std::filesystem::path& folder, const std::string& name, const std::string& bytes) {
  std::filesystem::create_directories(folder);
  base::write_file(folder / name, bytes);
}

void write_spike2(const std::filesystem::path& folder) {
  const Spike2Files::Channel pauses{.blocks = {{0, {1, 2, 3}, {}}, {60, {4, 5}, {}}, {200, {6, 7, 8}, {}}}};
  const Spike2Files::Channel second{.title = "LFDI", .kind = 9, .blocks = {{4, {1, 2, 3, 4, 5}, {}}, {205, {6}, {}}}};
  const Spike2Files::Channel key{.title = "Keyboard", .kind = 5, .blocks = {{0, {}, {10, 90}, "SJ"}}};
  const Spike2Files::Channel text{.title = "Text", .kind = 8, .blocks = {{0, {}, {20}, "a", {"left"}}}, .extra = 8};
  const Spike2Files::Channel level{.title = "TTL", .kind = 4, .blocks = {{0, {}, {30, 40}}}};
  for (const int version : {3, 6, 9}) {
    Spike2Files files{.version = static_cast<std::int16_t>(version)};
    write(folder, "one_" + std::to_string(version), files.bytes());
    files.channels = {pauses, second, key, text, level};
    write(folder, "all_" + std::to_string(version), files.bytes());
  }
}

void write_cfs(const std::filesystem::path& folder) {
  write(folder, "frames", CfsFiles{}.bytes());
  write(folder, "plain", CfsFiles{.variables = false}.bytes());
  write(folder, "turns",
        CfsFiles{.channels = {{}, {.name = "LFDI"}}, .frames = {{{{1, 2}, {3, 4}}}}, .interleaved = true}.bytes());
  write(folder, "real", CfsFiles{.channels = {{.time_unit = "ms", .type = 5, .interval = 1.0F}}}.bytes());
}

void write_npy(const std::filesystem::path& folder) {
  write(folder, "short", "\x01" + NpyFiles{}.bytes());
  write(folder, "double", "\x81" + NpyFiles{.version = 2, .descr = "'<f8'", .order = "True"}.bytes());
  write(folder, "three", "\x02" + NpyFiles{.version = 3, .descr = "'<f4'", .shape = "(3, 1, 2)"}.bytes());
  write(folder, "line", std::string(1, '\0') + NpyFiles{.descr = "'|u1'", .shape = "(6,)"}.bytes());
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: fuzz_seeds FOLDER\n";
    return 1;
  }
  const std::filesystem::path folder = arguments[1];
  write_spike2(folder / "spike2");
  write_cfs(folder / "cfs");
  write_npy(folder / "npy");
  return 0;
}
