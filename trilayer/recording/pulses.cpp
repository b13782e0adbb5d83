#include "trilayer/recording/pulses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/markers.hpp"

namespace trilayer::recording {
namespace {

using protocol::Anchor;
using protocol::AnchorKind;
using protocol::Block;
using protocol::Pulse;
using protocol::PulseRole;
using protocol::Trial;

constexpr double longest_pair = 0.5;      // seconds between two markers of one trial
constexpr double same_interval = 0.5e-3;  // seconds by which markers of one interval may differ

std::vector<Marker> markers_of(const Recording& recording, const std::string& code) {
  std::vector<Marker> found;
  const std::string wanted = plain_code(code);
  for (const Marker& marker : recording.markers)
    if (plain_code(marker.code) == wanted) found.push_back(marker);
  std::stable_sort(found.begin(), found.end(), [](const Marker& a, const Marker& b) { return a.time < b.time; });
  return found;
}

Pulse test_pulse(const PulseStatement& said, base::Seconds time) {
  return {time,
          PulseRole::test,
          said.condition.site,
          said.condition.hemisphere,
          said.condition.intensity,
          said.current_direction};
}

// The test pulse, and that to the other hemisphere where both are pulsed together.
void add_test(const PulseStatement& said, base::Seconds time, std::vector<Pulse>& pulses) {
  pulses.push_back(test_pulse(said, time));
  if (!said.condition.both_hemispheres_together || !said.condition.hemisphere) return;
  pulses.push_back(pulses.back());
  pulses.back().hemisphere = opposite(*said.condition.hemisphere);
}

Pulse pulse_before(const protocol::Conditioning& first, base::Seconds time) {
  return {time, PulseRole::conditioning, first.site, first.hemisphere, first.intensity, std::nullopt};
}

Block one_trigger_block(const PulseStatement& said, const std::vector<Marker>& markers) {
  Block block{said.code, said.condition, {}};
  const auto& first = said.condition.earlier ? said.condition.earlier : said.condition.conditioning;
  const base::Seconds interval = first ? base::Seconds(first->interval) : base::Seconds(0.0);
  for (const Marker& marker : markers) {
    const bool first_marked = said.trigger_marks == TriggerMarks::first_pulse;
    const base::Seconds test = first_marked ? marker.time + interval : marker.time;
    Trial trial{{AnchorKind::test_pulse, test, base::Seconds(0.0)}, {}, ""};
    for (const auto* before : {&said.condition.earlier, &said.condition.conditioning})
      if (*before) trial.pulses.push_back(pulse_before(**before, test - base::Seconds((*before)->interval)));
    if (!said.condition.conditioning_alone) add_test(said, test, trial.pulses);
    block.trials.push_back(std::move(trial));
  }
  return block;
}

// A test marker with the conditioning marker before it, where it has one.
struct Pair {
  base::Seconds test;
  std::optional<base::Seconds> conditioning;
  [[nodiscard]] double interval() const { return (test - *conditioning).value(); }
};

std::vector<Pair> pairs_of(const std::vector<Marker>& tests, const std::vector<Marker>& firsts) {
  std::vector<Pair> pairs;
  std::size_t next = 0;
  for (const Marker& test : tests) {
    Pair pair{test.time, std::nullopt};
    for (; next < firsts.size() && firsts[next].time < test.time; ++next)
      if ((test.time - firsts[next].time).value() <= longest_pair) pair.conditioning = firsts[next].time;
    pairs.push_back(pair);
  }
  return pairs;
}

// The intervals of the pairs, in seconds: each the median of those that differ by less than markers scatter.
std::vector<double> distinct_intervals(const std::vector<Pair>& pairs) {
  std::vector<double> all;
  for (const Pair& pair : pairs)
    if (pair.conditioning) all.push_back(pair.interval());
  std::sort(all.begin(), all.end());
  std::vector<double> distinct;
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = from;
    while (to < all.size() && all[to] - all[from] <= same_interval) ++to;
    distinct.push_back(
        base::median({all.begin() + static_cast<std::ptrdiff_t>(from), all.begin() + static_cast<std::ptrdiff_t>(to)}));
    from = to;
  }
  return distinct;
}

std::vector<Block> two_marker_blocks(Recording& recording, const PulseStatement& said,
                                     const std::vector<Marker>& markers) {
  const std::vector<Marker> firsts = markers_of(recording, said.conditioning_code);
  const std::vector<Pair> pairs = pairs_of(markers, firsts);
  const std::vector<double> intervals = distinct_intervals(pairs);
  std::vector<Block> blocks(1 + intervals.size());
  blocks[0] = {said.code, said.condition, {}};
  blocks[0].condition.conditioning.reset();
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const double milliseconds = std::round(intervals[i] * 1e4) / 10.0;
    Block& block = blocks[i + 1];
    block = {said.code + " after " + said.conditioning_code + " by " + base::format_number(milliseconds) + " ms",
             said.condition,
             {}};
    block.condition.conditioning->interval = base::Milliseconds(milliseconds);
  }
  std::size_t paired = 0;
  for (const Pair& pair : pairs) {
    Trial trial{{AnchorKind::test_pulse, pair.test, base::Seconds(0.0)}, {}, ""};
    std::size_t at = 0;
    if (pair.conditioning) {
      const auto nearer = [&](double a, double b) {
        return std::abs(a - pair.interval()) < std::abs(b - pair.interval());
      };
      at = 1 +
           static_cast<std::size_t>(std::min_element(intervals.begin(), intervals.end(), nearer) - intervals.begin());
      trial.pulses.push_back(pulse_before(*said.condition.conditioning, *pair.conditioning));
      ++paired;
    }
    add_test(said, pair.test, trial.pulses);
    blocks[at].trials.push_back(std::move(trial));
  }
  if (paired < firsts.size())
    recording.warnings.push_back(
        {"conditioning_pulse_without_test",
         fmt::format("{} of {} markers '{}' have no test marker '{}' within {} ms behind them and were left out",
                     firsts.size() - paired, firsts.size(), said.conditioning_code, said.code, longest_pair * 1e3),
         recording.name});
  std::erase_if(blocks, [](const Block& block) { return block.trials.empty(); });
  return blocks;
}

Block cue_block(const CueStatement& said, const std::vector<Marker>& markers) {
  Block block{said.code, said.condition, {}};
  const bool sustained = said.condition.task == protocol::Task::sustained_contraction;
  for (const Marker& marker : markers) {
    const base::Seconds length = said.duration.value() > 0.0 ? said.duration : marker.duration;
    if (sustained && length.value() <= 0.0)
      throw base::Refusal("'cues." + said.code + "' is a sustained contraction whose markers have no duration",
                          said.place, "write duration_ms = how long it lasted");
    block.trials.push_back({{sustained ? AnchorKind::sustained : AnchorKind::cue, marker.time, length}, {}, ""});
  }
  return block;
}

void check_codes(Recording& recording, const Mapping& mapping) {
  std::string missing;
  std::string place;
  std::size_t found = 0;
  const auto look = [&](const std::string& code, const std::string& where) {
    if (!markers_of(recording, code).empty()) {
      ++found;
      return;
    }
    missing += (missing.empty() ? "'" : ", '") + code + "'";
    if (place.empty()) place = where;
  };
  for (const auto& said : mapping.pulses) look(said.code, said.place);
  for (const auto& said : mapping.cues) look(said.code, said.place);
  if (found == 0)
    throw base::Refusal("there is no marker " + missing + " in " + recording.name, place,
                        recording.markers.empty()
                            ? "the recording has no markers at all: say the times in a table (--pulses FILE)"
                            : "name one of its markers: " + list_markers(recording));
  if (!missing.empty())
    recording.warnings.push_back({"marker_code_missing",
                                  "the mapping gives a meaning to markers that are not there: " + missing,
                                  recording.name});
}

// A pulse listed twice would count as two trials with the same response.
void refuse_doubles(const Recording& recording) {
  std::vector<std::pair<double, std::string>> tests;
  for (const Block& block : recording.blocks)
    for (std::size_t t = 0; t < block.trials.size(); ++t)
      if (block.trials[t].anchor.kind == AnchorKind::test_pulse)
        tests.emplace_back(block.trials[t].anchor.time.value(), fmt::format("{} of block '{}'", t + 1, block.id));
  std::sort(tests.begin(), tests.end());
  for (std::size_t i = 1; i < tests.size(); ++i)
    if (tests[i].first - tests[i - 1].first < same_interval)
      throw base::Refusal(fmt::format("the test pulse at {:.4f} s is there twice: trial {} and trial {}",
                                      tests[i].first, tests[i - 1].second, tests[i].second),
                          recording.name, "leave one of the two out of the markers or the table");
}

}  // namespace

void place_pulses(Recording& recording, const Mapping& mapping) {
  if (mapping.pulses.empty() && mapping.cues.empty()) return;
  check_codes(recording, mapping);
  for (const PulseStatement& said : mapping.pulses) {
    const auto markers = markers_of(recording, said.code);
    if (markers.empty()) continue;
    if (said.conditioning_code.empty()) {
      recording.blocks.push_back(one_trigger_block(said, markers));
    } else {
      for (Block& block : two_marker_blocks(recording, said, markers)) recording.blocks.push_back(std::move(block));
    }
  }
  for (const CueStatement& said : mapping.cues) {
    const auto markers = markers_of(recording, said.code);
    if (!markers.empty()) recording.blocks.push_back(cue_block(said, markers));
  }
}

void shift_pulses(Recording& recording, base::Milliseconds shift) {
  for (Block& block : recording.blocks)
    for (Trial& trial : block.trials) {
      if (trial.anchor.kind == AnchorKind::test_pulse) trial.anchor.time += shift;
      for (Pulse& pulse : trial.pulses) pulse.time += shift;
    }
}

namespace {

// Warns where some blocks lack what `words` say; the words have places for the number of trials and the blocks.
template <class Lacks>
void note_unstated(Recording& recording, const char* code, fmt::format_string<std::size_t&, std::string&> words,
                   Lacks&& lacks) {
  std::size_t unstated = 0;
  std::string blocks;
  for (const Block& block : recording.blocks) {
    const bool pulsed = std::ranges::any_of(block.trials, [](const Trial& trial) { return !trial.pulses.empty(); });
    if (!lacks(block.condition, pulsed)) continue;
    unstated += block.trials.size();
    blocks += (blocks.empty() ? "'" : ", '") + block.id + "'";
  }
  if (unstated > 0) recording.warnings.push_back({code, fmt::format(words, unstated, blocks), recording.name});
}

}  // namespace

void note_unstated_hemispheres(Recording& recording) {
  note_unstated(recording, "hemisphere_unstated",
                "nothing says which hemisphere the pulses of {} trials stimulated ({}), so nearly nothing can be "
                "measured from them. Say left or right in the column tms_side: it is never guessed",
                [](const protocol::Condition& c, bool pulsed) {
                  return pulsed && !c.hemisphere && !c.conditioning_alone && c.site == protocol::Site::m1;
                });
}

void note_unstated_hands(Recording& recording) {
  using protocol::Contraction;
  note_unstated(recording, "hand_unstated",
                "nothing says which hand the task of {} trials was meant for ({}), so nothing can be measured from "
                "them. Say left, right or both in the column task_side: it is never guessed",
                [](const protocol::Condition& c, bool pulsed) {
                  const bool both = c.both_intended || (c.hands.left.contraction == Contraction::active &&
                                                        c.hands.right.contraction == Contraction::active);
                  return !pulsed && c.task != protocol::Task::stimulation && !c.intended && !both;
                });
}

void check_pulse_times(const Recording& recording) {
  const auto end_of = [&](const Segment& segment) {
    double longest = 0.0;
    for (std::size_t c = 0; c < recording.channels.size(); ++c)
      longest = std::max(longest, static_cast<double>(segment.samples[c].size()) / recording.channels[c].rate.value());
    return segment.start + base::Seconds(longest);
  };
  const auto refuse = [&](const std::string& what) {
    throw base::Refusal(what, recording.name,
                        "check that markers or table belong to this file, and the marker shift if one was given");
  };
  const auto check = [&](base::Seconds time, const Block& block, std::size_t trial) {
    for (const Segment& segment : recording.segments)
      if (time >= segment.start && time < end_of(segment)) return;
    const bool past = recording.segments.empty() || time >= end_of(recording.segments.back());
    const bool before = !past && time < recording.segments.front().start;
    const std::string where = past     ? "past the end of the recording"
                              : before ? "before its first sample"
                                       : "in a gap of it";
    refuse(fmt::format("trial {} of block '{}' is at {:.4f} s, {}", trial + 1, block.id, time.value(), where));
  };
  for (const Block& block : recording.blocks)
    for (std::size_t t = 0; t < block.trials.size(); ++t) {
      check(block.trials[t].anchor.time, block, t);
      for (const Pulse& pulse : block.trials[t].pulses) check(pulse.time, block, t);
      const Anchor& anchor = block.trials[t].anchor;
      const base::Seconds slack(same_interval);  // tables round to less than a sample
      if (anchor.kind == AnchorKind::sustained &&
          anchor.time + anchor.duration > end_of(recording.segments.back()) + slack)
        refuse(fmt::format("trial {} of block '{}' lasts {} s from {:.4f} s, past the end of the recording", t + 1,
                           block.id, base::format_number(anchor.duration.value()), anchor.time.value()));
    }
  refuse_doubles(recording);
}

}  // namespace trilayer::recording
