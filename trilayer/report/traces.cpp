#include "trilayer/report/traces.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/text.hpp"
#include "trilayer/measures/block_channel.hpp"
#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/report/panel.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

using protocol::Side;

constexpr double figure_width = 960.0;
constexpr double gutter = 56.0;  // holds the numbers of an axis
constexpr double between = 36.0;
constexpr double plot_width = (figure_width - 2.0 * gutter - between) / 2.0;
constexpr double above = 48.0;
constexpr double below = 40.0;

constexpr Range resting_view{-20.0, 80.0};
constexpr Range contracting_view{-50.0, 350.0};
constexpr Range task_view{-300.0, 700.0};
constexpr double longest_sustained = 2000.0;  // ms shown of a steady contraction

struct Pair {
  const recording::Session* session = nullptr;
  const recording::Recording* recording = nullptr;
  const protocol::Block* block = nullptr;
  std::string muscle;
  protocol::BySide<std::optional<std::size_t>> channel;
};

// Muscles in the order of the channels.
std::vector<Pair> pairs(const recording::Session& session, const recording::Recording& recording,
                        const protocol::Block& block) {
  std::vector<Pair> all;
  for (const auto& channel : recording.channels) {
    if (channel.kind != recording::ChannelKind::emg || !channel.side || channel.muscle.empty()) continue;
    const auto same = [&](const Pair& p) { return p.muscle == channel.muscle; };
    if (std::any_of(all.begin(), all.end(), same)) continue;
    Pair pair{&session, &recording, &block, channel.muscle, {}};
    for (const Side side : protocol::both_sides)
      pair.channel[side] = recording::find_channel(recording, side, channel.muscle);
    all.push_back(pair);
  }
  return all;
}

bool has_pulses(const protocol::Block& block) {
  return std::any_of(block.trials.begin(), block.trials.end(), [](const auto& t) { return !t.pulses.empty(); });
}

std::string role(const Pair& pair, Side side) {
  const auto& condition = pair.block->condition;
  if (condition.hemisphere)
    return contralateral_side(*condition.hemisphere) == side ? "contralateral to the pulse"
                                                             : "ipsilateral to the pulse";
  if (condition.intended) return *condition.intended == side ? "intended hand" : "mirror hand";
  return "";
}

// What all figures of one block share.
struct Look {
  TimeMarks marks;
  protocol::BySide<measures::Epochs> epochs;
  protocol::BySide<bool> contracting{};
};

TimeMarks pulse_marks(const Pair& pair, const measures::Settings& settings, bool any_contracting) {
  TimeMarks marks;
  marks.shown = any_contracting ? contracting_view : resting_view;
  const auto artefact_of = [&](double pulse) {
    return Range{pulse + settings.artefact.from.value(), pulse + settings.artefact.to.value()};
  };
  marks.artefacts.push_back(artefact_of(0.0));
  marks.pulse = 0.0;
  const auto& conditioning = pair.block->condition.conditioning;
  if (conditioning && !pair.block->condition.conditioning_alone) {
    marks.conditioning = -conditioning->interval.value();
    marks.artefacts.push_back(artefact_of(*marks.conditioning));
    if (const auto& earlier = pair.block->condition.earlier)
      marks.artefacts.push_back(artefact_of(-earlier->interval.value()));
  }
  return marks;
}

Look look_at_pulses(const Pair& pair, const std::vector<std::optional<measures::Hum>>& hum,
                    const measures::Settings& settings) {
  Look seen;
  std::optional<measures::Window> background;
  for (const Side side : protocol::both_sides) {
    if (!pair.channel[side]) continue;
    const std::size_t channel = *pair.channel[side];
    auto muscle = measures::look(*pair.session, *pair.recording, *pair.block, channel, settings, hum[channel]);
    background = muscle.epochs.background;
    seen.contracting[side] = muscle.active;
    seen.epochs[side] = std::move(muscle.epochs);
  }
  seen.marks = pulse_marks(pair, settings, seen.contracting.left || seen.contracting.right);
  if (background) seen.marks.background = Range{background->from.value(), background->to.value()};
  return seen;
}

Look look_at_task(const Pair& pair, const std::vector<std::optional<measures::Hum>>& hum) {
  Look seen;
  seen.marks.shown = task_view;
  seen.marks.zero_is = "anchor";
  if (!pair.block->trials.empty()) {
    const auto& anchor = pair.block->trials.front().anchor;
    seen.marks.zero_is = std::string(protocol::name(anchor.kind));
    if (anchor.kind == protocol::AnchorKind::sustained) {
      seen.marks.zero_is = "start of the contraction";
      seen.marks.shown = {-200.0, std::clamp(base::Milliseconds(anchor.duration).value(), 300.0, longest_sustained)};
    }
  }
  seen.marks.pulse = 0.0;
  const measures::Window all{base::Milliseconds(seen.marks.shown.from), base::Milliseconds(seen.marks.shown.to)};
  for (const Side side : protocol::both_sides) {
    if (!pair.channel[side]) continue;
    const std::size_t channel = *pair.channel[side];
    seen.epochs[side] = measures::cut_epochs(*pair.recording, *pair.block, channel, all, all, hum[channel]);
  }
  return seen;
}

Panel panel_of(const Pair& pair, Side side, const Look& seen, const measures::Results& results,
               const measures::Settings& settings, std::size_t sampled) {
  Panel panel;
  panel.side = side;
  panel.title = join({place(side, pair.muscle), role(pair, side)}, ", ");
  if (!pair.channel[side])
    panel.nothing = "not recorded";
  else if (seen.epochs[side].trials() == 0)
    panel.nothing = "no used trial fits into the recording";
  if (!panel.nothing.empty()) return panel;
  for (const auto& d : results.detections)
    if (d.recording == pair.recording->name && d.block == pair.block->id && d.side == side && d.muscle == pair.muscle)
      panel.detections.push_back(d);
  if (has_pulses(*pair.block))
    fill_with_pulses(panel, seen.epochs[side], seen.marks, seen.contracting[side], sampled);
  else
    fill_with_task(panel, seen.epochs[side], settings, seen.marks, sampled);
  return panel;
}

// Where the two hands differ little, one scale lets the eye compare them.
bool share_scale(Panel& left, Panel& right) {
  if (!left.nothing.empty() || !right.nothing.empty()) return false;
  const double ratio = (left.scale.to - left.scale.from) / (right.scale.to - right.scale.from);
  if (ratio > 3.0 || ratio < 1.0 / 3.0) return false;
  left.scale = right.scale = {std::min(left.scale.from, right.scale.from), std::max(left.scale.to, right.scale.to)};
  return true;
}

std::string times(const measures::Detection& d) {
  return base::format_number(d.from_ms, 3) + " to " + base::format_number(d.to_ms, 3) + " ms";
}

std::string shaded_name(std::string_view measure) {
  if (measure.starts_with("cmep")) return "cMEP";
  if (measure.starts_with("imep")) return "iMEP";
  if (measure.starts_with("csp")) return "CSP";
  if (measure.starts_with("isp")) return "iSP";
  return "mirror EMG";
}

// The names of what was looked for in this panel and found absent.
std::vector<std::string> absences(const Panel& panel, const Pair& pair, const measures::Results& results) {
  std::vector<std::string> names;
  for (const auto& m : results.measurements) {
    if (m.state != measures::State::absent || m.block != pair.block->id || m.recording != pair.recording->name ||
        m.key.side != panel.side || m.key.muscle != pair.muscle)
      continue;
    const std::string name = shaded_name(m.key.measure);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

// "left FDI: 20 trials, CSP 24 to 151 ms, no iSP found, 50 Hz hum of 130 uV removed."
std::string finding(const Panel& panel, const Pair& pair, const measures::Epochs& epochs,
                    const measures::Results& results) {
  const std::string who = panel.title + ": ";
  if (!panel.nothing.empty()) return who + panel.nothing + ".";
  std::vector<std::string> said{count(epochs.trials(), "trial")};
  for (const auto& d : panel.detections)
    said.push_back((d.measure.starts_with("mirror") ? "EMG compared" : shaded_name(d.measure)) + " " + times(d));
  for (const auto& name : absences(panel, pair, results)) said.push_back("no " + name + " found");
  if (epochs.hum)
    said.push_back(base::format_number(epochs.hum->frequency, 3) + " Hz hum of " +
                   base::format_number(epochs.hum->peak_to_peak, 2) + " \u00b5V removed");
  return who + join(said, ", ") + ".";
}

std::string heading(const Pair& pair) {
  const auto& condition = pair.block->condition;
  std::string hemisphere;
  if (condition.hemisphere) hemisphere = std::string(protocol::name(*condition.hemisphere)) + " hemisphere";
  return join({"Block " + pair.block->id, hemisphere, label(condition)}, " \u00b7 ");
}

std::string figure(const Pair& pair, const Look& seen, const measures::Results& results,
                   const measures::Settings& settings, std::size_t sampled) {
  Panel left = panel_of(pair, Side::left, seen, results, settings, sampled);
  Panel right = panel_of(pair, Side::right, seen, results, settings, sampled);
  const bool shared = share_scale(left, right);
  std::string said =
      finding(left, pair, seen.epochs.left, results) + " " + finding(right, pair, seen.epochs.right, results);
  const double height = panel_height(has_pulses(*pair.block));
  Svg svg(figure_width, above + height + below, heading(pair) + ". " + said);
  draw(svg, left, seen.marks, {gutter, above}, plot_width);
  draw(svg, right, seen.marks, {gutter + plot_width + between, above}, plot_width);
  if (left.nothing.empty() && right.nothing.empty())
    said += shared ? " Both hands on the same scale." : " Each hand on its own scale.";
  if (left.strip_cut || right.strip_cut) said += " The lower strip is cut off at three times the background EMG.";
  return "<figure><figcaption><strong>" + escape(heading(pair)) + "</strong>" +
         escape(pair.recording->name + ". " + said) + "</figcaption>" + svg.finish() + "</figure>\n";
}

std::vector<std::optional<measures::Hum>> hum_of(const recording::Recording& recording) {
  std::vector<std::optional<measures::Hum>> hum(recording.channels.size());
  for (std::size_t c = 0; c < hum.size(); ++c)
    if (recording.channels[c].kind == recording::ChannelKind::emg) hum[c] = measures::find_hum(recording, c);
  return hum;
}

}  // namespace

Gallery draw_traces(const measures::Results& results, const std::vector<recording::Session>& sessions,
                    const measures::Settings& settings, std::size_t limit) {
  std::vector<std::vector<Pair>> of_recordings;
  std::size_t wanted = 0;
  for (const auto& session : sessions) {
    for (const auto& recording : session.recordings) {
      auto& here = of_recordings.emplace_back();
      for (const auto& block : recording.blocks)
        for (auto& pair : pairs(session, recording, block)) here.push_back(std::move(pair));
      wanted += here.size();
    }
  }
  const std::size_t sampled = wanted > 30 ? 4 : 8;  // trials drawn one by one: fewer where there are many figures
  Gallery gallery;
  std::size_t size = 0;
  for (const auto& here : of_recordings) {
    if (here.empty() || gallery.left_out > 0) {
      gallery.left_out += here.size();
      continue;
    }
    const auto hum = hum_of(*here.front().recording);
    for (const Pair& pair : here) {
      if (gallery.left_out > 0) {
        ++gallery.left_out;
        continue;
      }
      const Look seen = has_pulses(*pair.block) ? look_at_pulses(pair, hum, settings) : look_at_task(pair, hum);
      std::string drawn = figure(pair, seen, results, settings, sampled);
      size += drawn.size();
      if (size > limit)
        ++gallery.left_out;
      else
        gallery.figures.push_back(std::move(drawn));
    }
  }
  return gallery;
}

}  // namespace trilayer::report
