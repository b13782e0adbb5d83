#include <algorithm>
#include <vector>

#include "tests/fuzz/read_bytes.hpp"
#include "trilayer/recording/formats/npy.hpp"

namespace {

using namespace trilayer;

// The first byte says what a mapping would: the meaning of the axes, the channels and where the pulse is.
recording::ArrayStatement statement(std::uint8_t byte) {
  using enum recording::ArrayAxis;
  std::vector<recording::ArrayAxis> axes{sample, trial, channel};
  axes.resize(1 + byte % 3);
  std::rotate(axes.begin(), axes.begin() + byte / 3 % static_cast<std::ptrdiff_t>(axes.size()), axes.end());
  const std::vector<std::string> channels(axes.size() == 3 ? 2 : 1, "left FDI");
  recording::ArrayStatement said{axes, base::Hertz(1000.0), "uV", channels, std::nullopt, {}, "mapping"};
  if (byte > 127) said.pulse_sample = byte % 8;
  return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  tests::read_bytes(data + 1, size - 1,
                    [&](const auto& path) { return recording::read_npy(path, statement(data[0])); });
  return 0;
}
