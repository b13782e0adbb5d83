#include "trilayer/base/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

#include "trilayer/base/random.hpp"

namespace trilayer::base {
namespace {

TEST_CASE("Every index is worked on exactly once, whatever the number of threads") {
  for (const int jobs : {-1, 0, 1, 2, 7}) {
    std::vector<std::atomic<int>> calls(1000);
    for_each_index(calls.size(), jobs, [&](std::size_t i) { ++calls[i]; });
    int right = 0;
    for (const auto& count : calls) right += count == 1 ? 1 : 0;
    CHECK(right == 1000);
  }
}

TEST_CASE("Results do not depend on the number of threads") {
  const auto draw = [](int jobs) {
    std::vector<double> out(200);
    for_each_index(out.size(), jobs,
                   [&](std::size_t i) { out[i] = Stream(5, static_cast<std::uint32_t>(i)).normal(); });
    return out;
  };
  CHECK(draw(1) == draw(4));
}

TEST_CASE("Nothing to do is done without a call") {
  for_each_index(0, 4, [](std::size_t) { FAIL("called"); });
}

TEST_CASE("An exception of the work comes out") {
  const auto fail = [](std::size_t i) {
    if (i == 3) throw std::runtime_error("the third");
  };
  CHECK_THROWS_WITH_AS(for_each_index(10, 1, fail), "the third", std::runtime_error);
  CHECK_THROWS_WITH_AS(for_each_index(10, 2, fail), "the third", std::runtime_error);
}

}  // namespace
}  // namespace trilayer::base
