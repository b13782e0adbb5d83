#include "trilayer/report/glance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "trilayer/base/text.hpp"
#include "trilayer/report/svg.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

using measures::Measurement;
using measures::State;
using protocol::Side;

constexpr std::array<std::string_view, 15> looked_for_first{"cmep_amplitude",
                                                            "cmep_latency",
                                                            "imep_presence",
                                                            "imep_latency_difference",
                                                            "imep_ratio",
                                                            "csp_duration",
                                                            "isp_depth",
                                                            "isp_area",
                                                            "tct",
                                                            "ihi",
                                                            "sici",
                                                            "icf",
                                                            "lici",
                                                            "mirror_emg_ratio",
                                                            "mirror_emg_lag"};

// Whether a measure is looked for first where it stands. Of pairs of pulses it is the ratio.
bool belongs(const Measurement& m) {
  if (m.state == State::missing || !m.key.side) return false;
  if (std::find(looked_for_first.begin(), looked_for_first.end(), m.key.measure) == looked_for_first.end())
    return false;
  return !(m.key.measure.starts_with("cmep") && m.key.condition.starts_with("paired"));
}

struct Row {
  std::string group;  // participant and condition
  std::string measure, muscle;
  protocol::BySide<std::vector<const Measurement*>> cells;
};

std::vector<Row> rows_of(const measures::Results& results) {
  const bool several = std::any_of(results.measurements.begin(), results.measurements.end(), [&](const auto& m) {
    return m.participant != results.measurements.front().participant;
  });
  std::vector<Row> rows;
  std::vector<std::string> groups;  // in order of appearance
  for (const auto& m : results.measurements) {
    if (!belongs(m)) continue;
    const std::string group = join({several ? "Participant " + m.participant : "", m.key.condition}, ": ");
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
    auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) {
      return r.group == group && r.measure == m.key.measure && r.muscle == m.key.muscle;
    });
    if (row == rows.end()) row = rows.insert(row, {group, m.key.measure, m.key.muscle, {}});
    row->cells[*m.key.side].push_back(&m);
  }
  // Of an absent response nothing more can be said than its absence, which stands in the row of its presence.
  std::erase_if(rows, [](const Row& row) {
    if (row.measure == "imep_presence" || row.measure == "isp_depth") return false;
    const auto number = [](const Measurement* m) { return m->value.has_value(); };
    const auto& [left, right] = row.cells;
    return std::none_of(left.begin(), left.end(), number) && std::none_of(right.begin(), right.end(), number) &&
           (row.measure.starts_with("imep") || row.measure.starts_with("isp") || row.measure == "tct");
  });
  const auto place_of = [](const auto& list, const auto& what) {
    return std::find(list.begin(), list.end(), what) - list.begin();
  };
  const auto rank = [](const std::string& id) { return &catalogue::descriptor(id) - catalogue::measures().data(); };
  std::stable_sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    return std::tuple(place_of(groups, a.group), a.muscle, rank(a.measure)) <
           std::tuple(place_of(groups, b.group), b.muscle, rank(b.measure));
  });
  return rows;
}

std::string state_words(const Measurement& m) {
  switch (m.state) {
    case State::absent:
      if (m.smallest_detectable)
        return "would have been seen from " + base::format_number(*m.smallest_detectable, 2) + "\u00a0" +
               typeset(unit(catalogue::descriptor(m.key.measure)));
      return "";
    case State::confounded:
      return "confounded: " + m.reason;
    case State::unobtainable:
    case State::invalid:
      return m.reason;
    case State::value:
    case State::at_least:
    case State::at_most:
    case State::missing:
      return "";
  }
  return "";
}

std::string cell(const std::vector<const Measurement*>& measurements) {
  std::string html;
  for (const Measurement* m : measurements) {
    const Reading figures = reading(*m);
    html += "<div><span class=\"v" + std::string(m->value ? "" : " state") + "\">" + escape(typeset(figures.value)) +
            "</span>";
    if (m->value && !figures.interval.empty()) html += " <span class=\"i\">" + escape(figures.interval) + "</span>";
    std::string below = state_words(*m);
    if (measurements.size() > 1) below = join({"block " + m->block, below}, "; ");
    if (!below.empty()) html += "<span class=\"s\">" + escape(below) + "</span>";
    html += "</div>";
  }
  return html.empty() ? "<span class=\"i\">&ndash;</span>" : html;
}

// Where a value stands between the lowest and the highest end of all intervals of its row.
double on_scale(const Measurement& m, double value) {
  if (catalogue::descriptor(m.key.measure).scale != catalogue::ErrorScale::log) return value;
  return std::log(std::max(value, 1e-12));
}

// Both hands on one line of the row's own: values as dots, 95 % intervals as bars. Empty unless both gave a number.
std::string comparison(const Row& row) {
  constexpr double width = 170.0;
  double low = INFINITY;
  double high = -INFINITY;
  std::string words;
  for (const Side side : protocol::both_sides) {
    if (row.cells[side].size() != 1 || !row.cells[side].front()->value) return "";
    const Measurement& m = *row.cells[side].front();
    const Interval range = interval(m).value_or(Interval{*m.value, *m.value});
    low = std::min(low, on_scale(m, range.low));
    high = std::max(high, on_scale(m, range.high));
    words += std::string(protocol::name(side)) + " " + reading(m).value + (side == Side::left ? ", " : "");
  }
  const Axis axis = high > low ? Axis{low, high, 7.0, width - 7.0} : Axis{low - 1.0, low + 1.0, 7.0, width - 7.0};
  Svg svg(width, 26.0, words);
  svg.line({2.0, 13.0}, {width - 2.0, 13.0}, "axis");
  for (const Side side : protocol::both_sides) {
    const Measurement& m = *row.cells[side].front();
    const std::string look = side == Side::left ? " l" : " r";
    const double y = side == Side::left ? 7.5 : 18.5;
    if (const auto range = interval(m))
      svg.line({axis(on_scale(m, range->low)), y}, {axis(on_scale(m, range->high)), y}, "whisker" + look);
    svg.circle({axis(on_scale(m, *m.value)), y}, 3.6, "dot" + look);
  }
  return svg.finish();
}

}  // namespace

std::string glance_table(const measures::Results& results, std::size_t limit) {
  const auto rows = rows_of(results);
  if (rows.empty()) return "<p>Nothing could be measured; the reasons stand below.</p>\n";
  std::string html =
      "<div class=\"w\"><table class=\"glance\"><thead><tr><th scope=\"col\">Measure</th><th scope=\"col\">Muscle</th>"
      "<th scope=\"col\"><span class=\"key\"></span>Left hand</th>"
      "<th scope=\"col\"><span class=\"key r\"></span>Right hand</th><th scope=\"col\">Both, own scale a row</th>"
      "</tr></thead>\n";
  std::string group;
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    if (html.size() > limit) {
      left_out = rows.size() - i;
      break;
    }
    if (i == 0 || row.group != group)
      html += std::string(i == 0 ? "" : "</tbody>\n") +
              "<tbody><tr><th class=\"group\" scope=\"rowgroup\" colspan=\"5\">" + escape(row.group) + "</th></tr>\n";
    group = row.group;
    const auto& descriptor = catalogue::descriptor(row.measure);
    const std::string of = typeset(unit(descriptor));
    html += "<tr><th scope=\"row\">" + escape(descriptor.name) + (of.empty() ? "" : ", " + escape(of)) + "</th><td>" +
            escape(row.muscle) + "</td><td>" + cell(row.cells.left) + "</td><td>" + cell(row.cells.right) +
            "</td><td>" + comparison(row) + "</td></tr>\n";
  }
  html += "</tbody></table></div>\n";
  if (left_out > 0)
    html += "<p class=\"note\">" + count(left_out, "more row") + " left out here; all are in measures.tsv.</p>\n";
  return html;
}

}  // namespace trilayer::report
