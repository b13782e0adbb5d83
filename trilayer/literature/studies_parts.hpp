// The parts of a file of a study, read one table each.
#pragma once

#include "trilayer/literature/reading.hpp"
#include "trilayer/literature/studies.hpp"

namespace trilayer::literature::reading {

/// What the findings of a study are read against: its groups and citation, and the words it may use.
struct Circumstances {
  const Study& study;
  const StudyTerms& terms;
};

/// Each throws Refusal with file, line, key and what is allowed.
Citation citation_of(const TomlTable& table);
StudyGroup study_group_of(const TomlTable& table, const StudyTerms& terms);
StudyProtocol protocol_of(const TomlTable& table);
Finding finding_of(const TomlTable& table, const Circumstances& with);

/// A text that may be missing but not be empty.
std::string said(const TomlTable& table, Key key);

/// Whether somebody saw it, in the source or in one that quotes it.
bool was_seen(Mark mark);

}  // namespace trilayer::literature::reading
