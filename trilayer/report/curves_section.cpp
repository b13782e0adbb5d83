#include "trilayer/report/curves_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "trilayer/literature/facts.hpp"
#include "trilayer/report/svg.hpp"

namespace trilayer::report {
namespace {

using validation::CurvePoint;
using validation::CurveResult;
using validation::CurveTarget;

constexpr double width = 330.0, height = 210.0, left = 46.0, right = 12.0, top = 10.0, bottom = 36.0;

struct Accepted {
  const CurveTarget* target = nullptr;
  const literature::Check* check = nullptr;
  std::optional<double> low, high;
};

std::vector<Accepted> accepted_of(const validation::Curve& curve) {
  std::vector<Accepted> all;
  for (const CurveTarget& wanted : curve.targets)
    if (const auto* check = literature::find_check(literature::shipped_facts(), wanted.check))
      for (const auto& target : check->targets)
        if (target.quantity == wanted.quantity) all.push_back({&wanted, check, target.low, target.high});
  return all;
}

// Data on pixels. A logarithmic axis is one of log10 of the data.
struct Frame {
  Axis x, y;
  bool logarithmic = false;

  [[nodiscard]] double up(double value) const { return y(logarithmic ? std::log10(std::max(value, 1e-4)) : value); }
};

Frame frame_of(const CurveResult& result, const std::vector<Accepted>& accepted) {
  const auto& curve = *result.curve;
  std::vector<double> all;
  for (const CurvePoint& point : result.points)
    for (const auto& value : {point.low, point.high, point.mean})
      if (value) all.push_back(*value);
  for (const Accepted& each : accepted)
    for (const auto& limit : {each.low, each.high})
      if (limit) all.push_back(*limit);
  if (curve.reference) all.push_back(*curve.reference);
  if (curve.logarithmic)
    for (double& value : all) value = std::log10(std::max(value, 1e-4));
  if (all.empty()) all = {0.0, 1.0};
  const auto [low, high] = std::minmax_element(all.begin(), all.end());
  const double room = 0.06 * std::max(1e-6, *high - *low);
  const double reach = 0.04 * (curve.at.back() - curve.at.front());
  return {{curve.at.front() - reach, curve.at.back() + reach, left, width - right},
          {*low - room, *high + room, height - bottom, top},
          curve.logarithmic};
}

std::string axes(const validation::Curve& curve, const Frame& frame) {
  std::string svg =
      fmt::format("<path class=\"axis\" d=\"M{0} {1}V{2}H{3}\"/>", left, top, height - bottom, width - right);
  for (const double at : ticks(frame.x.from, frame.x.to, 5))
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{:g}</text>", frame.x(at),
                       height - bottom + 13.0, at);
  const auto label = [&](double pixel, double value) {
    svg +=
        fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{:g}</text>", left - 5.0, pixel + 4.0, value);
  };
  if (frame.logarithmic) {
    for (const double value : {0.01, 0.1, 1.0, 10.0})
      if (std::log10(value) >= frame.y.from && std::log10(value) <= frame.y.to) label(frame.up(value), value);
  } else {
    for (const double value : ticks(frame.y.from, frame.y.to, 5)) label(frame.y(value), value);
  }
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>", (left + width - right) / 2.0,
                     height - 6.0, escape(curve.x));
  const double middle = (top + height - bottom) / 2.0;
  svg += fmt::format("<text transform=\"translate(11 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>", middle,
                     escape(curve.y));
  if (curve.reference)
    svg += fmt::format("<path class=\"axis\" stroke-dasharray=\"3 3\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", left,
                       frame.up(*curve.reference), width - right);
  return svg;
}

using Centile = std::optional<double> CurvePoint::*;

std::string area(const CurveResult& result, const Frame& frame, Centile low, Centile high, std::string_view look) {
  std::string there, back;
  for (const CurvePoint& point : result.points)
    if (point.*low && point.*high) {
      there += fmt::format("{:.1f},{:.1f} ", frame.x(point.at), frame.up(*(point.*high)));
      back = fmt::format("{:.1f},{:.1f} ", frame.x(point.at), frame.up(*(point.*low))) + back;
    }
  return there.empty() ? "" : fmt::format("<polygon class=\"{}\" points=\"{}{}\"/>", look, there, back);
}

std::string mean_line(const CurveResult& result, const Frame& frame) {
  std::string points, marks;
  for (const CurvePoint& point : result.points)
    if (const auto& value = result.curve->logarithmic ? point.median : point.mean) {
      points += fmt::format("{:.1f},{:.1f} ", frame.x(point.at), frame.up(*value));
      marks += fmt::format("<circle class=\"point\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.2\"/>", frame.x(point.at),
                           frame.up(*value));
    }
  return "<polyline class=\"model\" points=\"" + points + "\"/>" + marks;
}

std::string bars(const std::vector<Accepted>& accepted, const Frame& frame) {
  std::string svg;
  for (const Accepted& each : accepted) {
    const double x = frame.x(each.target->at), low = each.low ? frame.up(*each.low) : height - bottom,
                 high = each.high ? frame.up(*each.high) : top;
    svg += fmt::format("<rect class=\"asked{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"8\" height=\"{:.1f}\"/>",
                       each.check->verified ? "" : " memory", x - 4.0, high, std::max(1.0, low - high));
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>", x, high - 3.0,
                       escape(each.check->id));
  }
  return svg;
}

// For those who cannot see it, and for a look at numbers.
std::string in_words(const CurveResult& result) {
  std::string words = result.curve->y + " over " + result.curve->x + ", mean over people: ";
  for (const CurvePoint& point : result.points)
    if (point.mean) words += fmt::format("{:.3g} at {:g}; ", *point.mean, point.at);
  return words;
}

std::string card(const CurveResult& result) {
  const auto& curve = *result.curve;
  const auto accepted = accepted_of(curve);
  const Frame frame = frame_of(result, accepted);
  const std::string drawn =
      result.reason.empty() ? axes(curve, frame) + area(result, frame, &CurvePoint::low, &CurvePoint::high, "people") +
                                  area(result, frame, &CurvePoint::lower, &CurvePoint::upper, "people") +
                                  bars(accepted, frame) + mean_line(result, frame)
                            : "<text x=\"20\" y=\"40\">not simulated: " + escape(result.reason) + "</text>";
  return fmt::format(
      "<figure><figcaption><b>{}</b><span class=\"s\">{}</span></figcaption><svg viewBox=\"0 0 {} {}\" role=\"img\" "
      "aria-label=\"{}\">{}</svg></figure>\n",
      escape(curve.title), escape(curve.circumstance), width, height, escape(in_words(result)), drawn);
}

}  // namespace

std::string curves_section(std::span<const CurveResult> results, int participants) {
  std::string cards;
  for (const CurveResult& result : results) cards += card(result);
  return fmt::format(
      "<h2>What a laboratory would plot</h2>\n<p>{} healthy virtual adults, measured as recordings are. Line: mean "
      "over "
      "people (recruitment: median); dark band: the middle half of them; light band: nine in ten. Bars: what is "
      "accepted for the mean, with the check's id.</p>\n<div class=\"wide\">\n{}</div>\n",
      participants, cards);
}

}  // namespace trilayer::report
