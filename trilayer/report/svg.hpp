// Pictures as SVG text, small enough that a hundred of them fit into one page.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trilayer::report {

/// Text made safe inside HTML and SVG, in attributes and between tags; not UTF-8 is read as Latin-1.
std::string escape(std::string_view text);

struct Point {
  double x = 0.0;
  double y = 0.0;
};

/// Data from `from` to `to` laid on pixels from `low` to `high` (which may run backwards).
struct Axis {
  double from = 0.0;
  double to = 1.0;
  double low = 0.0;
  double high = 1.0;

  [[nodiscard]] double operator()(double value) const { return low + (value - from) / (to - from) * (high - low); }
};

/// Round numbers (1, 2 or 5 times a power of ten apart) inside [from, to], about `wanted` of them.
std::vector<double> ticks(double from, double to, int wanted);

enum class Anchor { start, middle, end };

/// A picture being drawn. Coordinates are pixels, y down; looks come from the CSS classes of style.hpp.
class Svg {
 public:
  /// `finding`: what the picture shows, in words, for those who cannot see it.
  Svg(double width, double height, std::string_view finding);

  void line(Point from, Point to, std::string_view look);
  void rectangle(Point corner, double width, double height, std::string_view look);
  void circle(Point centre, double radius, std::string_view look);
  void text(Point at, std::string_view words, std::string_view look, Anchor anchor = Anchor::start);

  /// A smooth line through cubic Bezier points: its start, then two handles and an end for every piece. A line of
  /// `width` px in `colour` where they are given, else as the look has it; `closed` makes it an area, filled alike.
  void curve(std::span<const Point> points, std::string_view look, double width = 0.0, std::string_view colour = "",
             bool closed = false);

  /// Starts a rectangle outside of which nothing of what follows is seen; until `unclip`, coordinates count from its
  /// corner.
  void clip(Point corner, double width, double height);
  void unclip();

  void polyline(std::span<const Point> points, std::string_view look);
  /// The area between two lines that share their x.
  void band(std::span<const Point> upper, std::span<const Point> lower, std::string_view look);

  [[nodiscard]] std::size_t size() const { return text_.size(); }
  [[nodiscard]] std::string finish() const { return text_ + "</svg>"; }

 private:
  void path(std::span<const Point> points);

  std::string text_;
};

/// Fewer points for the same picture: where more than two fall on one step of `step` pixels, the lowest and the
/// highest of them stay, in their order. A single stray sample is never lost. Points are in order of x.
std::vector<Point> thinned(std::span<const Point> points, double step);

}  // namespace trilayer::report
