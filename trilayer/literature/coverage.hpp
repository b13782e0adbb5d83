// What the literature covers: how many studies there are of each measure in each condition under each layer, where they
// contradict each other, and where there is none.
#pragma once

#include <string>
#include <vector>

#include "trilayer/literature/studies.hpp"

namespace trilayer::literature {

/// Findings of one measure in one condition under one layer. A finding of several layers or conditions counts in each.
struct Coverage {
  std::string measure, condition;
  catalogue::Layer layer = catalogue::Layer::none;
  int studies = 0, verified_studies = 0;
  int findings = 0, verified = 0;
  int for_layer = 0, against_layer = 0;   ///< verified findings that support or contradict the layer
  std::vector<std::string> directions{};  ///< of verified findings, without repeats, in the order of the enumeration
  bool contradicts_itself = false;        ///< verified findings support and contradict it, or go in opposite directions
  std::vector<std::string> ids{};         ///< of the findings
};

/// Cells that hold a finding, in the order of conditions, measures and layers.
std::vector<Coverage> coverage(const Studies& studies);

/// Counts of one layer in one condition, over all measures.
struct LayerCount {
  std::string condition;
  catalogue::Layer layer = catalogue::Layer::none;
  int studies = 0, verified_studies = 0, findings = 0, verified = 0;
};
std::vector<LayerCount> layers_by_condition(const Studies& studies);

/// Counts of all.
struct EvidenceCount {
  int studies = 0, verified_studies = 0, findings = 0, verified = 0;
};
EvidenceCount count_of(const Studies& studies);
EvidenceCount count_of(const Studies& studies, catalogue::Layer layer);

/// Measures of the catalogue of which a layer has no verified finding although it bears on them.
std::vector<std::string> uncovered_measures(const Studies& studies, catalogue::Layer layer);

}  // namespace trilayer::literature
