// From TOML to studies: every key is understood or refused, no number without somebody who has seen it, no finding
// without its place in the source.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "trilayer/base/hash.hpp"
#include "trilayer/literature/studies.hpp"
#include "trilayer/literature/studies_parts.hpp"

namespace trilayer::literature {
namespace {

using namespace reading;

// ---- a study ----

void check_verified(const TomlTable& table, const Study& study) {
  const bool bibliography = was_seen(study.citation.mark);
  const bool finding =
      std::any_of(study.findings.begin(), study.findings.end(), [](const Finding& one) { return was_seen(one.mark); });
  if (study.verified && !bibliography)
    table.refuse("verified",
                 "cannot be true: the bibliography was not seen (" + std::string(name(study.citation.mark)) + ")",
                 "write verified = false, or see it and change the mark of the citation");
  const Citation& citation = study.citation;
  const bool title_seen = !citation.title.empty() && std::find(citation.from_memory.begin(), citation.from_memory.end(),
                                                               "title") == citation.from_memory.end();
  if (study.verified && !title_seen && citation.doi.empty() && citation.pmid.empty() && citation.pmcid.empty() &&
      citation.url.empty())
    table.refuse("verified", "cannot be true: neither title nor DOI, PMID, PMCID or URL is known",
                 "a verified study can be found again");
  if (study.verified && !finding && study.design != Design::review)
    table.refuse("verified", "cannot be true: no finding was seen", "write verified = false");
  const bool seen = finding || (study.design == Design::review && bibliography);
  if ((study.status == Extraction::pointer) == seen)
    table.refuse("status", seen ? "cannot be pointer: something was seen" : "must be pointer: nothing was seen",
                 "allowed: " + list_of(all_extractions));
  if (study.status == Extraction::double_checked && study.read != Read::full_text)
    table.refuse("status", "cannot be double_checked: " + std::string(name(study.read)) + " is all that was read",
                 "only a full text can be checked twice");
  if (study.findings.empty() && study.covers.empty())
    table.refuse("", "has neither findings nor covers", "say in `covers` what the study is about");
}

// Collects what is refused, so that one fault does not hide the next.
using Attempt = std::function<void(const std::function<void()>&)>;

Study study_of(const TomlTable& root, const std::string& file, const StudyTerms& terms, const Attempt& attempt) {
  root.only(study_keys().study);
  Study study;
  study.file = file;
  study.id = needed_id(root, "id");
  if (file != study.id + ".toml" && !file.starts_with(study.id + "_"))
    root.refuse("id", "does not begin the file's name: \"" + study.id + "\"", "the file is <id>_<author>_<year>.toml");
  study.also = root.texts("also");
  study.overlaps = root.texts("overlaps");
  study.design = word_of(root, "design", all_designs);
  study.read = word_of(root, "read", all_reads);
  study.verified = needed_flag(root, "verified");
  study.status = word_of(root, "status", all_extractions);
  study.covers = said(root, "covers");
  study.bias = said(root, "bias");
  study.seen_at = root.texts("seen_at");
  const auto citation = root.below("citation");
  if (!citation) root.refuse("", "has no citation", "write [citation] with type and mark");
  bool whole = true;
  const auto part = [&](const std::function<void()>& read) {
    bool done = false;
    attempt([&] {
      read();
      done = true;
    });
    whole = whole && done;
  };
  part([&] { study.citation = citation_of(*citation); });
  for (const TomlTable& table : root.tables("group"))
    part([&] {
      study.groups.push_back(study_group_of(table, terms));
      for (std::size_t i = 0; i + 1 < study.groups.size(); ++i)
        if (study.groups[i].id == study.groups.back().id)
          table.refuse("id", "occurs twice: \"" + study.groups[i].id + "\"", "every group has an id of its own");
    });
  part([&] {
    if (const auto protocol = root.below("protocol")) study.protocol = protocol_of(*protocol);
  });
  for (const TomlTable& table : root.tables("finding"))
    part([&] { study.findings.push_back(finding_of(table, {study, terms})); });
  if (whole) check_verified(root, study);
  return study;
}

// ---- all files together ----

struct Reading {
  Studies studies;
  std::vector<base::Refusal> faults;
  std::map<std::string, std::string> owners;  // "DOI 10...", "id A10", "PMID 1": whose it is
  std::vector<std::pair<TomlTable, std::size_t>> tables;

  void attempt(const std::function<void()>& read) {
    try {
      read();
    } catch (const base::Refusal& refusal) {
      faults.push_back(refusal);
    }
  }

  void claim(const TomlTable& table, Key key, const std::string& value, const std::string& owner) {
    if (value.empty()) return;
    const auto [found, fresh] = owners.emplace(std::string(key) + " " + base::lower(value), owner);
    if (!fresh)
      table.refuse(key, "is also that of " + found->second + ": \"" + value + "\"",
                   "one publication is one study; name further ids in `also`");
  }
};

void claim_all(Reading& reading, const TomlTable& root, const Study& study) {
  const auto citation = root.below("citation");
  reading.attempt([&] { reading.claim(root, "id", study.id, study.id + " (" + study.file + ")"); });
  for (const std::string& id : study.also)
    reading.attempt([&] {
      if (reading.owners.contains("id " + base::lower(id)))
        root.refuse("also", "names an id that is taken: \"" + id + "\"", "one id stands for one publication");
      reading.owners.emplace("id " + base::lower(id), study.id);
    });
  reading.attempt([&] { reading.claim(*citation, "DOI", study.citation.doi, study.id); });
  reading.attempt([&] { reading.claim(*citation, "PMID", study.citation.pmid, study.id); });
  reading.attempt([&] { reading.claim(*citation, "PMCID", study.citation.pmcid, study.id); });
  std::set<std::string> findings;
  for (const Finding& finding : study.findings)
    reading.attempt([&] {
      if (!findings.insert(finding.id).second)
        root.refuse("finding", "has the id \"" + finding.id + "\" twice", "number the findings of a study");
    });
}

void read_study(Reading& reading, const StudyFile& file) {
  const TomlTable root = base::parse_toml(file.text, file.name);
  Study study = study_of(root, file.name, reading.studies.terms, [&](const auto& read) { reading.attempt(read); });
  claim_all(reading, root, study);
  reading.tables.emplace_back(root, reading.studies.studies.size());
  reading.studies.studies.push_back(std::move(study));
}

Reading read_all(const std::vector<StudyFile>& files, const StudyTerms& terms) {
  Reading reading;
  reading.studies.terms = terms;
  reading.studies.hash = base::fnv1a("");
  for (const StudyFile& file : files) {
    reading.attempt([&] { read_study(reading, file); });
    reading.studies.hash = base::fnv1a(file.text, reading.studies.hash);
  }
  for (const auto& [table, index] : reading.tables)
    for (const std::string& id : reading.studies.studies[index].overlaps)
      reading.attempt([&, &root = table] {
        if (!reading.owners.contains("id " + base::lower(id)))
          root.refuse("overlaps", "names no study: \"" + id + "\"", "add the study, or correct the id");
      });
  return reading;
}

}  // namespace

const StudyKeys& study_keys() {
  static const StudyKeys keys{
      {"id", "also", "overlaps", "design", "read", "verified", "status", "covers", "bias", "seen_at", "citation",
       "group", "protocol", "finding"},
      {"type", "authors", "authors_complete", "issued", "title", "container_title", "volume", "page", "DOI", "PMID",
       "PMCID", "URL", "mark", "from_memory"},
      {"family", "given"},
      {"id", "what", "n", "condition", "age_mean", "age_sd", "age_low", "age_high", "terms", "mirror_movements"},
      {"muscles", "stimulator", "coil", "intensity", "intervals", "contraction", "task", "trials", "cs_calibration"},
      {"id", "statement", "measure", "during", "at", "groups", "comparison", "direction", "values", "p", "layers",
       "supports", "assignment", "locator", "mark", "note"},
      {"group", "kind", "value", "error", "low", "high", "n", "events", "unit", "at"},
      {"id", "name", "origin", "terms"},
      {"id", "name", "what"}};
  return keys;
}

StudyTerms parse_study_terms(const StudyFile& conditions, const StudyFile& measures) {
  StudyTerms terms;
  const TomlTable first = base::parse_toml(conditions.text, conditions.name);
  first.only({"condition"});
  for (const TomlTable& table : first.tables("condition")) {
    table.only(study_keys().condition);
    HealthCondition one{needed_id(table, "id"), needed(table, "name"), word_of(table, "origin", all_origins),
                        table.texts("terms")};
    if (find_condition(terms, one.id) != nullptr)
      table.refuse("id", "occurs twice: \"" + one.id + "\"", "every condition has an id of its own");
    terms.conditions.push_back(std::move(one));
  }
  const TomlTable second = base::parse_toml(measures.text, measures.name);
  second.only({"measure"});
  for (const TomlTable& table : second.tables("measure")) {
    table.only(study_keys().measure);
    OtherMeasure one{needed_id(table, "id"), needed(table, "name"), needed(table, "what")};
    if (find_other_measure(terms, one.id) != nullptr || catalogue::find_descriptor(one.id) != nullptr)
      table.refuse("id", "occurs twice: \"" + one.id + "\"", "what the catalogue of measures has is not repeated here");
    terms.measures.push_back(std::move(one));
  }
  return terms;
}

Studies parse_studies(const std::vector<StudyFile>& files, const StudyTerms& terms) {
  Reading reading = read_all(files, terms);
  if (!reading.faults.empty()) throw reading.faults.front();
  return std::move(reading.studies);
}

std::vector<base::Refusal> study_faults(const std::vector<StudyFile>& files, const StudyTerms& terms) {
  return read_all(files, terms).faults;
}

}  // namespace trilayer::literature
