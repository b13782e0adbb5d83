#include <algorithm>
#include <cmath>
#include <limits>

#include "trilayer/base/text.hpp"
#include "trilayer/report/panel.hpp"

namespace trilayer::report {
namespace {

constexpr double trace_height = 168.0;
constexpr double strip_gap = 24.0;
constexpr double strip_height = 74.0;
constexpr double thinning = 1.5;  // px; finer than the lines are wide

std::string_view side_look(protocol::Side side) { return side == protocol::Side::left ? "l" : "r"; }

std::string look(std::string_view what, protocol::Side side) {
  return std::string(what) + " " + std::string(side_look(side));
}

// "cMEP" of "cmep_amplitude", "EMG compared" of "mirror_emg_ratio".
std::string short_name(std::string_view measure) {
  if (measure.starts_with("cmep")) return "cMEP";
  if (measure.starts_with("imep")) return "iMEP";
  if (measure.starts_with("csp")) return "CSP";
  if (measure.starts_with("isp")) return "iSP";
  if (measure.starts_with("mirror_emg")) return "EMG compared";
  return std::string(measure);
}

std::string detection_look(std::string_view measure) {
  if (measure.starts_with("cmep")) return "d dc";
  if (measure.starts_with("imep")) return "d di";
  if (measure.starts_with("csp")) return "d ds";
  if (measure.starts_with("isp")) return "d dq";
  return "d de";
}

// The frame one drawing fills, and how its data map into it.
struct Frame {
  Point corner;
  double width = 0.0;
  double height = 0.0;
  Axis time, size;  // from the frame's own corner
};

Frame frame(Point corner, double width, double height, const Range& shown, const Range& scale) {
  return {corner, width, height, Axis{shown.from, shown.to, 0.0, width}, Axis{scale.from, scale.to, height, 0.0}};
}

std::vector<Point> points(const std::vector<double>& times, const std::vector<double>& values, const Frame& f) {
  std::vector<Point> all;
  all.reserve(times.size());
  // Far outside the frame nothing is seen; bounded numbers stay short.
  for (std::size_t i = 0; i < times.size(); ++i)
    all.push_back({f.time(times[i]), std::clamp(f.size(values[i]), -f.height, 2.0 * f.height)});
  return thinned(all, thinning);
}

// One point a step: the outermost of each, so that the band never hides what it should show.
std::vector<Point> edge(const std::vector<double>& times, const std::vector<double>& values, const Frame& f,
                        bool upper) {
  std::vector<Point> all;
  double bin = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < times.size(); ++i) {
    const Point p{f.time(times[i]), std::clamp(f.size(values[i]), -f.height, 2.0 * f.height)};
    if (const double at = std::floor(p.x / thinning); at != bin) {
      all.push_back(p);
      bin = at;
    } else {
      all.back().y = upper ? std::min(all.back().y, p.y) : std::max(all.back().y, p.y);
    }
  }
  return all;
}

void span(Svg& svg, const Range& range, const Frame& f, std::string_view looks) {
  const double from = std::clamp(f.time(range.from), 0.0, f.width);
  const double to = std::clamp(f.time(range.to), 0.0, f.width);
  if (to > from) svg.rectangle({f.corner.x + from, f.corner.y}, to - from, f.height, looks);
}

void vertical(Svg& svg, double time, const Frame& f, std::string_view looks) {
  const double x = f.time(time);
  if (x < 0.0 || x > f.width) return;
  svg.line({f.corner.x + x, f.corner.y}, {f.corner.x + x, f.corner.y + f.height}, looks);
}

void marks_behind(Svg& svg, const Panel& panel, const TimeMarks& marks, const Frame& f) {
  svg.rectangle(f.corner, f.width, f.height, "f");
  for (const Range& artefact : marks.artefacts) span(svg, artefact, f, "art");
  for (const auto& d : panel.detections) span(svg, {d.from_ms, d.to_ms}, f, detection_look(d.measure));
  if (marks.pulse) vertical(svg, *marks.pulse, f, "p");
  if (marks.conditioning) vertical(svg, *marks.conditioning, f, "p q");
}

void size_axis(Svg& svg, const Panel& panel, const Frame& f, int wanted, bool named) {
  const bool millivolts = panel.scale.to - panel.scale.from >= 1000.0 && named;
  const double unit = millivolts ? 1000.0 : 1.0;
  const bool left = panel.side == protocol::Side::left;
  const double x = f.corner.x + (left ? 0.0 : f.width);
  const double out = left ? -1.0 : 1.0;
  const Anchor anchor = left ? Anchor::end : Anchor::start;
  for (const double tick : ticks(f.size.from / unit, f.size.to / unit, wanted)) {
    const double y = f.corner.y + f.size(tick * unit);
    svg.line({x, y}, {x + 4.0 * out, y}, "a");
    svg.text({x + 7.0 * out, y + 3.5}, base::format_number(tick, 3), "k", anchor);
  }
  svg.text({x + 7.0 * out, f.corner.y - 10.0}, millivolts ? "mV" : "\u00b5V", "k", anchor);
}

void time_axis(Svg& svg, const TimeMarks& marks, const Frame& f) {
  const double y = f.corner.y + f.height;
  for (const double tick : ticks(marks.shown.from, marks.shown.to, 6)) {
    const double x = f.corner.x + f.time(tick);
    svg.line({x, y}, {x, y + 4.0}, "a");
    svg.text({x, y + 16.0}, base::format_number(tick, 5), "k", Anchor::middle);
  }
  svg.text({f.corner.x + f.width / 2.0, y + 31.0}, "ms after the " + marks.zero_is, "k", Anchor::middle);
}

void detection_labels(Svg& svg, const Panel& panel, const Frame& f) {
  auto found = panel.detections;
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.from_ms < b.from_ms; });
  double end = -1.0;
  double row = 0.0;
  for (const auto& d : found) {
    const std::string words = short_name(d.measure);
    const double width = 6.6 * static_cast<double>(words.size());
    const double x = std::clamp(f.time(d.from_ms) + 3.0, 2.0, std::max(2.0, f.width - width));
    row = x < end + 4.0 ? row + 1.0 : 0.0;
    end = x + width;
    svg.text({f.corner.x + x, f.corner.y + 13.0 + 13.0 * row}, words, "dl");
  }
}

void traces(Svg& svg, const Panel& panel, const Frame& f) {
  svg.clip(f.corner, f.width, f.height);
  svg.band(edge(panel.times, panel.high, f, true), edge(panel.times, panel.low, f, false), look("b", panel.side));
  for (const auto& trial : panel.sampled) svg.polyline(points(panel.times, trial, f), look("t", panel.side));
  if (!panel.average.empty()) svg.polyline(points(panel.times, panel.average, f), look("m", panel.side));
  svg.unclip();
}

void strip(Svg& svg, const Panel& panel, const TimeMarks& marks, const Frame& f) {
  marks_behind(svg, panel, marks, f);
  svg.clip(f.corner, f.width, f.height);
  svg.polyline(points(panel.times, panel.rectified, f), look("m", panel.side));
  svg.unclip();
  const double level = f.corner.y + f.size(panel.background);
  svg.line({f.corner.x, level}, {f.corner.x + f.width, level}, "lv");
  if (marks.background) {
    const double from = std::max(0.0, f.time(marks.background->from));
    const double to = f.time(marks.background->to);
    const double y = f.corner.y + f.height - 4.0;
    if (to > from) svg.line({f.corner.x + from, y}, {f.corner.x + to, y}, "bg");
  }
  size_axis(svg, panel, f, 2, false);
}

}  // namespace

double panel_height(bool with_strip) { return trace_height + (with_strip ? strip_gap + strip_height : 0.0); }

void draw(Svg& svg, const Panel& panel, const TimeMarks& marks, Point corner, double width) {
  const bool left = panel.side == protocol::Side::left;
  const double edge_x = corner.x + (left ? 0.0 : width);
  svg.text({edge_x, corner.y - 26.0}, panel.title, "h", left ? Anchor::start : Anchor::end);
  Frame upper = frame(corner, width, trace_height, marks.shown, panel.scale);
  if (!panel.nothing.empty()) {
    svg.rectangle(corner, width, trace_height, "f");
    svg.text({corner.x + width / 2.0, corner.y + trace_height / 2.0}, panel.nothing, "k", Anchor::middle);
    return;
  }
  marks_behind(svg, panel, marks, upper);
  traces(svg, panel, upper);
  size_axis(svg, panel, upper, 4, true);
  detection_labels(svg, panel, upper);
  if (panel.rectified.empty()) return time_axis(svg, marks, upper);
  const Frame lower =
      frame({corner.x, corner.y + trace_height + strip_gap}, width, strip_height, marks.shown, panel.strip);
  strip(svg, panel, marks, lower);
  time_axis(svg, marks, lower);
}

}  // namespace trilayer::report
