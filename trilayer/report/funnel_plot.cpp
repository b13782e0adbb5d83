#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/report/effect_axis.hpp"
#include "trilayer/report/forest_plot.hpp"
#include "trilayer/report/svg.hpp"
#include "trilayer/report/svg_file.hpp"

namespace trilayer::report {
namespace {

constexpr double width = 680.0, left = 84.0, right = 652.0, height = 380.0;

double error_of(const ForestRow& row) { return std::sqrt(row.effect.variance); }

struct Funnel {
  double mean = 0.0, tau2 = 0.0, quantile = 1.96;
  double widest = 0.0;  ///< largest standard error drawn

  [[nodiscard]] double half(double error, bool between) const {
    return quantile * std::sqrt(error * error + (between ? tau2 : 0.0));
  }
};

Funnel funnel_of(const PooledStudies& studies) {
  Funnel funnel;
  funnel.mean = studies.pooled.mean;
  if (studies.pooled.heterogeneity) funnel.tau2 = studies.pooled.heterogeneity->tau2;
  funnel.quantile = base::normal_quantile(0.5 * (1.0 + studies.pooled.confidence));
  for (const ForestRow& row : studies.rows) funnel.widest = std::max(funnel.widest, 1.08 * error_of(row));
  return funnel;
}

Axis effects_of(const PooledStudies& studies, const Funnel& funnel) {
  double low = funnel.mean - funnel.half(funnel.widest, true), high = funnel.mean + funnel.half(funnel.widest, true);
  for (const ForestRow& row : studies.rows) {
    low = std::min(low, row.effect.value);
    high = std::max(high, row.effect.value);
  }
  const double room = 0.04 * (high - low);
  return {low - room, high + room, left, right};
}

// Two curves from the top to the largest error, counted from the corner of the drawing.
std::vector<Point> side(const Funnel& funnel, const Axis& x, const Axis& y, bool between, double sign) {
  std::vector<Point> points;
  constexpr int pieces = 40;
  for (int i = 0; i <= pieces; ++i) {
    const double error = funnel.widest * i / pieces;
    points.push_back({x(funnel.mean + sign * funnel.half(error, between)) - x.low, y(error) - y.low});
  }
  return points;
}

void draw_regions(Svg& svg, const PooledStudies& studies, const Funnel& funnel, const Axis& x, const Axis& y) {
  svg.clip({x.low, y.low}, x.high - x.low, y.high - y.low);
  svg.band(side(funnel, x, y, false, -1.0), side(funnel, x, y, false, 1.0), "zone");
  if (funnel.tau2 > 0.0)
    for (const double sign : {-1.0, 1.0}) svg.polyline(side(funnel, x, y, true, sign), "edge");
  if (studies.pooled.egger) {
    const auto at = [&](double error) {
      return Point{x(studies.pooled.egger->at_no_error + studies.pooled.egger->slope * error) - x.low,
                   y(error) - y.low};
    };
    svg.polyline(std::vector<Point>{at(0.0), at(funnel.widest)}, "reach");
  }
  svg.unclip();
}

std::string egger_in_words(const literature::MetaAnalysis& pooled) {
  if (!pooled.egger) return "";
  const auto& egger = *pooled.egger;
  return fmt::format(
      "Egger's regression (thick line): {:.2f} per unit of standard error, t = {:.2f} on {} degrees, p = {:.3f}. "
      "Asymmetry may come from unpublished studies, but from other methods in small studies too.",
      egger.slope, egger.t, egger.degrees, egger.p);
}

std::vector<std::string> words_below(const PooledStudies& studies) {
  std::vector<std::string> all;
  const auto add = [&](const std::string& text) {
    if (text.empty()) return;
    for (const std::string& row : wrapped(text, 98)) all.push_back(row);
  };
  const double percent = 100.0 * studies.pooled.confidence;
  const bool between = studies.pooled.heterogeneity && studies.pooled.heterogeneity->tau2 > 0.0;
  add(fmt::format("Grey: where {:g} % of studies lie that differ from the mean by sampling alone{}.", percent,
                  between ? "; dashed: with the differences between studies" : ""));
  add(egger_in_words(studies.pooled));
  if (studies.pooled.studies < literature::fewest_for_egger)
    add("Fewer than ten studies: the shape of a funnel says next to nothing.");
  if (std::any_of(studies.rows.begin(), studies.rows.end(), [](const auto& row) { return !row.verified; }))
    add("Open circles: sources that nobody has checked.");
  return all;
}

void draw_frame(Svg& svg, const PooledStudies& studies, const Axis& x, const Axis& y) {
  svg.line({x.low, y.high}, {x.high, y.high}, "rule");
  svg.line({x.low, y.low}, {x.low, y.high}, "rule");
  for (const EffectTick& tick : effect_ticks(studies.scale, x, 44.0)) {
    svg.line({x(tick.at), y.high}, {x(tick.at), y.high + 5.0}, "rule");
    svg.text({x(tick.at), y.high + 19.0}, tick.words, "soft", Anchor::middle);
  }
  for (const EffectTick& tick : effect_ticks(literature::EffectScale::mean_difference, y, 44.0)) {
    svg.line({x.low - 5.0, y(tick.at)}, {x.low, y(tick.at)}, "rule");
    svg.text({x.low - 9.0, y(tick.at) + 4.5}, tick.words, "soft", Anchor::end);
  }
  svg.text({0.5 * (x.low + x.high), y.high + 38.0}, studies.effect, "", Anchor::middle);
}

}  // namespace

std::string funnel_plot(const PooledStudies& studies) {
  const auto title = wrapped(studies.title, 62);
  const auto below = words_below(studies);
  const Funnel funnel = funnel_of(studies);
  const double top = 52.0 + 22.0 * static_cast<double>(title.size());
  const Axis x = effects_of(studies, funnel);
  const Axis y{0.0, funnel.widest, top, top + height};
  std::string finding = fmt::format("Funnel plot of {} studies. {}.", studies.pooled.studies, studies.title);
  for (const std::string& row : below) finding += " " + row;
  Svg svg(width, y.high + 70.0 + 17.0 * static_cast<double>(below.size()), finding);
  for (std::size_t i = 0; i < title.size(); ++i)
    svg.text({24.0, 34.0 + 22.0 * static_cast<double>(i)}, title[i], "title");
  svg.text({24.0, top - 14.0}, "standard error (precise studies above)", "soft");
  draw_regions(svg, studies, funnel, x, y);
  svg.line({x(funnel.mean), y.low}, {x(funnel.mean), y.high}, "zero");
  draw_frame(svg, studies, x, y);
  for (const ForestRow& row : studies.rows)
    svg.circle({x(row.effect.value), y(error_of(row))}, 4.5, row.verified ? "mark" : "open");
  for (std::size_t i = 0; i < below.size(); ++i)
    svg.text({24.0, y.high + 66.0 + 17.0 * static_cast<double>(i)}, below[i], "soft");
  return svg_file(svg);
}

}  // namespace trilayer::report
