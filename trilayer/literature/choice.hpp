// Choosing among studies: by layer, condition, measure, design, what was seen, and words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/literature/studies.hpp"

namespace trilayer::literature {

/// What is asked for. Layer, condition, measure and `verified` have to hold of one finding together.
struct Choice {
  std::optional<catalogue::Layer> layer;  ///< none: findings under no layer
  std::string condition;                  ///< id, of a group that the finding speaks of
  std::string measure;                    ///< id
  std::optional<Design> design;
  std::optional<bool> verified;    ///< of study and finding: both were seen in the source, or not
  std::vector<std::string> words;  ///< each occurs in authors, title, statement, note, measure or group; any case
};

/// A study and those of its findings that are asked for, in their order.
struct Chosen {
  const Study* study = nullptr;
  std::vector<const Finding*> findings;
};

/// Studies without findings are chosen where nothing is asked of a finding. Throws Refusal where a condition or measure
/// is none.
std::vector<Chosen> choose(const Studies& studies, const Choice& choice);

/// Whether study and finding were both seen in the source.
bool is_verified(const Study& study, const Finding& finding);

/// Conditions of the groups that a finding speaks of, without repeats, healthy people only where there are no others.
std::vector<std::string> conditions_of(const Study& study, const Finding& finding);

}  // namespace trilayer::literature
