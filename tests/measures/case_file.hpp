// Case files: a phantom in text and what measuring it must give (tests/cases/*.toml).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::tests {

/// One line of what must come out. What is not stated is not compared.
struct Expectation {
  std::string measure;
  std::string block;  ///< id of the (first) block; empty: any
  std::optional<protocol::Side> side;
  measures::State state = measures::State::value;
  std::optional<double> value;
  double tolerance = 0.0;
  std::optional<double> smallest_below;  ///< the smallest detectable effect is below this
  std::string reason;                    ///< is part of the measurement's reason
};

struct Case {
  std::string why;
  std::uint64_t seed = 1;
  phantom::Phantom phantom;
  std::vector<Expectation> expected;
};

/// Reads a case; a key it does not know is an error, so that no expectation is lost to a typing mistake.
Case read_case(const std::filesystem::path& path);

}  // namespace trilayer::tests
