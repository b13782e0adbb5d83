#include "trilayer/literature/links.hpp"

#include <algorithm>
#include <regex>
#include <set>

namespace trilayer::literature {
namespace {

bool is_check_id(const std::string& id) { return id[0] == 'T' || id[0] == 'S'; }

// Letters with which ids of studies begin: other words of a letter and two digits (N20, P14) are no ids.
std::set<char> study_letters(const Studies& studies) {
  std::set<char> letters;
  for (const Study& study : studies.studies) letters.insert(study.id[0]);
  return letters;
}

std::string fault_of(const std::string& id, const Facts& facts, const Studies& studies, const std::set<char>& letters) {
  if (id.find('-') != std::string::npos) return find_fact(facts, id) ? "" : id + " is no fact";
  if (id.find('.') != std::string::npos) {
    if (!letters.contains(id[0])) return "";
    return find_finding(studies, id) ? "" : id + " is no finding";
  }
  if (is_check_id(id)) return find_check(facts, id) ? "" : id + " is no check";
  if (!letters.contains(id[0])) return "";
  return find_study(studies, id) ? "" : id + " is no study";
}

bool names(const std::string& source, const std::string& identifier) {
  return !identifier.empty() && source.find(identifier) != std::string::npos;
}

}  // namespace

std::vector<std::string> ids_in(const std::string& text) {
  static const std::regex pattern(R"(\b([A-Z]{2,3}-\d{2}|[A-Z]\d{2}\.\d+|[A-Z]\d{2}[a-z]?)\b)");
  std::vector<std::string> ids;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern); at != std::sregex_iterator(); ++at)
    if (std::find(ids.begin(), ids.end(), at->str()) == ids.end()) ids.push_back(at->str());
  return ids;
}

std::vector<std::string> orphan_links(std::span<const Quoting> texts, const Facts& facts, const Studies& studies) {
  const auto letters = study_letters(studies);
  std::vector<std::string> faults;
  for (const Quoting& one : texts)
    for (const std::string& id : ids_in(one.text))
      if (const std::string fault = fault_of(id, facts, studies, letters); !fault.empty())
        faults.push_back(one.what + ": " + fault);
  return faults;
}

const Study* study_of(const Fact& fact, const Studies& studies) {
  for (const Study& study : studies.studies) {
    const Citation& c = study.citation;
    const std::string pmid = c.pmid.empty() ? "" : "PMID " + c.pmid;
    if (names(fact.source, c.doi) || names(fact.source, pmid) || names(fact.source, c.pmcid)) return &study;
  }
  return nullptr;
}

}  // namespace trilayer::literature
