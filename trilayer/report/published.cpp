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

std::string line_of(const Cited& cited) {
  std::vector<std::string_view> layers;
  for (const auto layer : cited.finding->layers) layers.push_back(literature::roman(layer));
  const std::string where = identifier(cited.study->citation);
  return fmt::format(
      "<li><strong>{} layer {}</strong> {} <span class=\"s\">{}{}; {}; {}</span></li>\n",
      cited.finding->supports == Support::supports ? "for" : "against", fmt::join(layers, ", "),
      escape(cited.finding->statement), escape(literature::short_name(*cited.study)),
      where.empty() ? "" : ", " + escape(where),
      escape(fmt::format("{}", fmt::join(literature::conditions_of(*cited.study, *cited.finding), ", "))),
      cited.finding->id);
}

std::string folded(const catalogue::Descriptor& measure, const Published& all) {
  const auto against = std::count_if(all.speaking.begin(), all.speaking.end(), [](const Cited& cited) {
    return cited.finding->supports == Support::contradicts;
  });
  std::string html =
      fmt::format("<details><summary>{} ({} for, {} against a layer)</summary>\n<ul class=\"plain\">\n",
                  escape(measure.name), static_cast<std::ptrdiff_t>(all.speaking.size()) - against, against);
  for (std::size_t k = 0; k < std::min(most_of_one, all.speaking.size()); ++k) html += line_of(all.speaking[k]);
  html += "</ul>\n";
  const std::size_t more = all.speaking.size() - std::min(most_of_one, all.speaking.size());
  if (more + static_cast<std::size_t>(all.neutral + all.not_seen) > 0)
    html += fmt::format(
        "<p class=\"note\">Not shown: {} more of these, {} that speak neither for nor against, {} not seen in their "
        "source (trilayer evidence list, measure {}).</p>\n",
        more, all.neutral, all.not_seen, measure.id);
  return html + "</details>\n";
}

}  // namespace

std::string published_section(const measures::Results& results, const literature::Studies& studies) {
  std::set<std::string> measured;
  for (const auto& m : results.measurements)
    if (m.value || m.state == measures::State::absent) measured.insert(m.key.measure);
  std::string html;
  for (const auto& measure : catalogue::measures()) {
    if (!measured.contains(std::string(measure.id))) continue;
    const Published all = published_of(measure.id, studies);
    if (!all.speaking.empty()) html += folded(measure, all);
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
