#include <algorithm>
#include <string>
#include <utility>

#include "trilayer/base/text.hpp"
#include "trilayer/report/glance.hpp"
#include "trilayer/report/glossary.hpp"
#include "trilayer/report/interpretation.hpp"
#include "trilayer/report/published.hpp"
#include "trilayer/report/quality.hpp"
#include "trilayer/report/report.hpp"
#include "trilayer/report/style.hpp"
#include "trilayer/report/svg.hpp"
#include "trilayer/report/traces.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

using measures::Measurement;

// The page stays under 5 MB whatever the session: each part has its share.
constexpr std::size_t most_traces = 3'000'000;
constexpr std::size_t most_glance = 500'000;
constexpr std::size_t most_answers = 400'000;
constexpr std::size_t most_rows = 900'000;
constexpr std::size_t most_list = 150'000;

std::string seconds(base::Seconds time) { return base::format_number(time.value(), 4) + " s"; }

std::string row(const std::vector<std::string>& cells) {
  std::string html = "<tr>";
  for (const auto& cell : cells) html += "<td>" + cell + "</td>";
  return html + "</tr>\n";
}

std::string head(const std::vector<std::string>& names) {
  std::string html = "<thead><tr>";
  for (const auto& name : names) html += "<th scope=\"col\">" + name + "</th>";
  return html + "</tr></thead>\n";
}

void fact(std::string& list, const std::string& what, const std::string& value) {
  if (!value.empty()) list += "<dt>" + what + "</dt><dd>" + escape(value) + "</dd>\n";
}

std::string number(const std::optional<double>& value, const std::string& unit) {
  return value ? base::format_number(*value, 4) + " " + unit : "";
}

std::string context(const recording::Context& c) {
  std::string list;
  fact(list, "Age", number(c.age, "years"));
  fact(list, "Sex", c.sex);
  fact(list, "Height", number(c.height, "cm"));
  fact(list, "Handedness", c.handedness);
  fact(list, "Drugs", c.drugs);
  fact(list, "Lesion", c.lesion);
  fact(list, "Affected side", c.affected_side ? std::string(protocol::name(*c.affected_side)) : "");
  fact(list, "Stimulator", join({c.stimulator, c.waveform}, ", "));
  fact(list, "Coil", join({c.coil, c.coil_position}, ", "));
  fact(list, "Current direction", c.current_direction ? std::string(protocol::name(*c.current_direction)) : "");
  for (const auto& t : c.thresholds)
    fact(list, t.active ? "AMT" : "RMT",
         std::string(protocol::name(t.hemisphere)) + " hemisphere " + base::format_number(t.percent_output, 4) +
             " %MSO" + (t.criterion.empty() ? "" : " (" + t.criterion + ")"));
  fact(list, "Conditioning calibrated", c.conditioning_calibration);
  return list.empty() ? "" : "<dl>\n" + list + "</dl>\n";
}

std::string channels(const recording::Recording& recording) {
  std::vector<std::string> parts;
  for (const auto& channel : recording.channels) {
    std::string text = label(channel) + " at " + base::format_number(channel.rate.value(), 6) + " Hz";
    if (channel.label_source == recording::LabelSource::concluded)
      text += " (concluded from the name \u201c" + base::to_utf8(channel.name) + "\u201d)";
    parts.push_back(text);
  }
  return join(parts, "; ");
}

std::size_t used(const protocol::Block& block) {
  return static_cast<std::size_t>(
      std::count_if(block.trials.begin(), block.trials.end(), [](const auto& t) { return t.excluded.empty(); }));
}

std::string what_was_read(const std::vector<recording::Session>& sessions) {
  std::string html;
  for (const auto& session : sessions) {
    if (!session.participant.empty()) html += "<h3>Participant " + escape(session.participant) + "</h3>\n";
    html += context(session.context);
    for (const auto& recording : session.recordings) {
      html += "<p><strong>" + escape(recording.name) + "</strong>, " + seconds(duration(recording)) + " in " +
              count(recording.segments.size(), "segment") + ". " + escape(channels(recording)) + ".</p>\n";
      if (recording.blocks.empty())
        html += "<p>Nothing says which of its markers are pulses, so it has no blocks.</p>\n";
      if (recording.blocks.empty() || html.size() > most_list) continue;
      html += "<div class=\"w\"><table>" + head({"Block", "Hemisphere", "Condition", "Trials used"}) + "<tbody>\n";
      for (const auto& block : recording.blocks) {
        const auto& hemisphere = block.condition.hemisphere;
        html += row({escape(block.id), hemisphere ? std::string(protocol::name(*hemisphere)) : "&ndash;",
                     escape(label(block.condition)),
                     std::to_string(used(block)) + " of " + std::to_string(block.trials.size())});
      }
      html += "</tbody></table></div>\n";
    }
  }
  return html;
}

std::string warnings(const std::vector<base::Warning>& all) {
  if (all.empty()) return "<p>None.</p>\n";
  std::string html = "<ul class=\"plain\">\n";
  std::size_t shown = 0;
  for (const auto& w : all) {
    if (html.size() > most_list) break;
    html += "<li><code>" + escape(w.code) + "</code> " + escape(w.text);
    if (!w.place.empty()) html += " <span class=\"i\">" + escape(w.place) + "</span>";
    html += "</li>\n";
    ++shown;
  }
  html += "</ul>\n";
  if (shown < all.size())
    html += "<p class=\"note\">" + count(all.size() - shown, "more warning") +
            " left out here; all are in measures.json.</p>\n";
  return html;
}

std::string pictures(const Gallery& gallery) {
  std::string html =
      "<p>Left muscle on the left, right muscle on the right. Above: the signal with its background mean (and mains "
      "hum, "
      "where the caption says so) removed; the pale band holds 90 % of the trials, thin lines are single trials spread "
      "evenly over the block, the heavier line at rest is their average. Below: the average of the rectified trials, "
      "with "
      "its background level dotted and the background window as a bar. Grey: the stimulus artefact, left out by the "
      "detectors. Coloured spans with a name are what the detectors found. In voluntary tasks the lines are RMS "
      "envelopes.</p>\n";
  for (const auto& figure : gallery.figures) html += figure;
  if (gallery.left_out > 0)
    html += "<p>" + count(gallery.left_out, "further picture") +
            " left out to keep this page small. Run the program on single recordings to see them.</p>\n";
  return html;
}

std::string bearing(const Measurement& m) {
  const auto direction = bears_on(m);
  if (!direction) return "";
  std::vector<std::string> layers;
  for (const auto& evidence : catalogue::descriptor(m.key.measure).evidence) layers.push_back(numeral(evidence.layer));
  return join(layers, ", ") + "; intended " + std::string(protocol::name(*direction));
}

// Methods repeat from row to row: rows carry a number, the list below the table carries the words.
struct Methods {
  std::vector<std::string> words;

  std::string link(const std::string& method) {
    if (method.empty()) return "";
    auto found = std::find(words.begin(), words.end(), method);
    if (found == words.end()) found = words.insert(found, method);
    const std::string place = std::to_string(found - words.begin() + 1);
    return "<a href=\"#method-" + place + "\">" + place + "</a>";
  }

  [[nodiscard]] std::string list() const {
    std::string html;
    for (std::size_t i = 0; i < words.size(); ++i)
      html += "<li id=\"method-" + std::to_string(i + 1) + "\">" + escape(words[i]) + "</li>\n";
    return html.empty() ? "" : "<h3>How it was measured</h3>\n<ol>\n" + html + "</ol>\n";
  }
};

std::string measurement_row(const Measurement& m, Methods& methods) {
  const auto& descriptor = catalogue::descriptor(m.key.measure);
  const Reading figures = reading(m);
  const std::string figure_unit = typeset(unit(descriptor));
  std::string value =
      "<span class=\"v" + std::string(m.value ? "" : " state") + "\">" + escape(typeset(figures.value)) + "</span>";
  if (m.value && !figure_unit.empty()) value += " " + escape(figure_unit);
  if (!figures.interval.empty())
    value += "<span class=\"s\">" + escape(figures.interval) + (m.value ? "" : " " + escape(figure_unit)) + "</span>";
  std::string remark = escape(m.reason);
  if (m.value && m.state != measures::State::value) remark = "<em>" + std::string(name(m.state)) + ":</em> " + remark;
  if (m.p_value && m.reason.find("p = ") == std::string::npos)
    remark += "<span class=\"s\">p = " + base::format_number(*m.p_value, 2) + "</span>";
  return "<tr><th scope=\"row\">" + escape(descriptor.name) + "</th><td class=\"o\">" +
         escape(place(m.key.side, m.key.muscle)) + "</td><td>" +
         (m.key.hemisphere ? std::string(protocol::name(*m.key.hemisphere)) : "&ndash;") + "</td><td>" + value +
         "</td><td class=\"n\">" + (m.trials > 0 ? std::to_string(m.trials) : "") + "</td><td>" + remark + "</td><td>" +
         escape(bearing(m)) + "</td><td>" + methods.link(m.method) + "</td></tr>\n";
}

std::string block_heading(const Measurement& m) {
  return join({m.participant.empty() ? "" : "Participant " + m.participant, m.recording,
               m.block.empty() ? "" : "block " + m.block, m.key.condition},
              " \u00b7 ");
}

std::string all_measures(const measures::Results& results) {
  Methods methods;
  std::string rows;
  std::string last;
  std::size_t left_out = 0;
  for (const auto& m : results.measurements) {
    if (!m.value && m.state != measures::State::absent) continue;  // stands under what is missing
    if (rows.size() > most_rows) {
      ++left_out;
      continue;
    }
    const std::string heading = block_heading(m);
    if (heading != last)
      rows += std::string(rows.empty() ? "" : "</tbody>") +
              "<tbody><tr><th class=\"group\" scope=\"rowgroup\" colspan=\"8\">" + escape(heading) + "</th></tr>\n";
    last = heading;
    rows += measurement_row(m, methods);
  }
  if (rows.empty()) return "<p>None.</p>\n";
  std::string html = "<div class=\"w\"><table>" +
                     head({"Measure", "Muscle", "Pulsed hemisphere", "Value, 95 % interval", "Trials", "Remark",
                           "Bears on", "Method"}) +
                     rows + "</tbody></table></div>\n";
  if (left_out > 0)
    html += "<p class=\"note\">" + count(left_out, "more row") + " left out here; all are in measures.tsv.</p>\n";
  return html + methods.list();
}

std::string list_of(const std::vector<MissingGroup>& groups) {
  std::string html = "<ul class=\"plain\">\n";
  for (const auto& group : groups) {
    if (html.size() > most_list) break;
    html += "<li><strong>" + escape(group.reason) + "</strong><span class=\"s\">" + escape(join(group.what, "; ")) +
            "</span></li>\n";
  }
  return html + "</ul>\n";
}

std::string folded(const std::vector<MissingGroup>& groups, const std::string& title) {
  std::size_t number = 0;
  for (const auto& group : groups) number += group.what.size();
  if (number == 0) return "";
  return "<details><summary>" + title + " (" + count(number, "measure") + ", " + count(groups.size(), "reason") +
         ")</summary>\n" + list_of(groups) + "</details>\n";
}

std::string what_is_missing(const measures::Results& results) {
  const std::string html = folded(not_had(results.measurements), "Attempted, and could not be had") +
                           folded(missing(results.measurements), "Not recorded, so not measured");
  return html.empty() ? "<p>Nothing of the catalogue.</p>\n" : html;
}

// What the page is about, as it counts: "1 participant, 2 recordings, 9 blocks, 120 measurements".
std::string contents(const measures::Results& results, const std::vector<recording::Session>& sessions,
                     std::size_t answers) {
  std::size_t recordings = 0;
  std::size_t blocks = 0;
  for (const auto& session : sessions) {
    recordings += session.recordings.size();
    for (const auto& recording : session.recordings) blocks += recording.blocks.size();
  }
  const auto measured = std::count_if(results.measurements.begin(), results.measurements.end(),
                                      [](const Measurement& m) { return m.state != measures::State::missing; });
  const std::string measurements = count(static_cast<std::size_t>(measured), "measurement");
  if (sessions.empty() && answers > 0) return count(answers, "participant") + ", " + measurements;
  return join(
      {count(sessions.size(), "participant"), count(recordings, "recording"), count(blocks, "block"), measurements},
      ", ");
}

struct Part {
  const char* id;
  const char* title;
  std::string body;
};

std::string opening(const std::string& contents, const std::vector<Part>& parts, const Source& source) {
  const std::string title = escape(last_part(source.path));
  std::string links;
  for (const Part& part : parts) links += "<a href=\"#" + std::string(part.id) + "\">" + part.title + "</a>\n";
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>" +
         title + ", Trilayer report</title>\n<style>" + style +
         "</style>\n</head>\n<body>\n<header>\n<p class=\"kicker\">Bilateral TMS-EMG</p>\n<h1>" + title +
         "</h1>\n<p class=\"lead\">" + contents + ". Trilayer " + escape(source.version) +
         ".</p>\n<p class=\"use\"><strong>Intended use.</strong> " + escape(intended_use) +
         "</p>\n<nav aria-label=\"Contents\">" + links + "</nav>\n</header>\n<main>\n";
}

}  // namespace

std::string to_html(const measures::Results& results, const std::vector<recording::Session>& sessions,
                    const measures::Settings& settings, const Source& source,
                    const std::vector<inference::Answer>& answers, const Made& made) {
  const std::string glance_note =
      "<p class=\"note\">Values with their 95 % intervals. In the last column the left hand is the filled dot on a "
      "solid bar, the right hand the open dot on a dashed bar; bars are the intervals. What accompanies these measures "
      "stands under <a href=\"#measures\">All measures</a>.</p>\n";
  const bool signals = !sessions.empty() || answers.empty();
  std::vector<Part> parts;
  if (!answers.empty()) parts.push_back({"layers", "The layers", answers_html(answers, made, most_answers)});
  if (signals) parts.push_back({"read", "What was read", what_was_read(sessions)});
  parts.push_back({"warnings", "Warnings", warnings(results.warnings)});
  parts.push_back({"glance", "At a glance", glance_note + glance_table(results, most_glance)});
  if (signals) parts.push_back({"traces", "Traces", pictures(draw_traces(results, sessions, settings, most_traces))});
  parts.push_back({"measures", "All measures", all_measures(results)});
  if (signals) parts.push_back({"quality", "Single trials", quality_section(results)});
  parts.push_back({"missing", "What is missing, and why", what_is_missing(results)});
  const std::string published =
      published_section(results, sessions, literature::shipped_studies(), literature::shipped_norms());
  if (!published.empty()) parts.push_back({"published", "What has been published", published});
  parts.push_back({"glossary", "Words used here", glossary_list()});

  std::string html = opening(contents(results, sessions, answers.size()), parts, source);
  for (const Part& part : parts)
    html += "<section aria-labelledby=\"" + std::string(part.id) + "\">\n<h2 id=\"" + part.id + "\">" + part.title +
            "</h2>\n" + part.body + "</section>\n";
  return html + "</main>\n<footer>Written by Trilayer " + escape(source.version) + ".</footer>\n</body>\n</html>\n";
}

std::string to_html(const measures::Results& results, const std::vector<recording::Session>& sessions,
                    const measures::Settings& settings, const Source& source) {
  return to_html(results, sessions, settings, source, {}, {});
}

}  // namespace trilayer::report
