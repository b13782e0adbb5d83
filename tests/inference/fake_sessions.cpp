#include "tests/inference/fake_sessions.hpp"

#include <unistd.h>

#include <atomic>
#include <string>
#include <system_error>

#include "trilayer/base/random.hpp"
#include "trilayer/inference/features.hpp"
#include "trilayer/inference/prior.hpp"
#include "trilayer/model/simulate.hpp"

namespace trilayer::inference {

BankRow fake_session(std::uint32_t number) {
  base::Stream stream(99, number);
  BankRow row;
  row.number = number;
  row.truth = draw_loadings(Prior{}, stream);
  for (std::size_t i = 0; i < feature_names().size(); ++i) {
    Feature feature;
    feature.state = static_cast<measures::State>(stream.below(8));
    const bool number_there = feature.state == measures::State::value || feature.state == measures::State::at_most;
    if (number_there) feature.value = 3.0 * stream.normal();
    if (number_there) feature.error = stream.uniform(0.05, 1.0);
    if (number_there) feature.trials = static_cast<int>(stream.below(30));
    row.features.push_back(feature);
  }
  return row;
}

Recipe fake_recipe(std::uint64_t seed) {
  return {model::model_version, features_hash(), settings_hash(), 0x1234, "fake", seed};
}

Bank fake_bank(std::uint32_t first, std::uint32_t count, std::uint64_t seed) {
  Bank bank{fake_recipe(seed), {}};
  for (std::uint32_t i = 0; i < count; ++i) bank.rows.push_back(fake_session(first + i));
  return bank;
}

TestFolder::TestFolder() {
  static std::atomic<int> next = 0;
  folder_ = std::filesystem::temp_directory_path() /
            ("trilayer-bank-" + std::to_string(::getpid()) + "-" + std::to_string(next++));
  std::filesystem::create_directories(folder_);
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace trilayer::inference
