#include "trilayer/report/validation_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "trilayer/report/curves_section.hpp"
#include "trilayer/report/svg.hpp"

namespace trilayer::report {
namespace {

using literature::Class;
using validation::FactResult;

constexpr std::string_view style =
    "<style>:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--soft:#5a5a5a;--band:#9ec9e2;--good:#00609c;"
    "--bad:#b34700;--rule:#d0d0d0}@media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--soft:#b0b0b0;"
    "--band:#27506b;--good:#7cc4f0;--bad:#ff9e5e;--rule:#444}}body{font:16px/1.45 "
    "system-ui,sans-serif;color:var(--ink);"
    "background:var(--paper);max-width:1180px;margin:0 auto;padding:1.5rem}h1{font-size:1.6rem;margin:.2rem 0}"
    "h2{margin:2rem 0 .6rem;border-bottom:1px solid var(--rule)}p{max-width:50rem}.grid{display:grid;gap:.8rem;"
    "grid-template-columns:repeat(auto-fill,minmax(270px,1fr))}figure{margin:0;padding:.6rem .7rem;border:1px solid "
    "var(--rule);border-radius:6px;break-inside:avoid}figcaption{font-size:.86rem;line-height:1.3}figcaption "
    "b{display:block}.s{color:var(--soft);font-size:.8rem}.good{color:var(--good);font-weight:600}.bad{color:var(--bad)"
    ";"
    "font-weight:600}svg{display:block;width:100%;height:auto;margin:.3rem 0}svg text{font:11px "
    "system-ui,sans-serif;fill:var(--soft)}.band{fill:var(--band)}.memory{fill:url(#hatch)}.axis,.error{stroke:var(--"
    "ink);"
    "fill:none}.axis{stroke:var(--rule)}.error{stroke-width:2}.model{stroke:var(--ink);stroke-width:2;fill:none}"
    ".point{fill:var(--ink)}.ref{stroke:var(--good);stroke-dasharray:4 3}.wide{display:grid;gap:.8rem;"
    "grid-template-columns:repeat(auto-fill,minmax(340px,1fr))}.people{fill:var(--band);opacity:.45}.asked{fill:none;"
    "stroke:var(--good);stroke-width:1.5}.asked.memory{fill:url(#hatch)}</style>\n";

constexpr double width = 250.0, height = 62.0, margin = 14.0;

std::string number(double value) { return fmt::format("{:.3g}", value); }

struct Range {
  double low = 0.0, high = 1.0;
};

// What has to be seen: everything accepted, everything simulated.
Range range_of(const FactResult& r) {
  std::vector<double> all = r.outcome.simulated;
  const double error = 2.0 * r.outcome.error.value_or(0.0);
  for (const auto& limit : {r.target->low, r.target->high, r.target->reference})
    if (limit) all.push_back(*limit);
  if (!r.outcome.simulated.empty()) {
    all.push_back(r.outcome.simulated.back() - error);
    all.push_back(r.outcome.simulated.back() + error);
  }
  if (all.empty()) return {};
  const auto [low, high] = std::minmax_element(all.begin(), all.end());
  const double room = std::max(0.12 * (*high - *low), 0.02 * std::max(1e-3, std::abs(*high)));
  return {*low - room, *high + room};
}

// Coordinates of numbers in HTML text are ours to write: Svg has no classes for this page's looks.
std::string strip(const FactResult& r, const Axis& x) {
  const auto& t = *r.target;
  std::string svg;
  const double from = t.low ? x(*t.low) : margin, to = t.high ? x(*t.high) : width - margin;
  if (t.low || t.high)
    svg += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"14\" width=\"{:.1f}\" height=\"20\"/>",
                       r.check->verified ? "band" : "memory", from, std::max(1.0, to - from));
  if (t.reference) svg += fmt::format("<path class=\"ref\" d=\"M{0:.1f} 10V38\"/>", x(*t.reference));
  svg += fmt::format("<path class=\"axis\" d=\"M{:.1f} 42H{:.1f}\"/>", margin, width - margin);
  for (const auto& limit : {t.low, t.high, t.reference})
    if (limit)
      svg += fmt::format("<text x=\"{:.1f}\" y=\"56\" text-anchor=\"middle\">{}</text>", x(*limit), number(*limit));
  const double value = r.outcome.simulated.front(), error = 2.0 * r.outcome.error.value_or(0.0);
  svg += fmt::format(
      "<path class=\"error\" d=\"M{:.1f} 24H{:.1f}\"/><circle class=\"point\" cx=\"{:.1f}\" cy=\"24\" r=\"4\"/>",
      x(value - error), x(value + error), x(value));
  return svg;
}

std::string course(const FactResult& r, const Range& range) {
  const auto& values = r.outcome.simulated;
  const Axis x{0.0, static_cast<double>(values.size() - 1), 30.0, width - 30.0},
      y{range.low, range.high, height - 18.0, 8.0};
  std::string points, marks;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double px = x(static_cast<double>(i)), py = y(values[i]);
    points += fmt::format("{:.1f},{:.1f} ", px, py);
    marks += fmt::format(
        "<circle class=\"point\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"/><text x=\"{:.1f}\" y=\"{:.1f}\" "
        "text-anchor=\"middle\">{}</text>",
        px, py, px, height - 2.0, number(values[i]));
  }
  return "<polyline class=\"model\" points=\"" + points + "\"/>" + marks;
}

std::string picture(const FactResult& r) {
  if (r.outcome.simulated.empty()) return "";
  const Range range = range_of(r);
  const bool trend = r.outcome.simulated.size() > 1;
  const std::string drawn = trend ? course(r, range) : strip(r, {range.low, range.high, margin, width - margin});
  std::string words = "The model gives ";
  for (const double value : r.outcome.simulated) words += number(value) + " ";
  return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}</svg>", width, height,
                     escape(words + r.target->unit), drawn);
}

std::string verdict(const FactResult& r) {
  if (!r.outcome.verdict) return fmt::format("<span class=\"s\">{}</span>", escape(r.outcome.reason));
  const std::string word(validation::name(*r.outcome.verdict));
  if (*r.outcome.verdict == validation::Verdict::printed) return "<span class=\"s\">" + word + "</span>";
  return fmt::format("<span class=\"{}\">{}</span>", validation::is_met(*r.outcome.verdict) ? "good" : "bad", word);
}

std::string card(const FactResult& r) {
  const auto& t = *r.target;
  std::string asked =
      t.trend ? std::string(literature::name(*t.trend)) + (t.over.empty() ? "" : " over " + t.over) : "";
  std::string facts;
  for (const auto& id : r.check->rests_on) facts += (facts.empty() ? "" : ", ") + id;
  const std::string without =
      r.ablation && r.ablation->outcome.verdict
          ? fmt::format("<br>without its mechanism: {}", validation::name(*r.ablation->outcome.verdict))
          : "";
  return fmt::format(
      "<figure><figcaption><b>{} {}</b><span class=\"s\">{} ({}), {}{}</span></figcaption>{}<div>{} <span "
      "class=\"s\">{}{} n={}{}</span></div><span class=\"s\">rests on {}{}</span></figure>\n",
      escape(r.check->id), escape(r.check->title), escape(t.quantity), escape(t.unit), escape(r.group),
      escape(r.against.empty() ? "" : " against " + r.against), picture(r), verdict(r), escape(asked),
      asked.empty() ? "" : ";", r.outcome.people, without, escape(facts),
      r.check->verified ? "" : ", part from memory");
}

std::string section(std::span<const FactResult> results, std::string_view title, Class severity, bool held_out) {
  std::string cards;
  for (const FactResult& r : results)
    if (r.check->in_scope && r.check->severity == severity && r.check->held_out == held_out) cards += card(r);
  return cards.empty() ? "" : fmt::format("<h2>{}</h2>\n<div class=\"grid\">\n{}</div>\n", title, cards);
}

}  // namespace

std::string validation_page(std::span<const FactResult> results, const ValidationSource& source,
                            std::span<const validation::CurveResult> curves, int people_of_curves) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>The simulator against published physiology</title>\n";
  page += style;
  page +=
      "</head><body>\n<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"><defs><pattern "
      "id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect "
      "width=\"3\" height=\"6\" fill=\"#8aa\"/></pattern></defs></svg>\n";
  page += fmt::format(
      "<h1>The simulator against published physiology</h1>\n<p>{} virtual participants a group, seed {}, model version "
      "{}. Band: what is accepted (hatched where it rests on memory); dashed: a reference; point and line: what the "
      "model gives and twice its Monte-Carlo error. Where circumstances are compared their means stand in order. "
      "Research "
      "software; nothing here is a norm for a person.</p>\n",
      source.participants, source.seed, source.model_version);
  if (!curves.empty()) page += curves_section(curves, people_of_curves);
  for (const bool held_out : {false, true}) {
    const std::string more = held_out ? ", held out of the fit" : "";
    page += section(results, "HARD: a failure where outside" + more, Class::hard, held_out);
    page += section(results, "SOFT: a warning where outside" + more, Class::soft, held_out);
    page += section(results, "SIGN: only the direction counts" + more, Class::sign, held_out);
    page += section(results, "REPORT: printed, nothing is asked" + more, Class::report, held_out);
  }
  return page + "</body></html>\n";
}

}  // namespace trilayer::report
