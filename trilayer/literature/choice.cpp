#include "trilayer/literature/choice.hpp"

#include <algorithm>
#include <cctype>

namespace trilayer::literature {
namespace {

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string study_text(const Study& study) {
  std::string text = study.id + " " + study.citation.title + " " + study.citation.container_title + " " + study.covers;
  for (const Author& author : study.citation.authors) text += " " + author.family;
  if (study.citation.issued) text += " " + std::to_string(*study.citation.issued);
  for (const StudyGroup& group : study.groups) text += " " + group.what + " " + group.condition;
  return lowered(text);
}

bool has_words(const std::string& text, const std::vector<std::string>& words) {
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(lowered(word)) != std::string::npos; });
}

bool is_asked_for(const Study& study, const Finding& finding, const Choice& choice) {
  if (choice.verified && is_verified(study, finding) != *choice.verified) return false;
  if (!choice.measure.empty() && finding.measure != choice.measure) return false;
  if (choice.layer) {
    const auto& layers = finding.layers;
    const bool under = *choice.layer == catalogue::Layer::none
                           ? layers.empty()
                           : std::find(layers.begin(), layers.end(), *choice.layer) != layers.end();
    if (!under) return false;
  }
  if (choice.condition.empty()) return true;
  return std::any_of(finding.groups.begin(), finding.groups.end(), [&](const std::string& id) {
    const StudyGroup* group = find_group(study, id);
    return group != nullptr && group->condition == choice.condition;
  });
}

bool asks_of_findings(const Choice& choice) {
  return choice.layer || choice.verified || !choice.measure.empty() || !choice.condition.empty();
}

void check_names(const Studies& studies, const Choice& choice) {
  if (!choice.condition.empty() && find_condition(studies.terms, choice.condition) == nullptr) {
    std::string known;
    for (const auto& condition : studies.terms.conditions) known += (known.empty() ? "" : ", ") + condition.id;
    throw base::Refusal("is no condition", choice.condition, "one of " + known);
  }
  if (choice.measure.empty() || catalogue::find_descriptor(choice.measure) != nullptr) return;
  if (find_other_measure(studies.terms, choice.measure) == nullptr)
    throw base::Refusal("is no measure", choice.measure,
                        "a measure of the catalogue (docs/README.md) or of evidence/other_measures.toml");
}

}  // namespace

bool is_verified(const Study& study, const Finding& finding) { return study.verified && !is_unseen(finding.mark); }

std::vector<std::string> conditions_of(const Study& study, const Finding& finding) {
  std::vector<std::string> all, sick;
  for (const std::string& id : finding.groups) {
    const StudyGroup* group = find_group(study, id);
    if (group == nullptr || std::find(all.begin(), all.end(), group->condition) != all.end()) continue;
    all.push_back(group->condition);
    if (group->origin != Origin::none) sick.push_back(group->condition);
  }
  return sick.empty() ? all : sick;
}

std::vector<Chosen> choose(const Studies& studies, const Choice& choice) {
  check_names(studies, choice);
  std::vector<Chosen> chosen;
  for (const Study& study : studies.studies) {
    if (choice.design && study.design != *choice.design) continue;
    const std::string about = study_text(study);
    const bool by_itself = has_words(about, choice.words);
    Chosen one{&study, {}};
    for (const Finding& finding : study.findings)
      if (is_asked_for(study, finding, choice) &&
          has_words(about + " " + lowered(finding.statement + " " + finding.note + " " + finding.measure),
                    choice.words))
        one.findings.push_back(&finding);
    if (!one.findings.empty() || (by_itself && !asks_of_findings(choice))) chosen.push_back(std::move(one));
  }
  return chosen;
}

}  // namespace trilayer::literature
