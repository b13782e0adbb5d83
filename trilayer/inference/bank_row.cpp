// One session of a bank: drawn, simulated, measured, and reduced to features and truth.
#include <array>
#include <cstdint>
#include <string>
#include <system_error>

#include "trilayer/base/files.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/bank_build.hpp"
#include "trilayer/inference/prior.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::inference {
namespace {

// What the draws of a session are for; addresses of its random numbers, so never renumbered.
enum Purpose : std::uint32_t { loadings_of_session = 1, seed_of_session = 2, age_of_session = 3 };

// Every session has a seed of its own: the recording's noise must not be that of another person.
std::uint64_t session_seed(std::uint64_t seed, std::uint32_t number) {
  base::Stream stream(seed, number, seed_of_session);
  const std::uint64_t high = stream.word();
  return high << 32 | stream.word();
}

BankRow row_of(const protocol::Protocol& protocol, std::uint64_t seed, std::uint32_t number) {
  base::Stream stream(seed, number, loadings_of_session);
  BankRow row;
  row.number = number;
  row.truth = draw_loadings(Prior{}, stream);
  const auto person = bank_person(seed, number, row.truth);
  const auto session = model::simulate(person, protocol, session_seed(seed, number));
  const auto results = measures::measure({session}, measures::Settings{}, 1);
  row.features = features_of(results.measurements, session.context);
  return row;
}

// The protocol's text: a file of that name wins, as in protocol::find_protocol.
std::string protocol_text(const std::string& name_or_path) {
  std::error_code error;
  if (std::filesystem::is_regular_file(name_or_path, error)) return base::read_file(name_or_path);
  return std::string(protocol::shipped_protocol_text(name_or_path));
}

}  // namespace

model::Participant bank_person(std::uint64_t seed, std::uint32_t number, const model::Loadings& loadings) {
  base::Stream stream(seed, number, age_of_session);
  const double age = draw_age(stream);
  model::Population population;
  population.age = model::AgeRange{age, age};
  return model::draw_participant(loadings, seed, number, model::Lesions::some, population);
}

BankRow bank_row(const BankPlan& plan, std::uint32_t number) {
  return row_of(protocol::find_protocol(plan.protocol), plan.seed, number);
}

Recipe recipe_of(const BankPlan& plan) {
  return {model::model_version,
          features_hash(),
          settings_hash(),
          base::fnv1a(protocol_text(plan.protocol)),
          protocol::find_protocol(plan.protocol).name,
          plan.seed};
}

void build_bank(const BankPlan& plan, const std::filesystem::path& file,
                const std::function<void(std::uint32_t, std::uint32_t)>& progress) {
  const protocol::Protocol protocol = protocol::find_protocol(plan.protocol);
  const auto make = [&](std::uint32_t number) { return row_of(protocol, plan.seed, number); };
  build_bank_of(make, recipe_of(plan), plan, file, progress);
}

}  // namespace trilayer::inference
