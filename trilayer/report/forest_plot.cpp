#include "trilayer/report/forest_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/effect_axis.hpp"
#include "trilayer/report/svg.hpp"
#include "trilayer/report/svg_file.hpp"
#include "trilayer/report/terminal.hpp"

namespace trilayer::report {
namespace {

using literature::Interval;

constexpr double row_height = 25.0, edge = 24.0, gap = 22.0, picture = 400.0;
constexpr double letter = 7.0;  // widest mean width of a letter at 13 px
constexpr std::size_t longest_name = 46;

double normal(double confidence) { return base::normal_quantile(0.5 * (1.0 + confidence)); }

Interval interval_of(const ForestRow& row, double confidence) {
  const double half = normal(confidence) * std::sqrt(row.effect.variance);
  return {row.effect.value - half, row.effect.value + half};
}

Interval interval_of_mean(const literature::MetaAnalysis& pooled) { return pooled.hartung_knapp.value_or(pooled.wald); }

// One number of decimals for the whole table.
int decimals_of(const PooledStudies& studies) {
  std::vector<Interval> intervals{interval_of_mean(studies.pooled)};
  for (const ForestRow& row : studies.rows) intervals.push_back(interval_of(row, studies.pooled.confidence));
  return decimals_for(studies.scale, intervals);
}

// Columns of the table and the axis between them, px.
struct Layout {
  double people = 0.0, left = 0.0, right = 0.0, effect = 0.0, weight = 0.0, width = 0.0;
  double top = 0.0;  // below the title
  int decimals = 2;
};

Layout layout_of(const PooledStudies& studies) {
  std::size_t name = 20, people = 6, numbers = 10;
  Layout at;
  at.decimals = decimals_of(studies);
  for (const ForestRow& row : studies.rows) {
    name = std::max(name, std::min(width(row.study), longest_name));
    people = std::max(people, width(row.people));
    numbers = std::max(numbers, effect_with_interval(studies.scale, row.effect.value,
                                                     interval_of(row, studies.pooled.confidence), at.decimals)
                                    .size());
  }
  // Bold letters are wider.
  const std::size_t mean =
      effect_with_interval(studies.scale, studies.pooled.mean, interval_of_mean(studies.pooled), at.decimals).size();
  numbers = std::max(numbers, mean + mean / 8);
  at.people = edge + letter * static_cast<double>(name + people) + gap;
  at.left = at.people + gap;
  at.right = at.left + picture;
  at.effect = at.right + gap + letter * static_cast<double>(numbers);
  at.weight = at.effect + gap + 48.0;
  at.width = at.weight + edge;
  return at;
}

// What has to be seen: all effects, no effect, and intervals unless they are so wide that the rest would be squeezed:
// of a study up to three times the usual, of the mean and a new study up to the studies' own span beyond them.
Axis axis_of(const PooledStudies& studies, const Layout& at) {
  std::vector<double> halves;
  for (const ForestRow& row : studies.rows)
    halves.push_back(std::sqrt(row.effect.variance) * normal(studies.pooled.confidence));
  const double most = 3.0 * base::median(halves);
  Interval seen{studies.pooled.mean, studies.pooled.mean};
  const auto show = [&](double value) { seen = {std::min(seen.low, value), std::max(seen.high, value)}; };
  for (std::size_t i = 0; i < halves.size(); ++i) {
    show(studies.rows[i].effect.value - std::min(halves[i], most));
    show(studies.rows[i].effect.value + std::min(halves[i], most));
  }
  if (has_no_effect_line(studies.scale)) show(0.0);
  const double span = seen.high - seen.low;
  const Interval widest{seen.low - span, seen.high + span}, mean = interval_of_mean(studies.pooled);
  for (const Interval& wide : {mean, studies.pooled.prediction.value_or(mean)}) {
    show(std::max(wide.low, widest.low));
    show(std::min(wide.high, widest.high));
  }
  const double room = 0.04 * (seen.high - seen.low);
  return {seen.low - room, seen.high + room, at.left, at.right};
}

// A line over an interval; where it leaves the picture, an arrow.
void draw_interval(Svg& svg, const Axis& x, const Interval& interval, double y, const char* look) {
  const double from = std::max(x(interval.low), x.low), to = std::min(x(interval.high), x.high);
  svg.line({from, y}, {to, y}, look);
  for (const double sign : {-1.0, 1.0}) {
    const double tip = sign < 0.0 ? from : to;
    if (sign < 0.0 ? x(interval.low) >= x.low : x(interval.high) <= x.high) continue;
    svg.line({tip, y}, {tip - sign * 6.0, y - 4.0}, look);
    svg.line({tip, y}, {tip - sign * 6.0, y + 4.0}, look);
  }
}

void draw_diamond(Svg& svg, const Axis& x, double mean, const Interval& interval, double y) {
  const std::vector<Point> up{{x(interval.low) - x.low, 9.0}, {x(mean) - x.low, 0.5}, {x(interval.high) - x.low, 9.0}};
  const std::vector<Point> down{{up[0].x, 9.0}, {up[1].x, 17.5}, {up[2].x, 9.0}};
  svg.clip({x.low, y - 9.0}, x.high - x.low, 18.0);
  svg.band(up, down, "pooled");
  svg.unclip();
  if (interval.low < x.from || interval.high > x.to) draw_interval(svg, x, interval, y, "reach");
}

void draw_row(Svg& svg, const PooledStudies& studies, std::size_t i, const Layout& at, const Axis& x, double y) {
  const ForestRow& row = studies.rows[i];
  const Interval interval = interval_of(row, studies.pooled.confidence);
  const double weight = studies.pooled.weights.at(i);
  const double heaviest = *std::max_element(studies.pooled.weights.begin(), studies.pooled.weights.end());
  const double side = std::max(5.0, 16.0 * std::sqrt(weight / heaviest));
  svg.text({edge, y + 4.5}, shortened(row.study, longest_name), "", Anchor::start);
  svg.text({at.people, y + 4.5}, row.people, "soft", Anchor::end);
  draw_interval(svg, x, interval, y, row.verified ? "whisker" : "whisker faint");
  svg.rectangle({x(row.effect.value) - 0.5 * side, y - 0.5 * side}, side, side, row.verified ? "mark" : "open");
  svg.text({at.effect, y + 4.5}, effect_with_interval(studies.scale, row.effect.value, interval, at.decimals), "",
           Anchor::end);
  svg.text({at.weight, y + 4.5}, fmt::format("{:.1f} %", 100.0 * weight), "soft", Anchor::end);
}

void draw_pooled(Svg& svg, const PooledStudies& studies, const Layout& at, const Axis& x, double y) {
  const auto& pooled = studies.pooled;
  const Interval mean = interval_of_mean(pooled);
  svg.text({edge, y + 4.5},
           pooled.studies == 1 ? "Mean (one study)" : fmt::format("Mean of {} studies", pooled.studies), "strong");
  draw_diamond(svg, x, pooled.mean, mean, y);
  svg.text({at.effect, y + 4.5}, effect_with_interval(studies.scale, pooled.mean, mean, at.decimals), "strong",
           Anchor::end);
  svg.text({at.weight, y + 4.5}, "100 %", "soft", Anchor::end);
  if (!pooled.prediction) return;
  svg.text({edge, y + row_height + 4.5}, "True effect of a new study", "");
  draw_interval(svg, x, *pooled.prediction, y + row_height, "reach");
  svg.text({at.effect, y + row_height + 4.5},
           fmt::format("({} to {})", effect_number(studies.scale, pooled.prediction->low, at.decimals),
                       effect_number(studies.scale, pooled.prediction->high, at.decimals)),
           "", Anchor::end);
}

void draw_axis(Svg& svg, const PooledStudies& studies, const Axis& x, double y) {
  svg.line({x.low, y}, {x.high, y}, "rule");
  for (const EffectTick& tick : effect_ticks(studies.scale, x, 44.0)) {
    svg.line({x(tick.at), y}, {x(tick.at), y + 5.0}, "rule");
    svg.text({x(tick.at), y + 19.0}, tick.words, "soft", Anchor::middle);
  }
  svg.text({0.5 * (x.low + x.high), y + 38.0}, studies.effect, "", Anchor::middle);
  if (!has_no_effect_line(studies.scale)) return;
  if (!studies.fewer.empty()) svg.text({x.low, y + 57.0}, "< " + studies.fewer, "soft", Anchor::start);
  if (!studies.more.empty()) svg.text({x.high, y + 57.0}, studies.more + " >", "soft", Anchor::end);
}

// Words below the axis: heterogeneity, what the analysis notes, what the signs mean.
std::vector<std::string> words_below(const PooledStudies& studies, const Layout& at) {
  const auto letters = static_cast<std::size_t>((at.width - 2.0 * edge) / 6.4);
  std::vector<std::string> all;
  const auto add = [&](const std::string& text) {
    if (text.empty()) return;
    for (const std::string& row : wrapped(text, letters)) all.push_back(row);
  };
  add(heterogeneity_in_words(studies.pooled));
  for (const std::string& note : studies.pooled.notes) add(note);
  const bool open =
      std::any_of(studies.rows.begin(), studies.rows.end(), [](const auto& row) { return !row.verified; });
  add(fmt::format("Squares: effects, their area after the weight; lines: {:g} % intervals.{}",
                  100.0 * studies.pooled.confidence,
                  open ? " Open squares with dashed lines: sources that nobody has checked." : ""));
  return all;
}

std::string finding_of(const PooledStudies& studies) {
  const double confidence = studies.pooled.confidence;
  const int decimals = decimals_of(studies);
  std::string text = fmt::format("Forest plot. {}. {}.", studies.title, studies.effect);
  const auto number = [&](double value, const Interval& interval) {
    return effect_with_interval(studies.scale, value, interval, decimals);
  };
  for (const ForestRow& row : studies.rows)
    text += fmt::format(" {}{}: {}.", row.study, row.verified ? "" : " (not verified)",
                        number(row.effect.value, interval_of(row, confidence)));
  return text + fmt::format(" Mean: {}. {}", number(studies.pooled.mean, interval_of_mean(studies.pooled)),
                            heterogeneity_in_words(studies.pooled));
}

}  // namespace

std::string heterogeneity_in_words(const literature::MetaAnalysis& pooled) {
  if (!pooled.heterogeneity) return "";
  const auto& h = *pooled.heterogeneity;
  const std::string p = h.q_p < 0.001 ? "p < 0.001" : fmt::format("p = {:.3f}", h.q_p);
  const std::string how = h.tau2_interval.low > 0.0 ? "The studies differ by more than chance"
                          : h.tau2 > 0.0            ? "Whether the studies differ by more than chance is open"
                                                    : "The studies differ no more than chance makes them";
  const auto number = [](double value) { return base::format_number(value, 3); };
  return fmt::format("{}: I2 {:.0f} % ({:.0f} to {:.0f} %), tau2 {} ({} to {}, {}), Q {:.1f} on {} degree{}, {}.", how,
                     100.0 * h.i2, 100.0 * h.i2_interval.low, 100.0 * h.i2_interval.high, number(h.tau2),
                     number(h.tau2_interval.low), number(h.tau2_interval.high), literature::name(pooled.method), h.q,
                     h.degrees, h.degrees == 1 ? "" : "s", p);
}

std::string forest_plot(const PooledStudies& studies) {
  Layout at = layout_of(studies);
  const auto title = wrapped(studies.title, static_cast<std::size_t>((at.width - 2.0 * edge) / 10.0));
  at.top = 32.0 + 22.0 * static_cast<double>(title.size());
  const Axis x = axis_of(studies, at);
  const auto below = words_below(studies, at);
  const double count = static_cast<double>(studies.rows.size());
  const double mean_y = at.top + row_height * (count + 1.0) + 8.0;
  const double axis_y = mean_y + row_height * (studies.pooled.prediction ? 2.0 : 1.0) - 6.0;
  const double words_y = axis_y + (studies.fewer.empty() && studies.more.empty() ? 68.0 : 86.0);
  Svg svg(at.width, words_y + 17.0 * static_cast<double>(below.size()), finding_of(studies));
  for (std::size_t i = 0; i < title.size(); ++i)
    svg.text({edge, 34.0 + 22.0 * static_cast<double>(i)}, title[i], "title");
  svg.text({edge, at.top + 4.5}, "Study", "soft");
  svg.text({at.people, at.top + 4.5}, "people", "soft", Anchor::end);
  svg.text({at.effect, at.top + 4.5}, fmt::format("effect ({:g} %)", 100.0 * studies.pooled.confidence), "soft",
           Anchor::end);
  svg.text({at.weight, at.top + 4.5}, "weight", "soft", Anchor::end);
  svg.line({edge, at.top + 12.0}, {at.width - edge, at.top + 12.0}, "rule");
  if (has_no_effect_line(studies.scale)) svg.line({x(0.0), at.top + 12.0}, {x(0.0), axis_y}, "zero");
  for (std::size_t i = 0; i < studies.rows.size(); ++i)
    draw_row(svg, studies, i, at, x, at.top + row_height * (static_cast<double>(i) + 1.0) + 3.0);
  svg.line({edge, mean_y - 14.0}, {at.width - edge, mean_y - 14.0}, "rule");
  draw_pooled(svg, studies, at, x, mean_y);
  draw_axis(svg, studies, x, axis_y);
  for (std::size_t i = 0; i < below.size(); ++i)
    svg.text({edge, words_y + 17.0 * static_cast<double>(i)}, below[i], "soft");
  return svg_file(svg);
}

}  // namespace trilayer::report
