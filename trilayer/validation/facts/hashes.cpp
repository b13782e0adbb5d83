#include "trilayer/validation/facts/hashes.hpp"

#include "trilayer/base/hash.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/validation/facts/visit.hpp"

namespace trilayer::validation {

std::uint64_t studies_hash() {
  std::uint64_t hash = base::fnv1a("studies");
  for (const Study& study : studies()) {
    hash = base::fnv1a(study.id + "|" + study.what, hash);
    for (const auto& set : study.sets) hash = base::fnv1a(set.name + base::format_number(set.value), hash);
    for (const Reading& reading : study.readings) hash = base::fnv1a("|" + reading.id, hash);
    auto blocks = study.before;
    if (study.before.empty() && study.blocks)
      for (const auto& block : study.blocks(nullptr)) blocks.push_back(block);
    for (const auto& block : blocks)
      hash = base::fnv1a(block.id + protocol::label(block.condition) + base::format_number(block.trials) + " " +
                             base::format_number(block.task_duration.value()),
                         hash);
  }
  return hash;
}

std::uint64_t parameters_hash() {
  std::uint64_t hash = base::fnv1a("parameters");
  for (const model::Parameter& row : model::parameters()) {
    hash = base::fnv1a(row.name, hash);
    for (const double number : {row.value, row.low, row.high, static_cast<double>(row.law), row.spread})
      hash = base::fnv1a("|" + base::format_number(number), hash);
  }
  return hash;
}

}  // namespace trilayer::validation
