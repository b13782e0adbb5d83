#include "trilayer/literature/studies.hpp"

#include <algorithm>

namespace trilayer::literature {
namespace {

template <class T>
const T* find(const std::vector<T>& all, std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

template <class Enum, std::size_t n>
std::string_view word(Enum one, const std::array<std::string_view, n>& words) {
  return words[static_cast<std::size_t>(one)];
}

}  // namespace

const Study* find_study(const Studies& studies, std::string_view id) {
  if (const Study* study = find(studies.studies, id)) return study;
  for (const Study& study : studies.studies)
    if (std::find(study.also.begin(), study.also.end(), id) != study.also.end()) return &study;
  return nullptr;
}

const Finding* find_finding(const Studies& studies, std::string_view id) {
  for (const Study& study : studies.studies)
    if (const Finding* finding = find(study.findings, id)) return finding;
  return nullptr;
}

const StudyGroup* find_group(const Study& study, std::string_view id) { return find(study.groups, id); }
const HealthCondition* find_condition(const StudyTerms& terms, std::string_view id) {
  return find(terms.conditions, id);
}
const OtherMeasure* find_other_measure(const StudyTerms& terms, std::string_view id) {
  return find(terms.measures, id);
}

std::string_view name(Origin origin) {
  return word(origin, std::array<std::string_view, 4>{"none", "congenital", "developmental", "acquired"});
}

std::string_view name(Design design) {
  return word(design, std::array<std::string_view, 13>{"case", "case_series", "case_control", "cross_sectional",
                                                       "cohort", "longitudinal", "experiment", "intervention", "norm",
                                                       "model", "genetic", "review", "methods"});
}

std::string_view name(Read read) {
  return word(read, std::array<std::string_view, 5>{"full_text", "abstract", "title", "secondary_source", "memory"});
}

std::string_view name(Extraction status) {
  return word(status,
              std::array<std::string_view, 4>{"pointer", "single_extraction", "double_checked", "author_confirmed"});
}

std::string_view name(Mirroring mirroring) {
  return word(mirroring, std::array<std::string_view, 4>{"present", "absent", "mixed", "not_reported"});
}

std::string_view name(During during) {
  return word(during, std::array<std::string_view, 9>{"rest", "contraction", "other_hand", "both_hands", "movement",
                                                      "preparation", "fatigue", "training", "not_reported"});
}

std::string_view name(Change change) {
  return word(change,
              std::array<std::string_view, 11>{"reduced", "increased", "absent", "present", "delayed", "shortened",
                                               "prolonged", "unchanged", "correlates", "mixed", "none"});
}

std::string_view name(Support support) {
  return word(support, std::array<std::string_view, 3>{"supports", "contradicts", "neutral"});
}

std::string_view name(Assignment assignment) {
  return word(assignment, std::array<std::string_view, 2>{"authors", "mapping"});
}

std::string_view name(ValueKind kind) {
  return word(kind, std::array<std::string_view, 8>{"mean", "mean_sd", "mean_se", "mean_ci", "proportion", "median_iqr",
                                                    "range", "correlation"});
}

std::string_view roman(catalogue::Layer layer) {
  return word(layer, std::array<std::string_view, 4>{"none", "I", "II", "III"});
}

}  // namespace trilayer::literature
