#include "trilayer/inference/bank_build.hpp"

#include <limits>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/inference/bank_format.hpp"
#include "trilayer/inference/bank_part.hpp"

namespace trilayer::inference {
namespace {

std::filesystem::path part_name(std::filesystem::path file) { return file += ".part"; }

std::vector<std::uint32_t> numbers_to_do(const BankPlan& plan, const BankPart& part) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < plan.count; ++i)
    if (!part.rows().contains(plan.first + i)) numbers.push_back(plan.first + i);
  return numbers;
}

}  // namespace

void build_bank_of(const MakeRow& make, const Recipe& recipe, const BankPlan& plan, const std::filesystem::path& file,
                   const std::function<void(std::uint32_t, std::uint32_t)>& progress) {
  base::require(plan.count <= std::numeric_limits<std::uint32_t>::max() - plan.first,
                "sessions beyond the last number");
  base::refuse_to_overwrite(file);
  BankPart part(part_name(file), recipe);
  const std::vector<std::uint32_t> numbers = numbers_to_do(plan, part);
  auto done = plan.count - static_cast<std::uint32_t>(numbers.size());
  if (progress) progress(done, plan.count);
  std::mutex mutex;
  base::for_each_index(numbers.size(), plan.jobs, [&](std::size_t i) {
    const BankRow row = make(numbers[i]);
    const std::scoped_lock lock(mutex);
    part.add(row);
    if (progress) progress(++done, plan.count);
  });
  std::vector<std::string_view> rows;  // what an earlier call with another range left is not of this bank
  for (const auto& [number, encoded] : part.rows())
    if (number >= plan.first && number - plan.first < plan.count) rows.push_back(encoded);
  base::write_file(file, whole_bank(recipe, rows));
  part.remove();
}

BankPlan shard_of(BankPlan plan, std::uint32_t k, std::uint32_t n) {
  base::require(k >= 1 && k <= n, "a shard that is not one of them");
  const std::uint64_t count = plan.count;
  const auto from = static_cast<std::uint32_t>(count * (k - 1) / n), to = static_cast<std::uint32_t>(count * k / n);
  plan.first += from;
  plan.count = to - from;
  return plan;
}

}  // namespace trilayer::inference
