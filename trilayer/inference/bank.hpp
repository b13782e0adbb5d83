// A bank: sessions simulated from the prior and measured by the real code, as features and truth.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/inference/features.hpp"
#include "trilayer/model/loadings.hpp"
#include "trilayer/model/participant.hpp"

namespace trilayer::inference {

/// What a bank was made with. Banks of equal recipe may be merged; one of another features or model version is refused.
struct Recipe {
  int model_version = 0;
  std::uint64_t features = 0;  ///< features_hash()
  std::uint64_t settings = 0;  ///< hash of the detectors' settings and the catalogue
  std::uint64_t protocol = 0;  ///< hash of the protocol's text
  std::string protocol_name;
  std::uint64_t seed = 0;

  friend bool operator==(const Recipe&, const Recipe&) = default;
};

/// One simulated and measured session. Its number addresses all its random draws.
struct BankRow {
  std::uint32_t number = 0;
  model::Loadings truth;
  FeatureRow features;
};

struct Bank {
  Recipe recipe;
  std::vector<BankRow> rows;  ///< in order of number, none twice
};

/// Bytes of a bank, and back (docs/reference/bank.md). Values are rounded to steps of 0.001 (log, logit) or 0.01
/// (linear) on the feature's scale, errors likewise: far below any standard error. Throws Refusal where the bytes are
/// no bank, are cut short or damaged, or the recipe's features, settings or model version are not this program's.
std::string to_bytes(const Bank& bank);
Bank bank_from_bytes(std::string_view bytes, const std::string& place);
Bank read_bank(const std::filesystem::path& file);

/// Throws Refusal where the recipe's model version, features or settings are not this program's.
void require_ours(const Recipe& recipe, const std::string& place);

/// FNV-1a over the detectors' settings and the ids and scales of the catalogue.
std::uint64_t settings_hash();

/// FNV-1a of the bank's bytes.
std::uint64_t hash_of(const Bank& bank);

/// The bank that comes with the program, embedded.
const Bank& shipped_bank();

/// Several shards as one. Throws Refusal where their recipes differ or a session is in two of them with other content.
Bank merge(std::vector<Bank> shards);

/// What `build_bank` is told.
struct BankPlan {
  std::string protocol = "mirror_battery";  ///< shipped name or path
  std::uint64_t seed = 1;
  std::uint32_t first = 0;  ///< sessions [first, first + count)
  std::uint32_t count = 0;
  int jobs = 1;
};

/// The person of a session: number and loadings say everything, with an age (draw_age), and lesions in one of four.
model::Participant bank_person(std::uint64_t seed, std::uint32_t number, const model::Loadings& loadings);

/// One session of a bank: loadings from the prior, person from the population, simulated, measured.
BankRow bank_row(const BankPlan& plan, std::uint32_t number);

/// Recipe of a plan.
Recipe recipe_of(const BankPlan& plan);

/// Builds a bank into `file`, which must not exist. Finished sessions are kept in `file` + ".part" as they come, so
/// that after a kill the same call goes on where it was; the result does not depend on kills, threads or shards.
/// `progress(done, count)` is told first what was there already; one call at a time. Throws Refusal where the ".part"
/// is of another recipe or of a program that is still at it.
void build_bank(const BankPlan& plan, const std::filesystem::path& file,
                const std::function<void(std::uint32_t, std::uint32_t)>& progress = {});

}  // namespace trilayer::inference
