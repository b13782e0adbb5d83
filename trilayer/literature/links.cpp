#include "trilayer/literature/links.hpp"

#include <algorithm>
#include <set>

namespace trilayer::literature {
namespace {

bool is_check_id(const std::string& id) { return id[0] == 'T' || id[0] == 'S'; }

// Letters with which ids of studies begin: other words of a letter and two digits (P14) are no ids.
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

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A word as a pattern: A for capitals, a for small letters, 0 for digits.
std::string form_of(const std::string& word) {
  std::string form;
  for (const char c : word) form += is_upper(c) ? 'A' : is_lower(c) ? 'a' : is_digit(c) ? '0' : c;
  return form;
}

bool has_form_of_id(const std::string& word) {
  const std::string form = form_of(word);
  if (form == "AA-00" || form == "AAA-00" || form == "A00" || form == "A00a") return true;
  return form == "A00.0" || form == "A00.00";
}

bool names(const std::string& source, const std::string& identifier) {
  return !identifier.empty() && source.find(identifier) != std::string::npos;
}

}  // namespace

std::vector<std::string> ids_in(const std::string& text) {
  std::vector<std::string> ids;
  std::string word;
  const auto take = [&] {
    while (!word.empty() && (word.back() == '.' || word.back() == '-')) word.pop_back();
    if (has_form_of_id(word) && std::find(ids.begin(), ids.end(), word) == ids.end()) ids.push_back(word);
    word.clear();
  };
  for (const char c : text) {
    if (is_upper(c) || is_lower(c) || is_digit(c) || c == '.' || c == '-' || c == '_')
      word += c;
    else
      take();
  }
  take();
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
