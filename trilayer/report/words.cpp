#include "trilayer/report/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::report {
namespace {

constexpr double two_sided_95 = 1.959964;

std::optional<Interval> share_interval(const measures::Measurement& m) {
  const double share = *m.value;
  if (m.standard_error && share > 0.0 && share < 1.0) {
    const double odds = std::log(share / (1.0 - share));
    const auto back = [](double x) { return 1.0 / (1.0 + std::exp(-x)); };
    const double reach = two_sided_95 * *m.standard_error;
    return Interval{back(odds - reach), back(odds + reach)};
  }
  const double successes = share * m.trials;
  if (m.trials <= 0 || share < 0.0 || share > 1.0 || std::abs(successes - std::round(successes)) > 1e-6)
    return std::nullopt;
  const base::Share wilson = base::wilson(static_cast<int>(std::lround(successes)), m.trials);
  return Interval{wilson.low, wilson.high};
}

// As many decimals as the half width of the interval bears: two digits of it where they begin with 1 or 2, else one;
// never fewer than two digits of the value or more than four.
int decimals(double value, const std::optional<Interval>& range) {
  const auto place_of = [](double x) { return static_cast<int>(std::floor(std::log10(x))); };
  const double size = std::abs(value);
  const int by_value = size > 0.0 ? 2 - place_of(size) : 2;
  const double half = range ? (range->high - range->low) / 2.0 : 0.0;
  if (!(half > 0.0)) return std::clamp(by_value, 0, 6);
  const bool two_digits = half < 3.0 * std::pow(10.0, place_of(half));
  const int by_width = std::max((two_digits ? 1 : 0) - place_of(half), 1 - place_of(std::max(size, half)));
  return std::clamp(std::min(by_width, by_value + 1), 0, 6);
}

// A reason without its figures, which differ from block to block.
std::string without_figures(std::string text) {
  std::erase_if(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return text;
}

struct Entry {
  std::string measure;
  std::vector<std::string> places;
};

struct Reason {
  std::string words;
  bool figures_differ = false;
  std::vector<Entry> entries;
};

void add(Reason& reason, const measures::Measurement& m) {
  const std::string measure(catalogue::descriptor(m.key.measure).name);
  auto entry =
      std::find_if(reason.entries.begin(), reason.entries.end(), [&](const Entry& e) { return e.measure == measure; });
  if (entry == reason.entries.end()) entry = reason.entries.insert(entry, {measure, {}});
  const std::string where = place(m.key.side, m.key.muscle);
  if (!where.empty() && std::find(entry->places.begin(), entry->places.end(), where) == entry->places.end())
    entry->places.push_back(where);
}

template <class Counts>
std::vector<MissingGroup> grouped(const std::vector<measures::Measurement>& measurements, const Counts& counts) {
  std::vector<Reason> reasons;
  for (const auto& m : measurements) {
    if (!counts(m.state)) continue;
    auto reason = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& r) {
      return r.words == m.reason || without_figures(r.words) == without_figures(m.reason);
    });
    if (reason == reasons.end()) reason = reasons.insert(reason, {m.reason, false, {}});
    reason->figures_differ = reason->figures_differ || reason->words != m.reason;
    add(*reason, m);
  }
  std::vector<MissingGroup> groups;
  for (const Reason& reason : reasons) {
    MissingGroup& group =
        groups.emplace_back(MissingGroup{(reason.figures_differ ? "for example: " : "") + reason.words, {}});
    for (const Entry& e : reason.entries)
      group.what.push_back(e.places.empty() ? e.measure : e.measure + " (" + join(e.places, ", ") + ")");
  }
  return groups;
}

}  // namespace

std::optional<Interval> interval(const measures::Measurement& m) {
  if (!m.value) return std::nullopt;
  // A bound has no two-sided interval: the true value may lie anywhere beyond it.
  if (m.state == measures::State::at_least || m.state == measures::State::at_most) return std::nullopt;
  const catalogue::ErrorScale scale = catalogue::descriptor(m.key.measure).scale;
  if (scale == catalogue::ErrorScale::logit) return share_interval(m);
  if (!m.standard_error) return std::nullopt;
  const double reach = two_sided_95 * *m.standard_error;
  if (scale == catalogue::ErrorScale::linear) return Interval{*m.value - reach, *m.value + reach};
  if (reach > 50.0) return std::nullopt;  // says nothing, and exp() of it is no figure to print
  return Interval{*m.value * std::exp(-reach), *m.value * std::exp(reach)};
}

Reading reading(const measures::Measurement& m) {
  if (!m.value) {
    if (!m.smallest_detectable) return {std::string(name(m.state)), ""};
    return {std::string(name(m.state)), "seen from " + base::format_number(*m.smallest_detectable, 2)};
  }
  const auto range = interval(m);
  const int places = decimals(*m.value, range);
  const std::string sign = m.state == measures::State::at_least  ? ">= "
                           : m.state == measures::State::at_most ? "<= "
                                                                 : "";
  // Adding zero turns -0.0 into 0.0, which would print as "-0".
  const auto text = [&](double x) {
    return fmt::format("{:.{}f}", std::round(x * std::pow(10, places)) / std::pow(10, places) + 0.0, places);
  };
  return {sign + text(*m.value), range ? text(range->low) + " to " + text(range->high) : ""};
}

std::string unit(const catalogue::Descriptor& measure) { return measure.unit == "1" ? "" : std::string(measure.unit); }

std::string typeset(std::string text) {
  const auto replace = [&](std::string_view plain, std::string_view fine) {
    for (std::size_t at = text.find(plain); at != std::string::npos; at = text.find(plain, at + fine.size()))
      text.replace(at, plain.size(), fine);
  };
  replace(">= ", "\u2265 ");
  replace("<= ", "\u2264 ");
  replace("uV", "\u00b5V");
  replace("mV*ms", "mV\u00b7ms");
  return text;
}

std::string place(const std::optional<protocol::Side>& side, const std::string& muscle) {
  return join({side ? std::string(protocol::name(*side)) : "", muscle}, " ");
}

std::string numeral(catalogue::Layer layer) {
  switch (layer) {
    case catalogue::Layer::none:
      return "";
    case catalogue::Layer::corticospinal:
      return "layer I";
    case catalogue::Layer::transcallosal:
      return "layer II";
    case catalogue::Layer::supraspinal:
      return "layer III";
  }
  return "";
}

std::optional<protocol::Direction> bears_on(const measures::Measurement& m) {
  using catalogue::LeftRight;
  if (!m.key.side) return std::nullopt;
  const auto side = *m.key.side == protocol::Side::left ? LeftRight::left : LeftRight::right;
  std::optional<LeftRight> hemisphere;
  if (m.key.hemisphere)
    hemisphere = *m.key.hemisphere == protocol::Hemisphere::left ? LeftRight::left : LeftRight::right;
  const auto direction = catalogue::bears_on(catalogue::descriptor(m.key.measure), side, hemisphere);
  if (!direction) return std::nullopt;
  return *direction == LeftRight::left ? protocol::Direction::left : protocol::Direction::right;
}

std::vector<MissingGroup> missing(const std::vector<measures::Measurement>& measurements) {
  return grouped(measurements, [](measures::State state) { return state == measures::State::missing; });
}

std::vector<MissingGroup> not_had(const std::vector<measures::Measurement>& measurements) {
  return grouped(measurements, [](measures::State state) {
    return state == measures::State::unobtainable || state == measures::State::invalid;
  });
}

std::string last_part(const std::string& path) {
  const auto end = path.find_last_not_of("/\\");
  if (end == std::string::npos) return path;
  const auto slash = path.find_last_of("/\\", end);
  return path.substr(slash == std::string::npos ? 0 : slash + 1, slash == std::string::npos ? end + 1 : end - slash);
}

std::string count(std::size_t number, const std::string& one) {
  return std::to_string(number) + " " + one + (number == 1 ? "" : "s");
}

std::string join(const std::vector<std::string>& parts, const std::string& separator) {
  std::string text;
  for (const auto& part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

}  // namespace trilayer::report
