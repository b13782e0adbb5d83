#include "trilayer/literature/pool.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/student.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::literature {
namespace {

bool of_one_group(EffectScale scale) { return scale == EffectScale::logit || scale == EffectScale::fisher_z; }

// Why a finding cannot go in: caught where the finding is left out.
struct Unusable {
  std::string reason;
};

std::string marked(std::string_view word) { return "'" + std::string(word) + "'"; }

Unusable wrong_kind(const PublishedValue& value, std::string_view needed) {
  return {"group " + marked(value.group) + " has a value of the kind " + marked(name(value.kind)) + "; needed is " +
          std::string(needed)};
}

int people_of(const PublishedValue& value, const StudyGroup& group) {
  const auto people = value.n ? value.n : group.n;
  if (!people) throw Unusable{"of group " + marked(group.id) + " the number of people is not known"};
  return *people;
}

// The standard deviation between people, however the source put it.
double deviation_of(const PublishedValue& value, int people) {
  const double root = std::sqrt(static_cast<double>(people));
  if (value.kind == ValueKind::mean_sd && value.error) return *value.error;
  if (value.kind == ValueKind::mean_se && value.error) return *value.error * root;
  if (value.kind == ValueKind::mean_ci && value.low && value.high && people > 1)
    return 0.5 * (*value.high - *value.low) * root / base::student_quantile(0.975, people - 1);
  throw wrong_kind(value, "a mean with its deviation, error or interval");
}

GroupMean mean_of(const PublishedValue& value, const StudyGroup& group) {
  const int people = people_of(value, group);
  const double deviation = deviation_of(value, people);
  if (!value.value) throw Unusable{"group " + marked(group.id) + " has no mean"};
  return {*value.value, deviation, people};
}

GroupShare share_of(const PublishedValue& value, const StudyGroup& group) {
  if (value.kind != ValueKind::proportion || !value.events) throw wrong_kind(value, "a number of people who show it");
  return {*value.events, people_of(value, group)};
}

struct Side {
  const PublishedValue* value;
  const StudyGroup* group;
};

Effect effect_of(EffectScale scale, const Side& first, const Side& second) {
  switch (scale) {
    case EffectScale::standardised_difference:
      return standardised_difference(mean_of(*first.value, *first.group), mean_of(*second.value, *second.group));
    case EffectScale::mean_difference:
      return mean_difference(mean_of(*first.value, *first.group), mean_of(*second.value, *second.group));
    case EffectScale::log_ratio:
      return log_ratio(mean_of(*first.value, *first.group), mean_of(*second.value, *second.group));
    case EffectScale::log_odds:
      return log_odds(share_of(*first.value, *first.group), share_of(*second.value, *second.group));
    case EffectScale::log_risk:
      return log_risk(share_of(*first.value, *first.group), share_of(*second.value, *second.group));
    case EffectScale::logit:
      return logit(share_of(*first.value, *first.group));
    case EffectScale::fisher_z:
      break;
  }
  if (first.value->kind != ValueKind::correlation || !first.value->value)
    throw wrong_kind(*first.value, "a correlation");
  return fisher_z(*first.value->value, people_of(*first.value, *first.group));
}

bool is_first(const PoolQuestion& question, const StudyGroup& group) {
  const bool condition =
      question.condition.empty() ? group.origin != Origin::none : group.condition == question.condition;
  return condition && (!question.mirroring || group.mirror_movements == *question.mirroring);
}

bool is_second(const PoolQuestion& question, const StudyGroup& group) {
  return question.against.empty() ? group.origin == Origin::none : group.condition == question.against;
}

bool holds(std::string_view text, std::string_view part) {
  return base::lower(text).find(base::lower(part)) != std::string::npos;
}

// The values of a finding that the question allows, by the part the group plays.
std::vector<Side> sides(const PoolQuestion& question, const Study& study, const Finding& finding, bool first) {
  std::vector<Side> all;
  for (const PublishedValue& value : finding.values) {
    const StudyGroup* group = find_group(study, value.group);
    if (!group || !(first ? is_first(question, *group) : is_second(question, *group))) continue;
    if (question.at.empty() || holds(finding.at, question.at) || holds(value.at, question.at))
      all.push_back({&value, group});
  }
  return all;
}

// What can be compared in a finding: groups of the first kind, each with the second group's value at the same `at`.
struct Comparison {
  Side first, second;
};

std::vector<Comparison> comparisons(const PoolQuestion& question, const Study& study, const Finding& finding) {
  if (is_unseen(finding.mark)) throw Unusable{"its numbers are from memory"};
  if (finding.values.empty()) throw Unusable{"it has no numbers"};
  const auto firsts = sides(question, study, finding, true), seconds = sides(question, study, finding, false);
  if (firsts.empty()) throw Unusable{"it has no value of a group that was asked for"};
  std::vector<Comparison> all;
  for (const Side& first : firsts) {
    if (of_one_group(question.scale)) all.push_back({first, {nullptr, nullptr}});
    for (const Side& second : seconds)
      if (!of_one_group(question.scale) && first.value->at == second.value->at && first.group != second.group)
        all.push_back({first, second});
  }
  if (all.empty()) throw Unusable{"it has no value of a group to compare with under the same circumstances"};
  return all;
}

// A study's first comparison that gives an effect; throws the first reason where none does.
PooledFinding pooled_finding(const PoolQuestion& question, const Study& study, const Finding& finding) {
  std::optional<Unusable> why;
  for (const auto& [first, second] : comparisons(question, study, finding)) {
    try {
      if (second.value && first.value->unit != second.value->unit)
        throw Unusable{"its groups have different units, " + marked(first.value->unit) + " and " +
                       marked(second.value->unit)};
      PooledFinding one;
      one.study = &study;
      one.finding = &finding;
      one.first = first.group;
      one.second = second.group;
      one.label = short_name(study);
      one.at = first.value->at;
      one.unit = first.value->unit;
      one.verified = study.verified && finding.mark == Mark::seen;
      one.effect = effect_of(question.scale, first, second);
      one.first_people = people_of(*first.value, *first.group);
      if (second.value) one.second_people = people_of(*second.value, *second.group);
      if (!(one.effect.variance > 0.0)) throw Unusable{"the effect has no error"};
      return one;
    } catch (const Unusable& unusable) {
      if (!why) why = unusable;
    } catch (const base::Refusal& refusal) {
      if (!why) why = Unusable{refusal.problem()};
    }
  }
  throw Unusable{why.value()};
}

bool share_people(const Study& a, const Study& b) {
  const auto names = [](const Study& one, const Study& other) {
    return std::find(one.overlaps.begin(), one.overlaps.end(), other.id) != one.overlaps.end();
  };
  return names(a, b) || names(b, a);
}

// Whether a finding may join those that are in already; throws why not.
void check_independent(const Pool& pool, const PooledFinding& candidate) {
  for (const PooledFinding& one : pool.findings) {
    if (one.study == candidate.study)
      throw Unusable{"the study is in already, by " + one.finding->id + ": one effect a study"};
    if (share_people(*one.study, *candidate.study))
      throw Unusable{"some of its people are those of " + one.study->id + ", which is in already"};
  }
  if (pool.findings.empty() || pool.question.scale != EffectScale::mean_difference) return;
  const std::string unit = pool.findings.front().unit, other = candidate.unit;
  if (unit != other)
    throw Unusable{"its unit is " + marked(other) + ", that of " + pool.findings.front().study->id + " " +
                   marked(unit)};
}

bool asked_for(const PoolQuestion& question, const Finding& finding) {
  if (finding.measure != question.measure || (question.during && finding.during != *question.during)) return false;
  return question.at.empty() || holds(finding.at, question.at) ||
         std::any_of(finding.values.begin(), finding.values.end(),
                     [&](const PublishedValue& value) { return holds(value.at, question.at); });
}

// "rest (2), contraction (1)"; empty where all are the same.
template <class Word>
std::string kinds(const Pool& pool, Word word) {
  std::map<std::string, int> counts;
  for (const PooledFinding& one : pool.findings) ++counts[std::string(word(one))];
  std::string text;
  for (const auto& [kind, count] : counts)
    text += (text.empty() ? "" : ", ") + (kind.empty() ? "not said" : kind) + " (" + std::to_string(count) + ")";
  return counts.size() > 1 ? text : "";
}

void add_notes(Pool& pool) {
  const auto note = [&](const std::string& what, const std::string& which) {
    if (!which.empty()) pool.notes.push_back(what + " differ: " + which + ".");
  };
  note("Conditions", kinds(pool, [](const PooledFinding& one) { return std::string_view(one.first->condition); }));
  note("Mirror movements of the first groups",
       kinds(pool, [](const PooledFinding& one) { return name(one.first->mirror_movements); }));
  note("Tasks", kinds(pool, [](const PooledFinding& one) { return name(one.finding->during); }));
  note("Circumstances",
       kinds(pool, [](const PooledFinding& one) { return one.finding->at.empty() ? one.at : one.finding->at; }));
  const auto open =
      std::count_if(pool.findings.begin(), pool.findings.end(), [](const auto& one) { return !one.verified; });
  if (open > 0) pool.notes.push_back("Not verified: " + std::to_string(open) + " of the findings that went in.");
}

void check(const Studies& studies, const PoolQuestion& question) {
  if (!catalogue::find_descriptor(question.measure) && !find_other_measure(studies.terms, question.measure)) {
    std::vector<std::string_view> known;
    for (const auto& measure : catalogue::measures()) known.push_back(measure.id);
    for (const auto& measure : studies.terms.measures) known.push_back(measure.id);
    const auto meant = base::nearest(question.measure, known);
    throw base::Refusal("is no measure", question.measure,
                        meant.empty() ? "an id of the catalogue of measures" : "perhaps " + marked(meant));
  }
  for (const std::string& id : {question.condition, question.against}) {
    if (id.empty() || find_condition(studies.terms, id)) continue;
    std::vector<std::string_view> known;
    for (const auto& condition : studies.terms.conditions) known.push_back(condition.id);
    const auto meant = base::nearest(id, known);
    throw base::Refusal("is no condition", id,
                        meant.empty() ? "an id of evidence/conditions.toml" : "perhaps " + marked(meant));
  }
}

}  // namespace

Pool pool_studies(const Studies& studies, const PoolQuestion& question) {
  check(studies, question);
  Pool pool;
  pool.question = question;
  for (const Study& study : studies.studies)
    for (const Finding& finding : study.findings) {
      if (!asked_for(question, finding)) continue;
      try {
        const PooledFinding one = pooled_finding(question, study, finding);
        check_independent(pool, one);
        pool.findings.push_back(one);
      } catch (const Unusable& unusable) {
        pool.left_out.push_back({&study, &finding, unusable.reason});
      }
    }
  if (pool.findings.empty()) return pool;
  std::vector<StudyEffect> effects;
  for (const PooledFinding& one : pool.findings) effects.push_back({one.label, one.effect.value, one.effect.variance});
  pool.unit = pool.findings.front().unit;
  for (const PooledFinding& one : pool.findings)
    if (one.unit != pool.unit) pool.unit.clear();
  pool.result = meta_analyse(effects, {.confidence = question.confidence});
  add_notes(pool);
  return pool;
}

std::string short_name(const Study& study) {
  const auto& authors = study.citation.authors;
  std::string text = authors.empty() ? study.id : authors.front().family;
  if (authors.size() == 2 && study.citation.authors_complete) text += " & " + authors[1].family;
  if (authors.size() > 2 || (!authors.empty() && !study.citation.authors_complete)) text += " et al.";
  return study.citation.issued ? text + " " + std::to_string(*study.citation.issued) : text;
}

}  // namespace trilayer::literature
