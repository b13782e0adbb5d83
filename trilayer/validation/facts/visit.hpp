// One virtual participant in one study: what was recorded, what our measures make of it, what a check reads off it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/literature/facts.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::validation {

/// A person's session in a study, measured. `before` is the session that the study began with, where it has one.
struct Visit {
  model::Participant person;
  std::uint64_t seed = 0;  ///< of the session
  recording::Session session;
  measures::Results results;
  const Visit* before = nullptr;
};

/// A number that a person gives, or nothing.
using Read = std::function<std::optional<double>(const Visit&)>;

struct Reading {
  std::string id;  ///< unique in its study
  Read read;
};

/// Blocks that a check asks for, or several that ask for the same, and what is read from them. The blocks lie in a
/// session of their own: what a person gives does not depend on which other studies are run.
struct Study {
  std::string id;    ///< "ihi-force"
  std::string what;  ///< one line
  std::vector<std::string> muscles{"FDI"};
  std::vector<protocol::PlannedBlock> before{};  ///< recorded first, by the same seed; none: `blocks` needs nothing
  /// The blocks, given what was recorded before (null where nothing was). None: readings run the model by themselves.
  std::function<std::vector<protocol::PlannedBlock>(const Visit* before)> blocks;
  std::vector<Reading> readings;
  std::vector<literature::Setting> sets{};  ///< of the participants of this study alone
  bool asks_presence = false;               ///< a reading asks whether an average shows something: costs twice the time
};

/// Every study, in a fixed order. Ids are unique.
const std::vector<Study>& studies();

/// The study of a reading, "ihi-force.fixed_10". Throws Bug where there is none.
const Study& study_of(std::string_view reading);

/// How many readings all studies have, and the place of one of them ("study.reading") among all. Throws Bug.
std::size_t count_of_readings();
std::size_t place_of(std::string_view reading);

}  // namespace trilayer::validation
