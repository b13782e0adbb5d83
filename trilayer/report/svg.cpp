#include "trilayer/report/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/text.hpp"

namespace trilayer::report {
namespace {

// Inside a clip, paths are written in quarter pixels: whole numbers are short.
constexpr double grain = 4.0;

std::string pixels(double value) {
  const double tenths = std::round(value * 10.0);
  if (tenths == 0.0) return "0";
  std::string text = base::format_number(tenths / 10.0, 6);
  if (text.starts_with("0.")) return text.substr(1);
  if (text.starts_with("-0.")) return fmt::format("-{}", text.substr(2));
  return text;
}

std::string attribute(std::string_view name, std::string_view value) { return fmt::format(" {}=\"{}\"", name, value); }

std::string attribute(std::string_view name, double value) { return attribute(name, pixels(value)); }

std::string view_box(double width, double height) {
  return fmt::format(" viewBox=\"0 0 {} {}\"", pixels(width), pixels(height));
}

std::string look_of(std::string_view look) { return look.empty() ? "" : attribute("class", look); }

long grains(double value) { return std::lround(value * grain); }

void append_pair(std::string& text, long x, long y, bool first) {
  if (!first && x >= 0) text += ' ';
  text += std::to_string(x);
  if (y >= 0) text += ' ';
  text += std::to_string(y);
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : base::to_utf8(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
  }
  return out;
}

std::vector<double> ticks(double from, double to, int wanted) {
  if (!(to > from) || wanted < 1) return {};
  const double rough = (to - from) / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10.0 * power;
  for (const double factor : {5.0, 2.0, 1.0})
    if (factor * power >= rough * 0.999) step = factor * power;
  std::vector<double> marks;
  for (double k = std::ceil(from / step - 1e-9); k * step <= to + 1e-9 * step; k += 1.0)
    marks.push_back(k == 0.0 ? 0.0 : k * step);
  return marks;
}

Svg::Svg(double width, double height, std::string_view finding) {
  text_ = "<svg" + view_box(width, height) + attribute("width", width) + attribute("height", height) + " role=\"img\"" +
          attribute("aria-label", escape(finding)) + ">";
}

void Svg::line(Point from, Point to, std::string_view look) {
  text_ += "<line" + look_of(look) + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
           attribute("y2", to.y) + "/>";
}

void Svg::rectangle(Point corner, double width, double height, std::string_view look) {
  text_ += "<rect" + look_of(look) + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
           attribute("height", height) + "/>";
}

void Svg::circle(Point centre, double radius, std::string_view look) {
  text_ +=
      "<circle" + look_of(look) + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius) + "/>";
}

void Svg::text(Point at, std::string_view words, std::string_view look, Anchor anchor) {
  text_ += "<text" + look_of(look) + attribute("x", at.x) + attribute("y", at.y);
  if (anchor == Anchor::middle) text_ += " text-anchor=\"middle\"";
  if (anchor == Anchor::end) text_ += " text-anchor=\"end\"";
  text_ += ">" + escape(words) + "</text>";
}

void Svg::curve(std::span<const Point> points, std::string_view look, double width, std::string_view colour,
                bool closed) {
  text_ += "<path" + look_of(look);
  if (width > 0.0) text_ += attribute("stroke-width", width);
  if (!colour.empty() && closed) text_ += fmt::format(" style=\"fill:{0};stroke:{0}\"", colour);
  if (!colour.empty() && !closed) text_ += attribute("stroke", colour);
  text_ += " d=\"";
  for (std::size_t i = 0; i < points.size(); ++i)
    text_ += (i == 0 ? "M" : i == 1 ? "C" : " ") + pixels(points[i].x) + " " + pixels(points[i].y);
  text_ += closed ? "Z\"/>" : "\"/>";
}

void Svg::clip(Point corner, double width, double height) {
  text_ += "<svg" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
           attribute("height", height) + view_box(width * grain, height * grain) + ">";
}

void Svg::unclip() { text_ += "</svg>"; }

void Svg::path(std::span<const Point> points) {
  long x = 0;
  long y = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const long next_x = grains(points[i].x);
    const long next_y = grains(points[i].y);
    if (i == 1) text_ += 'l';
    append_pair(text_, next_x - x, next_y - y, i <= 1);
    x = next_x;
    y = next_y;
  }
}

void Svg::polyline(std::span<const Point> points, std::string_view look) {
  if (points.size() < 2) return;
  text_ += "<path" + look_of(look) + " d=\"M";
  path(points);
  text_ += "\"/>";
}

void Svg::band(std::span<const Point> upper, std::span<const Point> lower, std::string_view look) {
  if (upper.size() < 2 || lower.size() < 2) return;
  std::vector<Point> outline(upper.begin(), upper.end());
  outline.insert(outline.end(), lower.rbegin(), lower.rend());
  text_ += "<path" + look_of(look) + " d=\"M";
  path(outline);
  text_ += "z\"/>";
}

std::vector<Point> thinned(std::span<const Point> points, double step) {
  std::vector<Point> kept;
  const auto bin = [&](const Point& p) { return std::floor(p.x / step); };
  for (std::size_t from = 0; from < points.size();) {
    std::size_t to = from;
    while (to < points.size() && bin(points[to]) == bin(points[from])) ++to;
    const auto [low, high] = std::minmax_element(points.begin() + static_cast<std::ptrdiff_t>(from),
                                                 points.begin() + static_cast<std::ptrdiff_t>(to),
                                                 [](const Point& a, const Point& b) { return a.y < b.y; });
    kept.push_back(low < high ? *low : *high);
    if (low != high) kept.push_back(low < high ? *high : *low);
    from = to;
  }
  return kept;
}

}  // namespace trilayer::report
