#include "trilayer/inference/bank.hpp"

#include <algorithm>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/inference/bank_format.hpp"
#include "trilayer/model/simulate.hpp"

extern "C" const char trilayer_bank[], trilayer_bank_end[];  // NOLINT: the embedded bank.tri

namespace trilayer::inference {
namespace {

constexpr std::size_t largest_bank = std::size_t{1} << 32;

}  // namespace

void require_ours(const Recipe& recipe, const std::string& place) {
  const auto refuse = [&](const std::string& what) {
    throw base::Refusal(
        "was made with " + what, place,
        "build it again with this program (`trilayer bank build`), or use the program it was made with");
  };
  if (recipe.model_version != model::model_version)
    refuse("version " + std::to_string(recipe.model_version) + " of the model; this program has version " +
           std::to_string(model::model_version));
  if (recipe.features != features_hash()) refuse("another table of features");
  if (recipe.settings != settings_hash()) refuse("other settings of the detectors");
}

Bank read_bank(const std::filesystem::path& file) {
  return bank_from_bytes(base::read_file(file, largest_bank), file.filename().string());
}

std::uint64_t hash_of(const Bank& bank) { return base::fnv1a(to_bytes(bank)); }

const Bank& shipped_bank() {
  static const Bank bank = bank_from_bytes({trilayer_bank, static_cast<std::size_t>(trilayer_bank_end - trilayer_bank)},
                                           "the bank inside this program");
  return bank;
}

Bank merge(std::vector<Bank> shards) {
  base::require(!shards.empty(), "no shards to merge");
  Bank all;
  all.recipe = shards.front().recipe;
  for (Bank& shard : shards) {
    if (shard.recipe != all.recipe)
      throw base::Refusal("differs from the first in protocol, seed, features, settings or model",
                          "shard " + std::to_string(&shard - shards.data() + 1),
                          "merge only shards of one bank: `trilayer bank info FILE` shows what each was made with");
    std::move(shard.rows.begin(), shard.rows.end(), std::back_inserter(all.rows));
    shard.rows.clear();
  }
  std::stable_sort(all.rows.begin(), all.rows.end(),
                   [](const BankRow& a, const BankRow& b) { return a.number < b.number; });
  const auto same = [](const BankRow& a, const BankRow& b) {
    if (a.number != b.number) return false;
    if (encode(a) == encode(b)) return true;
    throw base::Refusal("stands in two shards with other content", "session " + std::to_string(a.number),
                        "one of them was made by another build of the program: build it again");
  };
  all.rows.erase(std::unique(all.rows.begin(), all.rows.end(), same), all.rows.end());
  return all;
}

}  // namespace trilayer::inference
