// The draws as NetCDF, read back by the rules of the format. With python3-xarray there, `xarray.open_dataset` reads it
// too.
#include "trilayer/report/draws_netcdf.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <string>

#include "tests/report/example_answer.hpp"

namespace trilayer {
namespace {

std::uint64_t number(const std::string& bytes, std::size_t at, int width) {
  std::uint64_t value = 0;
  for (int i = 0; i < width; ++i)
    value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  return value;
}

// Where the data of a variable begin: name, dimensions, attributes, type, size, then the place.
std::size_t begin_of(const std::string& bytes, const std::string& name) {
  std::string entry{'\0', '\0', '\0', static_cast<char>(name.size())};
  std::size_t at = bytes.rfind(entry + name) + 4 + (name.size() + 3) / 4 * 4;
  at += 4 + 4 * number(bytes, at, 4);  // dimensions
  const std::uint64_t attributes = number(bytes, at + 4, 4);
  at += 8;
  for (std::uint64_t k = 0; k < attributes; ++k) {
    at += 4 + (number(bytes, at, 4) + 3) / 4 * 4;          // name
    at += 4 + 4 + (number(bytes, at + 4, 4) + 3) / 4 * 4;  // type, length, text
  }
  return number(bytes, at + 8, 4);
}

inference::Answer with_draws() {
  inference::Answer answer = tests::example_answer();
  for (std::size_t i = 0; i < 6; ++i) answer.loadings[i].draws = {0.0, 0.1 * static_cast<double>(i), 0.25};
  return answer;
}

TEST_CASE("Draws come back from the file in their order, by the rules of the format") {
  const std::string bytes = report::draws_netcdf(with_draws(), {}, tests::example_made());
  CHECK(bytes.substr(0, 3) == "CDF");
  CHECK(bytes[3] == 1);
  CHECK(number(bytes, 12, 4) == 4);  // dimensions
  const std::size_t value = begin_of(bytes, "value"), present = begin_of(bytes, "present");
  for (std::size_t draw = 0; draw < 3; ++draw)
    for (std::size_t i = 0; i < 6; ++i) {
      const double expected = with_draws().loadings[i].draws[draw];
      CHECK(std::bit_cast<double>(number(bytes, value + 8 * (6 * draw + i), 8)) == expected);
      CHECK(number(bytes, present + 4 * (6 * draw + i), 4) == (expected > 0.0 ? 1 : 0));
    }
  CHECK(bytes.substr(begin_of(bytes, "loading"), 18) == "corticospinal.left");
  CHECK(bytes.size() == begin_of(bytes, "prior_presence") + 6 * 8);
}

TEST_CASE("The file says whose draws they are and what they were made with") {
  const std::string bytes = report::draws_netcdf(with_draws(), {}, tests::example_made());
  for (const char* words : {"participant", "04", "0123456789abcdef", "simulation"})
    CHECK(bytes.find(words) != std::string::npos);
}

}  // namespace
}  // namespace trilayer
