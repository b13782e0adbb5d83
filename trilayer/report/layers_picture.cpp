// The two hemispheres from behind, so that left is left, once for each direction: what each layer is, and below it how
// strongly it is involved. Drawn for the right hand intended; the other direction is its mirror image.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <vector>

#include "trilayer/report/answer_words.hpp"
#include "trilayer/report/interpretation.hpp"
#include "trilayer/report/svg.hpp"

namespace trilayer::report {
namespace {

using model::Layer;

constexpr double page = 486.0;    // width of the picture of one direction, px
constexpr double middle = 243.0;  // between the hemispheres
constexpr double first_row = 448.0;
constexpr double row_height = 50.0;
constexpr double thinnest = 1.6, thickest = 12.0;  // of a path, at loading 0 and 1

// From pale to dark violet: one hue, so that it reads alike for every kind of colour vision and in grey.
std::string colour(double loading) {
  constexpr std::array<double, 3> pale{164, 156, 199}, dark{52, 20, 104};
  const auto mix = [&](std::size_t i) {
    return static_cast<int>(std::lround(pale[i] + loading * (dark[i] - pale[i])));
  };
  return fmt::format("#{:02x}{:02x}{:02x}", mix(0), mix(1), mix(2));
}

double thickness(double loading) { return thinnest + loading * (thickest - thinnest); }

/// The drawing of one direction. Points are given for the right hand intended and mirrored where the left one is.
struct Sketch {
  Svg svg;
  const inference::Answer* answer;
  protocol::Direction direction;

  [[nodiscard]] double x(double at) const { return direction == protocol::Direction::right ? at : page - at; }
  [[nodiscard]] Point at(double px, double py) const { return {x(px), py}; }

  void curve(std::vector<Point> points, std::string_view look, double width = 0.0, std::string_view ink = "",
             bool closed = false) {
    for (Point& p : points) p.x = x(p.x);
    svg.curve(points, look, width, ink, closed);
  }
  void words(double px, double py, std::string_view text, std::string_view look = "k") {
    svg.text(at(px, py), text, look, Anchor::middle);
  }
  [[nodiscard]] const inference::LoadingAnswer& loading(Layer layer) const {
    return loading_of(*answer, {layer, direction});
  }
  [[nodiscard]] Finding finding(Layer layer) const { return report::finding(*answer, {layer, direction}); }
};

void hemisphere(Sketch& s, bool driving) {
  std::vector<Point> outline{{235, 62},  {205, 22},  {120, 24},  {82, 86},   {56, 128},  {58, 196},
                             {96, 226},  {126, 250}, {168, 238}, {190, 222}, {212, 216}, {235, 222},
                             {235, 196}, {235, 150}, {235, 110}, {235, 62}};
  if (!driving)
    for (Point& p : outline) p.x = page - p.x;
  s.curve(outline, "hem", 0.0, "", true);
}

void area(Sketch& s, double px, double py, double radius, std::string_view name) {
  s.svg.circle(s.at(px, py), radius, "area");
  s.words(px, py + 4.0, name, "an");
}

// A hand hanging down, its thumb towards the body.
void hand(Sketch& s, double px, bool intended) {
  const std::string_view look = intended ? "hand in" : "hand";
  const double in = px > middle ? -1.0 : 1.0;
  constexpr std::array<double, 4> lengths{21, 26, 24, 17};
  for (std::size_t finger = 0; finger < lengths.size(); ++finger) {
    const double fx = px + in * (10.5 - 7.0 * static_cast<double>(finger));
    s.svg.line(s.at(fx, 392), s.at(fx, 392 + lengths[finger]), look);
  }
  s.svg.line(s.at(px + in * 12, 380), s.at(px + in * 22, 398), look);
  const double w = 13.5;
  s.curve({{px - w, 366},
           {px - w, 362},
           {px + w, 362},
           {px + w, 366},
           {px + w, 376},
           {px + w, 386},
           {px + w, 394},
           {px + w, 399},
           {px - w, 399},
           {px - w, 394},
           {px - w, 386},
           {px - w, 376},
           {px - w, 366}},
          intended ? "palm in" : "palm", 0.0, "", true);
}

void anatomy(Sketch& s) {
  hemisphere(s, true);
  hemisphere(s, false);
  s.curve({{178, 186}, {206, 156}, {280, 156}, {308, 186}, {286, 200}, {200, 200}, {178, 186}}, "callosum", 0.0, "",
          true);
  s.words(middle, 213, "callosum", "an");
  s.curve({{372, 140}, {352, 210}, {262, 250}, {244, 290}, {228, 330}, {128, 322}, {123, 360}}, "tract");
  s.curve({{114, 140}, {134, 210}, {224, 250}, {242, 290}, {258, 330}, {366, 322}, {366, 360}}, "tract drive");
  hand(s, 108, false);
  hand(s, 366, true);
}

// The path of a layer as its answer has it: width and colour by the loading, dashed grey where nothing is known.
void path(Sketch& s, Layer layer, const std::vector<Point>& points) {
  if (s.finding(layer) == Finding::not_informed) return s.curve(points, "unknown");
  const double mean = s.loading(layer).mean;
  s.curve(points, "", thickness(mean), colour(mean));
}

void arrow_head(Sketch& s, Layer layer, Point tip, Point along) {
  const bool known = s.finding(layer) != Finding::not_informed;
  const double mean = s.loading(layer).mean;
  const double size = 7.0 + 0.6 * (known ? thickness(mean) : 0.0);
  const double length = std::hypot(along.x, along.y);
  const Point u{along.x / length, along.y / length};
  const Point back{tip.x - size * u.x, tip.y - size * u.y};
  const Point a{back.x - 0.6 * size * u.y, back.y + 0.6 * size * u.x};
  const Point b{back.x + 0.6 * size * u.y, back.y - 0.6 * size * u.x};
  s.curve({a, a, tip, tip, tip, b, b, b, a, a}, known ? "" : "unknown", 2.0, known ? colour(mean) : "", true);
}

void badge(Svg& svg, Point at, Layer layer, Finding finding) {
  const std::string_view look = finding == Finding::leads          ? "badge lead"
                                : finding == Finding::not_informed ? "badge none"
                                                                   : "badge";
  svg.circle(at, 11.0, look);
  svg.text({at.x, at.y + 4.0}, model::numeral(layer), finding == Finding::leads ? "bn lead" : "bn", Anchor::middle);
}

// Inhibition over the callosum: what is lost of it stands as a gap between two strokes.
void callosal_path(Sketch& s) {
  const bool known = s.finding(Layer::transcallosal) != Finding::not_informed;
  const double mean = s.loading(Layer::transcallosal).mean;
  path(s, Layer::transcallosal,
       {{130, 135}, {152, 172}, {196, 181}, {middle, 181}, {290, 181}, {332, 172}, {352, 140}});
  const std::string ink = known ? colour(mean) : "";
  const double width = known ? std::max(2.0, 0.6 * thickness(mean)) : 0.0;
  s.curve({{343, 134}, {350, 137}, {357, 139}, {367, 144}}, known ? "" : "unknown", width, ink);  // it inhibits
  if (!known) return;
  const double gap = 3.0 + 9.0 * mean;
  s.svg.rectangle({middle - gap, 173}, 2.0 * gap, 16, "cut");
  for (const double side : {-1.0, 1.0}) {
    const double px = middle + side * gap;
    s.curve({{px - 3, 192}, {px - 1, 185}, {px + 1, 177}, {px + 3, 170}}, "", 2.2, ink);
  }
}

void layers(Sketch& s) {
  path(s, Layer::supraspinal, {{200, 70}, {224, 40}, {312, 38}, {359, 94}});
  arrow_head(s, Layer::supraspinal, {364, 101}, {0.6, 0.8});
  callosal_path(s);
  path(s, Layer::corticospinal, {{106, 142}, {108, 214}, {196, 250}, {198, 288}, {200, 326}, {98, 314}, {94, 352}});
  arrow_head(s, Layer::corticospinal, {93, 361}, {-0.1, 1.0});
  area(s, 194, 94, 27, "premotor");
  area(s, page - 194, 94, 27, "premotor");
  area(s, 116, 122, 19, "M1");
  area(s, page - 116, 122, 19, "M1");
  badge(s.svg, s.at(middle + 4, 49), Layer::supraspinal, s.finding(Layer::supraspinal));
  badge(s.svg, s.at(318, 170), Layer::transcallosal, s.finding(Layer::transcallosal));
  badge(s.svg, s.at(168, 240), Layer::corticospinal, s.finding(Layer::corticospinal));
}

void names(Sketch& s) {
  const auto intended = protocol::name(protocol::intended_side(s.direction));
  const auto mirror = protocol::name(protocol::mirror_side(s.direction));
  s.words(96, 262, fmt::format("{} hemisphere", mirror), "an");
  s.words(page - 96, 262, fmt::format("{} hemisphere", intended), "an");
  s.words(108, 436, fmt::format("{} hand, mirrors", mirror), "hn");
  s.words(366, 436, fmt::format("{} hand, intended", intended), "hn");
}

std::string_view short_mechanism(Layer layer) {
  switch (layer) {
    case Layer::corticospinal:
      return "uncrossed fast path to the mirror hand";
    case Layer::transcallosal:
      return "lost inhibition over the callosum";
    case Layer::supraspinal:
      return "premotor drive to the other M1";
  }
  return "";
}

void interval_bar(Svg& svg, const inference::LoadingAnswer& l, bool known, double y) {
  const Axis scale{0.0, 1.0, 262.0, 386.0};
  svg.line({scale(0.0), y}, {scale(1.0), y}, known ? "axis" : "unknown");
  for (const double end : {0.0, 1.0}) svg.line({scale(end), y - 4.0}, {scale(end), y + 4.0}, "a");
  if (!known) return;
  const std::string ink = colour(l.mean);
  const Point low{scale(l.low_90), y}, high{scale(l.high_90), y};
  svg.curve(std::array{low, low, high, high}, "", 7.0, ink);
  svg.circle({scale(l.mean), y}, 5.0, "mean");
}

void row(Sketch& s, Layer layer, double y) {
  const auto& l = s.loading(layer);
  const Finding found = s.finding(layer);
  const bool known = found != Finding::not_informed;
  badge(s.svg, {18, y + 5}, layer, found);
  s.svg.text({38, y}, model::name(layer), "h");
  if (found != Finding::plain)
    s.svg.text({246, y}, report::name(found), found == Finding::leads ? "tag lead" : "tag", Anchor::end);
  s.svg.text({38, y + 16}, short_mechanism(layer), "k");
  interval_bar(s.svg, l, known, y - 3);
  s.svg.text({262, y + 16}, "presence " + probability(l.prior_presence) + " \u2192 " + probability(l.presence), "k");
  s.svg.text({406, y}, known ? two_decimals(l.mean) : "as before", known ? "h" : "k");
  s.svg.text({406, y + 16}, two_decimals(l.low_90) + " to " + two_decimals(l.high_90), "k");
}

// What the picture shows, for those who cannot see it.
std::string in_words(const inference::Answer& answer, protocol::Direction direction) {
  std::string text = title(direction) + ".";
  for (const Layer layer : model::all_layers) {
    const auto& l = loading_of(answer, {layer, direction});
    const auto found = name(finding(answer, {layer, direction}));
    text += fmt::format(" Layer {} {}: loading {}, 90 % interval {} to {}, presence {} before and {} now{}{}.",
                        model::numeral(layer), model::name(layer), two_decimals(l.mean), two_decimals(l.low_90),
                        two_decimals(l.high_90), probability(l.prior_presence), probability(l.presence),
                        found.empty() ? "" : ", ", found);
  }
  return text;
}

std::string picture(const inference::Answer& answer, protocol::Direction direction) {
  Sketch s{Svg(page, first_row + 3.0 * row_height + 12.0, in_words(answer, direction)), &answer, direction};
  anatomy(s);
  layers(s);
  names(s);
  s.svg.text({262, first_row + 14}, "0", "k", Anchor::middle);
  s.svg.text({386, first_row + 14}, "1", "k", Anchor::middle);
  s.svg.text({324, first_row + 14}, "loading", "k", Anchor::middle);
  double y = first_row + 34;
  for (const Layer layer : model::all_layers) {
    row(s, layer, y);
    y += row_height;
  }
  return s.svg.finish();
}

}  // namespace

std::string layers_picture(const inference::Answer& answer) {
  std::string html = "<div class=\"layers\">\n";
  for (const auto direction : {protocol::Direction::right, protocol::Direction::left})
    html += "<figure>\n<figcaption><strong>" + escape(title(direction)) + "</strong></figcaption>\n" +
            picture(answer, direction) + "\n</figure>\n";
  return html + "</div>\n";
}

}  // namespace trilayer::report
