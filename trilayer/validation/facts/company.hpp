// The virtual participants of a group, and what they gave in the studies that are needed of them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "trilayer/literature/facts.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/validation/facts/statistics.hpp"

namespace trilayer::validation {

/// People of one group, in one form of the model.
struct Company {
  const literature::Group* group = nullptr;
  std::vector<literature::Setting> sets;         ///< besides the group's own: the mechanism that an ablation takes out
  std::vector<std::string> studies;              ///< ids, of those that are run
  std::vector<Readings> people{};                ///< all readings of all studies; those of studies not run are empty
  std::map<std::string, std::string> refused{};  ///< study, and why the model does not simulate it
};

/// A loading or parameter on both sides. Throws Refusal where there is none of that name.
void apply(model::Participant& participant, const literature::Setting& setting);

/// Person `number` of `seed` in a group: drawn from `population` at the group's age, then what the group and the
/// company set. The same number is the same person in every group but for what differs between the groups.
model::Participant person_of(const Company& company, const model::Population& population, std::uint64_t seed,
                             std::uint32_t number);

struct RunOptions {
  int participants = 200;
  std::uint64_t seed = 1;
  int jobs = 1;
  model::Population population{};  ///< other medians or spreads; its age is that of the group
  std::function<void(double)> progress{};
};

/// Runs the studies of every company: each person is simulated and measured. The same for any number of jobs.
void run(std::vector<Company>& companies, const RunOptions& options);

}  // namespace trilayer::validation
