#include "trilayer/report/quality.hpp"

#include <algorithm>
#include <map>

#include "trilayer/report/svg.hpp"
#include "trilayer/report/terminal.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

using measures::QualityFinding;
using measures::Severity;

constexpr std::size_t most_named = 12;  // trials of a group named one by one
constexpr std::size_t most_groups = 200;

bool same_group(const QualityGroup& group, const QualityFinding& f, const std::string& where) {
  return group.check == f.check && group.severity == f.severity && group.where == where &&
         (f.check != "excluded" || group.example == f.words);
}

void name_trial(QualityGroup& group, const QualityFinding& f, std::string& last_block) {
  if (++group.trials > most_named) return;
  const std::string block = join({f.recording, f.block}, ", block ");
  group.places += (group.places.empty()  ? ""
                   : block == last_block ? ", "
                                         : "; ") +
                  (block == last_block ? "" : block + ": ") + std::to_string(f.trial);
  last_block = block;
}

}  // namespace

std::vector<QualityGroup> quality_groups(const measures::Results& results) {
  std::vector<QualityGroup> groups;
  std::vector<std::string> last_block;
  for (const Severity severity : {Severity::exclude, Severity::flag})
    for (const QualityFinding& f : results.quality) {
      if (f.severity != severity) continue;
      const std::string where = f.side ? place(f.side, f.muscle) : "whole trial";
      auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return same_group(g, f, where); });
      if (group == groups.end()) {
        if (groups.size() == most_groups) continue;
        groups.push_back({f.check, f.severity, where, "", 0, f.words});
        last_block.emplace_back();
        group = groups.end() - 1;
      }
      name_trial(*group, f, last_block[static_cast<std::size_t>(group - groups.begin())]);
    }
  for (QualityGroup& group : groups)
    if (group.trials > most_named) group.places += " and " + std::to_string(group.trials - most_named) + " more";
  return groups;
}

std::string quality_paragraph(const measures::Results& results) {
  std::string excluded, flags;
  std::map<std::string, std::size_t> counts;
  for (const QualityGroup& group : quality_groups(results)) {
    if (group.severity == Severity::flag)
      counts[group.check] += group.trials;
    else
      excluded += bullet(one_line(group.where + ", " + group.example + ": " + count(group.trials, "trial") + " (" +
                                  group.places + ")"));
  }
  for (const auto& [check, trials] : counts)
    flags += (flags.empty() ? "" : ", ") + check + " " + std::to_string(trials);
  std::string text;
  if (!excluded.empty()) text += "Trials not used:\n" + excluded;
  if (!flags.empty())
    text += paragraph("Flags, by trial and muscle (used all the same; --per-trial lists them): " + flags + ".");
  return text;
}

std::string quality_section(const measures::Results& results) {
  const auto groups = quality_groups(results);
  if (groups.empty()) return "<p>Nothing was found in single trials.</p>\n";
  std::string excluded, flagged;
  for (const QualityGroup& group : groups) {
    std::string& rows = group.severity == Severity::exclude ? excluded : flagged;
    rows += "<tr><th scope=\"row\">" + escape(group.check) + "</th><td class=\"o\">" + escape(group.where) +
            "</td><td class=\"n\">" + std::to_string(group.trials) + "</td><td>" + escape(group.example) + "</td><td>" +
            escape(group.places) + "</td></tr>\n";
  }
  const auto table = [](const std::string& rows) {
    return "<div class=\"w\"><table><thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Muscle</th><th "
           "scope=\"col\">Trials</th><th scope=\"col\">For example</th><th "
           "scope=\"col\">Which</th></tr></thead><tbody>\n" +
           rows + "</tbody></table></div>\n";
  };
  std::string html =
      excluded.empty() ? "<p>No trial was left out.</p>\n" : "<h3>Trials not used</h3>\n" + table(excluded);
  if (!flagged.empty())
    html += "<details><summary>Trials flagged, and used all the same</summary>\n" + table(flagged) + "</details>\n";
  return html;
}

}  // namespace trilayer::report
