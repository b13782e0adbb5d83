// The words of a condition and their way back: label() and parse_label().
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "trilayer/base/text.hpp"
#include "trilayer/protocol/condition.hpp"

namespace trilayer::protocol {
namespace {

// Where the conditioning pulse was given, seen from the test pulse; nothing where it was the same hemisphere.
std::string conditioning_place(const Conditioning& pulse, const std::optional<Hemisphere>& test) {
  const auto& first = pulse.hemisphere;
  if (first == test) return "";
  if (!first) return " from an unstated hemisphere";
  return test ? " from the other hemisphere" : " from the " + std::string(name(*first)) + " hemisphere";
}

// "10 ms from the other hemisphere from premotor"
std::string interval_text(const Conditioning& pulse, const std::optional<Hemisphere>& test) {
  std::string text = base::format_number(pulse.interval.value()) + " ms" + conditioning_place(pulse, test);
  if (pulse.site != Site::m1) text += " from " + std::string(name(pulse.site));
  return text;
}

// A calibration may say anything. Of three pulses the first one's ends at the first bracket that is not escaped.
std::string escaped(const std::string& calibration) {
  std::string text;
  for (const char c : calibration) {
    if (c == '\\' || c == ')') text += '\\';
    text += c;
  }
  return text;
}

std::string earlier_text(const Condition& condition) {
  const Conditioning& earlier = *condition.earlier;
  std::string text = "triple " + interval_text(earlier, condition.hemisphere);
  if (earlier.intensity) text += " at " + to_text(*earlier.intensity);
  if (!earlier.calibration.empty()) text += " (" + escaped(earlier.calibration) + ")";
  return text + ", then ";
}

std::string pair_text(const Condition& condition) {
  const Conditioning& first = *condition.conditioning;
  std::string text = condition.earlier ? earlier_text(condition) : "";
  text += condition.conditioning_alone ? "conditioning pulse alone, " : "paired ";
  text += interval_text(first, condition.hemisphere);
  if (first.intensity) text += ", " + to_text(*first.intensity);
  if (condition.intensity) text += (first.intensity ? " then " : ", test ") + to_text(*condition.intensity);
  if (!first.calibration.empty()) text += " (" + first.calibration + ")";
  if (condition.both_hemispheres_together) text += ", both hemispheres together";
  return text;
}

// What was given; nothing where there was no pulse.
std::string pulses_text(const Condition& condition) {
  if (condition.conditioning) return pair_text(condition);
  const bool pulsed = condition.hemisphere || condition.task == Task::stimulation || condition.intensity ||
                      condition.both_hemispheres_together || condition.after_cue || condition.site != Site::m1;
  if (!pulsed) return "";
  std::string text = condition.both_hemispheres_together ? "both hemispheres together" : "single pulse";
  if (condition.intensity) text += ", " + to_text(*condition.intensity);
  return text;
}

std::string hand_text(Side side, const HandState& hand) {
  std::string text = std::string(name(side)) + " " + std::string(name(hand.contraction));
  if (hand.percent_of_maximum) text += " at " + base::format_number(*hand.percent_of_maximum) + " %";
  return text;
}

std::string hands_text(const Condition& condition) {
  const HandState unstated{};
  const HandState rest{Contraction::rest, std::nullopt};
  if (condition.hands.left == unstated && condition.hands.right == unstated) return "";
  if (condition.hands.left == rest && condition.hands.right == rest) return ", rest";
  std::string text;
  for (const Side side : both_sides)
    if (condition.hands[side] != unstated) text += ", " + hand_text(side, condition.hands[side]);
  return text;
}

std::string cue_text(base::Milliseconds after) {
  const double time = after.value();
  return base::format_number(std::abs(time)) + (time < 0.0 ? " ms before the cue" : " ms after the cue");
}

}  // namespace

std::string label(const Condition& condition) {
  std::string text = pulses_text(condition);
  const auto add = [&](std::string_view part) { text += (text.empty() ? "" : ", ") + std::string(part); };
  if (condition.site != Site::m1) add(name(condition.site));
  if (condition.stimulated_side) add("stimulated " + std::string(name(*condition.stimulated_side)));
  if (condition.task != Task::stimulation) add(name(condition.task));
  if (condition.intended) add("intended " + std::string(name(*condition.intended)));
  if (condition.both_intended) add("intended both");
  if (condition.force_percent) add(base::format_number(*condition.force_percent) + " % force");
  if (condition.complexity != Complexity::unstated) add(name(condition.complexity));
  if (condition.conflict != Conflict::unstated) add(name(condition.conflict));
  if (condition.foreknowledge)
    add("hand known " + base::format_number(condition.foreknowledge->value()) + " ms before");
  if (condition.after_cue) add(cue_text(*condition.after_cue));
  return text + hands_text(condition);
}

namespace {

using Words = std::string_view;

// Removes `front` from the text where it stands there.
bool take(Words& text, Words front) {
  if (!text.starts_with(front)) return false;
  text.remove_prefix(front.size());
  return true;
}

std::vector<std::string> parts_of(std::string text) {
  std::vector<std::string> parts;
  for (std::size_t to = text.find(", "); to != std::string::npos; to = text.find(", ")) {
    parts.push_back(text.substr(0, to));
    text.erase(0, to + 2);
  }
  parts.push_back(std::move(text));
  return parts;
}

// The parts of a label from left to right.
struct Parts {
  std::vector<std::string> all;
  std::size_t next = 0;

  [[nodiscard]] bool done() const { return next == all.size(); }
  [[nodiscard]] Words front() const { return done() ? Words() : Words(all[next]); }
  bool take(Words part) {
    const bool there = !done() && front() == part;
    if (there) ++next;
    return there;
  }
  // The next part where `parse` understands it.
  template <class Parse>
  auto parsed(Parse parse) -> decltype(parse(Words())) {
    if (done()) return std::nullopt;
    auto value = parse(front());
    if (value) ++next;
    return value;
  }
};

// "10 ms from the other hemisphere from premotor": what label() says of a conditioning pulse before its intensity.
std::optional<Conditioning> read_interval(Words text, std::optional<Hemisphere> test) {
  const auto unit = text.find(" ms");
  const auto interval = base::parse_number(text.substr(0, unit));
  if (unit == Words::npos || !interval) return std::nullopt;
  text.remove_prefix(unit + 3);
  Conditioning first;
  first.interval = base::Milliseconds(*interval);
  first.hemisphere = test;
  if (take(text, " from an unstated hemisphere")) first.hemisphere.reset();
  if (take(text, " from the other hemisphere")) {
    if (!test) return std::nullopt;  // the other than which?
    first.hemisphere = opposite(*test);
  }
  for (const Hemisphere hemisphere : both_hemispheres)
    if (take(text, " from the " + std::string(name(hemisphere)) + " hemisphere")) first.hemisphere = hemisphere;
  if (take(text, " from ")) {
    const auto site = parse_site(text);
    if (!site) return std::nullopt;
    first.site = *site;
    text = {};
  }
  return text.empty() ? std::optional(first) : std::nullopt;
}

// "80 %RMT then 120 %RMT", "80 %RMT" of the conditioning pulse alone, "test 120 %RMT" of the test pulse alone.
void read_intensities(Parts& parts, Condition& condition) {
  Words text = parts.front();
  if (take(text, "test ")) {
    condition.intensity = parse_intensity(text);
  } else {
    const auto then = text.find(" then ");
    condition.conditioning->intensity = parse_intensity(text.substr(0, then));
    if (then != Words::npos) condition.intensity = parse_intensity(text.substr(then + 6));
  }
  if (condition.intensity || condition.conditioning->intensity) ++parts.next;
}

// Takes "triple 13 ms from the other hemisphere at 120 %RMT (1 mV), then " from the front of the text, where it begins
// like this. False where it does and goes on in another way.
bool take_earlier(Words& text, Condition& condition) {
  if (!take(text, "triple ")) return true;
  const auto end = std::min(text.find(", "), text.find(" ("));
  Words pulse = text.substr(0, end);
  text.remove_prefix(std::min(end, text.size()));
  std::optional<Intensity> intensity;
  if (const auto at = pulse.find(" at "); at != Words::npos) {
    intensity = parse_intensity(pulse.substr(at + 4));
    if (!intensity) return false;
    pulse = pulse.substr(0, at);
  }
  condition.earlier = read_interval(pulse, condition.hemisphere);
  if (!condition.earlier) return false;
  condition.earlier->intensity = intensity;
  if (take(text, " (")) {
    for (; !text.empty() && text.front() != ')'; text.remove_prefix(1)) {
      if (text.front() == '\\') text.remove_prefix(1);
      if (!text.empty()) condition.earlier->calibration += text.front();
      if (text.empty()) return false;
    }
    if (!take(text, ")")) return false;
  }
  return take(text, ", then ");
}

bool read_pulses(Parts& parts, Condition& condition) {
  Words text = parts.front();
  condition.conditioning_alone = parts.take("conditioning pulse alone");
  if (condition.conditioning_alone) text = parts.front();
  if (condition.conditioning_alone || take(text, "paired ")) {
    condition.conditioning = read_interval(text, condition.hemisphere);
    if (!condition.conditioning) return false;
    ++parts.next;
    read_intensities(parts, condition);
    condition.both_hemispheres_together = parts.take("both hemispheres together");
    return true;
  }
  condition.both_hemispheres_together = parts.take("both hemispheres together");
  if (condition.both_hemispheres_together || parts.take("single pulse"))
    condition.intensity = parts.parsed(parse_intensity);
  return true;
}

// "left active at 30 %"
std::optional<HandState> read_hand(Words text, Side side) {
  HandState hand;
  if (!take(text, std::string(name(side)) + " ")) return std::nullopt;
  for (const Contraction state : {Contraction::unstated, Contraction::rest, Contraction::active})
    if (take(text, name(state))) hand.contraction = state;
  if (take(text, " at ") && text.ends_with(" %")) {
    hand.percent_of_maximum = base::parse_number(text.substr(0, text.size() - 2));
    text = {};
  }
  return text.empty() ? std::optional(hand) : std::nullopt;
}

void read_hands(Parts& parts, Condition& condition) {
  if (parts.take("rest")) {
    condition.hands.left.contraction = condition.hands.right.contraction = Contraction::rest;
    return;
  }
  for (const Side side : both_sides)
    if (const auto hand = parts.parsed([&](Words text) { return read_hand(text, side); }))
      condition.hands[side] = *hand;
}

// The number in a part such as "20 % force", between its words.
std::optional<double> number_between(Words text, Words front, Words back) {
  if (!text.ends_with(back) || !take(text, front)) return std::nullopt;
  return base::parse_number(text.substr(0, text.size() - back.size()));
}

std::optional<Side> read_side(Parts& parts, const std::string& front) {
  for (const Side side : both_sides)
    if (parts.take(front + std::string(name(side)))) return side;
  return std::nullopt;
}

std::optional<base::Milliseconds> read_after_cue(Words text) {
  if (const auto after = number_between(text, "", " ms after the cue")) return base::Milliseconds(*after);
  if (const auto before = number_between(text, "", " ms before the cue")) return base::Milliseconds(-*before);
  return std::nullopt;
}

void read_task(Parts& parts, Condition& condition) {
  condition.site = parts.parsed(parse_site).value_or(Site::m1);
  condition.stimulated_side = read_side(parts, "stimulated ");
  condition.task = parts.parsed(parse_task).value_or(Task::stimulation);
  condition.intended = read_side(parts, "intended ");
  condition.both_intended = parts.take("intended both");
  condition.force_percent = parts.parsed([](Words text) { return number_between(text, "", " % force"); });
  condition.complexity = parts.parsed(parse_complexity).value_or(Complexity::unstated);
  condition.conflict = parts.parsed(parse_conflict).value_or(Conflict::unstated);
  if (const auto known = parts.parsed([](Words text) { return number_between(text, "hand known ", " ms before"); }))
    condition.foreknowledge = base::Milliseconds(*known);
  condition.after_cue = parts.parsed(read_after_cue);
}

bool is_possible(const std::optional<Intensity>& intensity) {
  return !intensity || (intensity->percent > 0.0 && intensity->percent <= 300.0);
}

bool is_share(const std::optional<double>& percent) { return !percent || (*percent >= 0.0 && *percent <= 100.0); }

// Whether the numbers are ones that a condition can have.
bool is_possible(const Condition& condition) {
  const auto is_pulse = [](const std::optional<Conditioning>& pulse) {
    return !pulse || (pulse->interval > base::Milliseconds(0.0) && is_possible(pulse->intensity));
  };
  return is_possible(condition.intensity) && is_pulse(condition.conditioning) && is_pulse(condition.earlier) &&
         (!condition.earlier || condition.earlier->interval > condition.conditioning->interval) &&
         (!condition.foreknowledge || *condition.foreknowledge >= base::Milliseconds(0.0)) &&
         is_share(condition.hands.left.percent_of_maximum) && is_share(condition.hands.right.percent_of_maximum) &&
         is_share(condition.force_percent);
}

}  // namespace

std::optional<Condition> parse_label(std::string_view text, std::optional<Hemisphere> hemisphere) {
  Condition condition;
  condition.hemisphere = hemisphere;
  Words rest = text;
  if (!take_earlier(rest, condition)) return std::nullopt;
  std::string calibration;
  std::string words(rest);
  // Only a calibration stands in brackets, whatever it says itself.
  if (const auto open = words.find(" ("), close = words.rfind(')'); open != std::string::npos && close > open + 1) {
    if (close == std::string::npos) return std::nullopt;
    calibration = words.substr(open + 2, close - open - 2);
    words.erase(open, close - open + 1);
  }
  Parts parts{parts_of(words)};
  if (!read_pulses(parts, condition)) return std::nullopt;
  if (condition.earlier && !condition.conditioning) return std::nullopt;
  if (condition.conditioning) condition.conditioning->calibration = calibration;
  read_task(parts, condition);
  read_hands(parts, condition);
  if (!parts.done() || !is_possible(condition) || label(condition) != text)
    return std::nullopt;  // whatever else it may say, label() did not
  return condition;
}

}  // namespace trilayer::protocol
