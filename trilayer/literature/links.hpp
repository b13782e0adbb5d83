// Whether what other data say of their sources leads somewhere: ids of facts, checks, studies and findings named in
// texts.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "trilayer/literature/studies.hpp"

namespace trilayer::literature {

/// A text that names its sources: of a parameter, a norm, a measure.
struct Quoting {
  std::string what;  ///< "parameter callosal_delay"
  std::string text;  ///< "sign: T14, IHI-08 [V]; size [project]"
};

/// What looks like an id in a text: of checks ("T14", "S11b"), facts ("IHI-08"), studies ("D20") and findings
/// ("D20.1"), in order, without repeats.
std::vector<std::string> ids_in(const std::string& text);

/// A line for each id that leads nowhere: "parameter x: T99 is no check". Words of a letter and two digits whose letter
/// begins no study ("P14") are no ids.
std::vector<std::string> orphan_links(std::span<const Quoting> texts, const Facts& facts, const Studies& studies);

/// The study that a fact rests on, by DOI, PMID or PMCID in its source, or null.
const Study* study_of(const Fact& fact, const Studies& studies);

}  // namespace trilayer::literature
