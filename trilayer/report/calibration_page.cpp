// The page of `trilayer calibrate`: pictures of where the truth lies in the posteriors.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "trilayer/report/calibration.hpp"
#include "trilayer/report/svg.hpp"

namespace trilayer::report {

using validation::LoadingCalibration;
using validation::PatternCalibration;

namespace {

constexpr std::string_view style =
    "<style>:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--soft:#5a5a5a;--bar:#9ec9e2;--good:#00609c;"
    "--rule:#d0d0d0}@media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--soft:#b0b0b0;--bar:#27506b;"
    "--good:#7cc4f0;--rule:#444}}body{font:16px/1.45 system-ui,sans-serif;color:var(--ink);background:var(--paper);"
    "max-width:1180px;margin:0 auto;padding:1.5rem}h1{font-size:1.6rem}h2{margin:2rem 0 .3rem;border-bottom:1px solid "
    "var(--rule)}p{max-width:52rem}.grid{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fill,minmax(340px,"
    "1fr))}"
    "figure{margin:0;padding:.6rem .7rem;border:1px solid var(--rule);border-radius:6px;break-inside:avoid}"
    "figcaption{font-size:.86rem;line-height:1.35}figcaption b{display:block}.s{color:var(--soft)}"
    "svg{display:block;width:100%;height:auto;margin:.3rem 0}svg text{font:11px system-ui,sans-serif;fill:var(--soft)}"
    ".bar{fill:var(--bar)}.axis{stroke:var(--rule);fill:none}.even{stroke:var(--good);stroke-dasharray:4 3;fill:none}"
    ".error{stroke:var(--ink);stroke-width:2;fill:none}.point{fill:var(--ink)}.goal{fill:var(--bar);opacity:.5}</"
    "style>\n";

constexpr double width = 340.0, height = 96.0, middle = 168.0, base_line = 74.0, top = 8.0;

// Left: how often the truth has its place in each twentieth of the posterior; all alike where answers are right.
std::string places(const LoadingCalibration& loading) {
  int all = 0, most = 1;
  for (const int n : loading.places) {
    all += n;
    most = std::max(most, n);
  }
  const double even = all / 20.0, step = (middle - 28.0) / 20.0;
  const Axis y{0.0, std::max(1.6 * even, static_cast<double>(most)), base_line, top};
  std::string svg;
  for (std::size_t k = 0; k < loading.places.size(); ++k)
    svg += fmt::format("<rect class=\"bar\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>",
                       10.0 + static_cast<double>(k) * step, y(loading.places[k]), step - 1.0,
                       base_line - y(loading.places[k]));
  svg += fmt::format("<path class=\"even\" d=\"M10 {:.1f}H{:.1f}\"/>", y(even), 10.0 + 20.0 * step);
  return svg + fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">place of the truth</text>",
                           10.0 + 10.0 * step, height - 6.0);
}

// Right: how many of the 90 % intervals hold, by what the loading truly is.
std::string coverage(const LoadingCalibration& loading) {
  const Axis y{0.5, 1.0, base_line, top};
  const double left = middle + 26.0, step = (width - left - 14.0) / 4.0;
  constexpr std::string_view names[] = {"0", "0.3", "0.6", "1"};
  std::string svg = fmt::format(
      "<rect class=\"goal\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/><path class=\"even\" "
      "d=\"M{:.1f} {:.1f}H{:.1f}\"/>",
      left, y(0.95), width - left - 8.0, y(0.85) - y(0.95), left, y(0.9), width - 8.0);
  for (const double tick : {0.5, 0.7, 0.9})
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{:.0f} %</text>", left - 3.0, y(tick) + 4.0,
                       100.0 * tick);
  for (std::size_t b = 0; b < 4; ++b) {
    const auto& bin = loading.bins[b];
    const double x = left + (static_cast<double>(b) + 0.5) * step;
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>", x, height - 6.0, names[b]);
    if (bin.n == 0) continue;
    const double p = bin.coverage_90, error = 2.0 * std::sqrt(std::max(p * (1.0 - p), 0.25 / bin.n) / bin.n);
    const auto held = [&](double v) { return y(std::clamp(v, 0.5, 1.0)); };
    svg += fmt::format(
        "<path class=\"error\" d=\"M{0:.1f} {1:.1f}V{2:.1f}\"/><circle class=\"point\" cx=\"{0:.1f}\" cy=\"{3:.1f}\" "
        "r=\"3.5\"/>",
        x, held(p - error), held(p + error), held(p));
  }
  return svg;
}

std::string card(const LoadingCalibration& loading) {
  std::string words =
      fmt::format("{}: intervals of 90 % hold {:.0f} %", loading.name, 100.0 * loading.overall.coverage_90);
  return fmt::format(
      "<figure><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">{}{}</svg><figcaption><b>{}</b>90 % intervals "
      "hold {:.1f} %; places even: p = {:.2g}; leads at 0: {:.1f} %, from 0.5 on: {:.0f} %; 0 against 0.5: AUC {:.2f}; "
      "{:.2f} &#177; {:.2f} bits over the prior; informed in {:.0f} %</figcaption></figure>",
      width, height, escape(words), places(loading), coverage(loading), escape(loading.name),
      100.0 * loading.overall.coverage_90, loading.uniformity_p, 100.0 * loading.false_positive_at_zero,
      100.0 * loading.leads_from_half, loading.auc_0_vs_half, loading.overall.log_skill, loading.log_skill_error,
      100.0 * loading.informed);
}

}  // namespace

std::string calibration_page(std::span<const PatternCalibration> results, const CalibrationSource& source) {
  std::string page =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>Calibration of Trilayer</title>\n" +
      std::string(style) + "</head><body>\n<h1>How far the answers can be believed</h1>\n";
  page += fmt::format(
      "<p>Simulated sessions of seed {} ({}) that nothing has been learnt from, seen through what laboratories have. "
      "Left "
      "in each picture: where the truth lies in the posterior, which is even where answers are right. Right: how many "
      "of "
      "the 90 % intervals hold, by what the loading truly is (0; up to 0.3, 0.6, 1), with twice the standard error; "
      "the band is 85 to 95 %. A "
      "lump of probability at 0 is split at random. Validated on simulation only.</p>\n",
      source.seed, escape(source.protocol));
  for (const PatternCalibration& pattern : results) {
    page += fmt::format(
        "<h2>{}: {}</h2>\n<p class=\"s\">{} sessions; {:.2f} &#177; {:.2f} bits over the prior a session; joint "
        "coverage "
        "deviates by at most {:.3f} (TARP); something leads in {:.1f} % of people without any loading</p>\n<div "
        "class=\"grid\">",
        escape(pattern.title), escape(pattern.method), pattern.sessions, pattern.joint_bits, pattern.joint_bits_error,
        pattern.tarp_deviation, 100.0 * pattern.nothing_but_leads);
    for (const LoadingCalibration& loading : pattern.loadings) page += card(loading);
    page += "</div>\n";
  }
  return page + "</body></html>\n";
}

}  // namespace trilayer::report
