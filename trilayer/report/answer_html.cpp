#include <fmt/format.h>

#include <array>

#include "trilayer/report/answer_words.hpp"
#include "trilayer/report/interpretation.hpp"
#include "trilayer/report/stored_calibration.hpp"
#include "trilayer/report/svg.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

constexpr std::array directions{protocol::Direction::right, protocol::Direction::left};

constexpr std::string_view how_to_read =
    "The brain is seen from behind, so left is left; everything is drawn once for each intended hand. The paths "
    "of "
    "the three layers are as wide and as dark as their loading (0: as in a healthy adult, 1: strongest that is "
    "simulated); a gap in the callosal path is the inhibition that is lost. Dashed grey: the data say next to nothing. "
    "A filled numeral leads. Below, the loading with its 90 % interval, and how probable the layer is before and after "
    "the data.";

std::string cell(std::string_view words, std::string_view look = "n") {
  return fmt::format("<td class=\"{}\">{}</td>", look, escape(words));
}

std::string row(const inference::Answer& answer, model::LoadingName name) {
  const auto& l = loading_of(answer, name);
  const std::string found(report::name(finding(answer, name)));
  return fmt::format("<tr><th scope=\"row\">{} {}<span class=\"s\">{}</span></th>", model::numeral(name.layer),
                     model::name(name.layer), escape(mechanism(name))) +
         cell(probability(l.prior_presence)) + cell(probability(l.presence)) + cell(bayes_factor(l.bayes_factor)) +
         cell(two_decimals(l.mean)) + cell(two_decimals(l.low_90) + " to " + two_decimals(l.high_90)) +
         cell(two_decimals(l.information_bits)) + "<td class=\"o\">" +
         (found == "leads" ? "<strong>leads</strong>" : found) + "</td></tr>\n";
}

std::string table(const inference::Answer& answer) {
  std::string html = "<div class=\"w\"><table class=\"loadings\"><thead><tr><th scope=\"col\">Layer</th>";
  for (const char* name :
       {"Presence before", "Presence after", "Bayes factor", "Loading", "90 % interval", "Data added, bit"})
    html += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", name);
  html += "<th scope=\"col\">Finding</th></tr></thead>\n";
  for (const auto direction : directions) {
    html +=
        "<tbody><tr><th class=\"group\" scope=\"rowgroup\" colspan=\"8\">" + escape(title(direction)) + "</th></tr>\n";
    for (const auto layer : model::all_layers) html += row(answer, {layer, direction});
    html += "</tbody>";
  }
  return html + "</table></div>\n";
}

void fact(std::string& list, std::string_view what, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  list += fmt::format("<dt>{}</dt><dd>", what);
  for (std::size_t i = 0; i < lines.size(); ++i) list += (i > 0 ? "<br>" : "") + escape(lines[i]);
  list += "</dd>\n";
}

// A page of warnings would hide the rest; all of them are in the JSON.
std::vector<std::string> remarks(const std::vector<base::Warning>& warnings) {
  constexpr std::size_t most = 8;
  std::vector<std::string> words;
  for (std::size_t i = 0; i < warnings.size() && i < most; ++i) words.push_back(remark(warnings[i]));
  if (warnings.size() > most)
    words.push_back("and " + count(warnings.size() - most, "more warning") + ": all are in interpretation.json");
  return words;
}

std::string facts(const inference::Answer& answer, const Made& made) {
  std::string list;
  std::vector<std::string> leading;
  for (const auto name : answer.leading) leading.push_back(title(name) + ": " + mechanism(name));
  fact(list, "Leading", leading);
  std::vector<std::string> groups;
  for (const auto& group : answer.undetermined)
    groups.push_back(group.words + ": presence of any " + probability(group.presence_of_any));
  fact(list, "Undetermined", groups);
  fact(list, "Not informed", by_layer(answer.not_informed));
  fact(list, "Callosal inhibition left", callosal_gain_text(answer));
  fact(list, "Lateralisation", lateralisation_text(answer));
  fact(list, "What speaks for what", roles_text(answer, 12));
  fact(list, "Like simulated sessions", likeness_text(answer));
  fact(list, "How far such answers hold", calibration_text(answer, made));
  std::vector<std::string> choices;
  for (const auto& s : answer.selection) choices.push_back(selection_text(s));
  fact(list, "Selection (exploratory)", choices);
  fact(list, "Warnings", remarks(answer.warnings));
  if (answer.used.empty())
    fact(list, "Rests on", {"nothing in these data"});
  else
    fact(list, "Rests on", by_measure(answer.used));
  fact(list, "Was not there", by_measure(answer.lacked));
  return "<dl class=\"answer\">\n" + list + "</dl>\n";
}

std::string answer_html(const inference::Answer& answer, const Made& made, bool several, bool first) {
  const std::string heading =
      several
          ? "<h3>Participant " + escape(answer.participant.empty() ? "without a label" : answer.participant) + "</h3>\n"
          : "";
  return heading + "<p class=\"answer-words\">" + escape(join({summary(answer), unlike_simulated(answer)}, " ")) +
         "</p>\n" + layers_picture(answer) + (first ? "<p class=\"note\">" + std::string(how_to_read) + "</p>\n" : "") +
         table(answer) + facts(answer, made);
}

std::string made_with(const inference::Answer& answer, const Made& made) {
  return fmt::format(
      "<p class=\"note\">From {} simulated and measured sessions. Model {}, {} <code>{:016x}</code>, features "
      "<code>{:016x}</code>, settings <code>{:016x}</code>.</p>\n",
      answer.bank_sessions, made.model_version, made.network != 0 ? "network" : "bank",
      made.network != 0 ? made.network : made.bank, made.features, made.settings);
}

}  // namespace

std::string answers_html(const std::vector<inference::Answer>& answers, const Made& made, std::size_t most) {
  if (answers.empty()) return "";
  std::string html = "<p class=\"validated\"><strong>" + escape(validated_on) + "</strong></p>\n";
  std::size_t shown = 0;
  for (const auto& answer : answers) {
    if (html.size() > most) break;
    html += answer_html(answer, made, answers.size() > 1, shown == 0);
    ++shown;
  }
  if (shown < answers.size())
    html += "<p class=\"note\">" + count(answers.size() - shown, "more answer") +
            " left out here; all are in interpretation.json.</p>\n";
  return html + made_with(answers.front(), made);
}

}  // namespace trilayer::report
