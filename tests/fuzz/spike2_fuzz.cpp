#include "tests/fuzz/read_bytes.hpp"
#include "trilayer/recording/formats/spike2.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  trilayer::tests::read_bytes(data, size, [](const auto& path) { return trilayer::recording::read_spike2(path); });
  return 0;
}
