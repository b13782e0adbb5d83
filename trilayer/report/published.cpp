#include "trilayer/report/published.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <vector>

#include "trilayer/literature/choice.hpp"
#include "trilayer/literature/pool.hpp"
#include "trilayer/report/svg.hpp"

namespace trilayer::report {
namespace {

using literature::Finding;
using literature::Study;
using literature::Support;

constexpr std::size_t most_of_one = 12;  // findings of a measure: a page is no review

struct Cited {
  const Study* study;
  const Finding* finding;
};

struct Published {
  std::vector<Cited> speaking;  // seen, for or against a layer
  int neutral = 0, not_seen = 0;
};

Published published_of(std::string_view measure, const literature::Studies& studies) {
  Published all;
  for (const Study& study : studies.studies)
    for (const Finding& finding : study.findings) {
      if (finding.measure != measure) continue;
      if (!literature::is_verified(study, finding))
        ++all.not_seen;
      else if (finding.supports == Support::neutral || finding.layers.empty())
        ++all.neutral;
      else
        all.speaking.push_back({&study, &finding});
    }
  return all;
}

std::string identifier(const literature::Citation& c) {
  if (!c.doi.empty()) return c.doi;
  if (!c.pmid.empty()) return "PMID " + c.pmid;
  return c.pmcid;
}

std::string people_of(const Cited& cited, const literature::StudyTerms& terms) {
  std::string text;
  for (const std::string& id : literature::conditions_of(*cited.study, *cited.finding))
    if (const auto* condition = literature::find_condition(terms, id))
      text += (text.empty() ? "" : ", ") + condition->name;
  return text;
}

std::string line_of(const Cited& cited, const literature::StudyTerms& terms) {
  std::vector<std::string_view> layers;
  for (const auto layer : cited.finding->layers) layers.push_back(literature::roman(layer));
  const std::string where = identifier(cited.study->citation);
  return fmt::format("<li><strong>{} layer {}</strong> {} <span class=\"s\">{}{}; {}; {}</span></li>\n",
                     cited.finding->supports == Support::supports ? "for" : "against", fmt::join(layers, ", "),
                     escape(cited.finding->statement), escape(literature::short_name(*cited.study)),
                     where.empty() ? "" : ", " + escape(where), escape(people_of(cited, terms)), cited.finding->id);
}

std::optional<double> age_of(const std::string& participant, const std::vector<recording::Session>& sessions) {
  for (const auto& session : sessions)
    if (session.participant == participant || sessions.size() == 1) return session.context.age;
  return std::nullopt;
}

std::string source_of(const literature::Norm& norm) { return norm.fact.empty() ? norm.finding : norm.fact; }

std::string norm_line(const measures::Measurement& m, const literature::Norm& norm, std::string_view unit) {
  const auto z = literature::z_score(*m.value, norm);
  const std::string people = norm.n ? fmt::format(", {} people", *norm.n) : "";
  return fmt::format(
      "<li>{} {} {:.3g} {}: {} <span class=\"s\">norm {:g} ± {:g} {} ({:g} to {:g} years{}{}; {}; {})</span></li>\n",
      protocol::name(*m.key.side), escape(m.key.muscle), *m.value, unit == "1" ? "" : unit,
      z ? fmt::format("z {:+.1f}, {}", *z, literature::word_for(*z)) : "norm not seen in its source, no z", norm.mean,
      norm.sd, unit == "1" ? "" : unit, norm.age_low, norm.age_high, norm.age_is_ours ? ", our reading of adults" : "",
      people, escape(norm.conditions), source_of(norm));
}

// Single values beside every norm that fits: which of them holds is for the reader to judge.
std::string beside_norms(const catalogue::Descriptor& measure, const measures::Results& results,
                         const std::vector<recording::Session>& sessions, std::span<const literature::Norm> norms) {
  std::string lines;
  for (const auto& m : results.measurements) {
    if (m.key.measure != measure.id || m.state != measures::State::value || !m.value || !m.key.side) continue;
    const auto age = age_of(m.participant, sessions);
    if (!age) continue;
    for (const auto* norm :
         literature::norms_for(norms, measure.id, *age, m.key.muscle, literature::During::not_reported))
      if (lines.size() < 4000) lines += norm_line(m, *norm, measure.unit);
  }
  return lines.empty() ? "" : "<p>Beside norms of the age:</p>\n<ul class=\"plain\">\n" + lines + "</ul>\n";
}

std::string folded(const catalogue::Descriptor& measure, const Published& all, const std::string& beside,
                   const literature::StudyTerms& terms) {
  const auto against = std::count_if(all.speaking.begin(), all.speaking.end(), [](const Cited& cited) {
    return cited.finding->supports == Support::contradicts;
  });
  std::string html =
      fmt::format("<details><summary>{} ({} for, {} against a layer)</summary>\n<ul class=\"plain\">\n",
                  escape(measure.name), static_cast<std::ptrdiff_t>(all.speaking.size()) - against, against);
  for (std::size_t k = 0; k < std::min(most_of_one, all.speaking.size()); ++k) html += line_of(all.speaking[k], terms);
  html += "</ul>\n";
  const std::size_t more = all.speaking.size() - std::min(most_of_one, all.speaking.size());
  if (more + static_cast<std::size_t>(all.neutral + all.not_seen) > 0)
    html += fmt::format(
        "<p class=\"note\">Not shown: {} more of these, {} that speak neither for nor against, {} not seen in their "
        "source (trilayer evidence list, measure {}).</p>\n",
        more, all.neutral, all.not_seen, measure.id);
  return html + beside + "</details>\n";
}

}  // namespace

std::string published_section(const measures::Results& results, const std::vector<recording::Session>& sessions,
                              const literature::Studies& studies, std::span<const literature::Norm> norms) {
  std::set<std::string> measured;
  for (const auto& m : results.measurements)
    if (m.value || m.state == measures::State::absent) measured.insert(m.key.measure);
  std::string html;
  for (const auto& measure : catalogue::measures()) {
    if (!measured.contains(std::string(measure.id))) continue;
    const Published all = published_of(measure.id, studies);
    const std::string beside = beside_norms(measure, results, sessions, norms);
    if (!all.speaking.empty() || !beside.empty()) html += folded(measure, all, beside, studies.terms);
  }
  if (html.empty()) return html;
  return "<p class=\"note\">Findings of groups of people, in this project's words; they say what a measure has shown, "
         "not "
         "what it shows here. Whether a finding is for or against a layer is its authors' word or this project's "
         "reading: "
         "trilayer evidence show says which.</p>\n" +
         html;
}

}  // namespace trilayer::report
