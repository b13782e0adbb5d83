#include "tests/measures/tasks/drawn_tasks.hpp"

#include <doctest/doctest.h>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/tasks/task_results.hpp"

namespace trilayer::tests {
namespace {

using protocol::Side;

constexpr double rate = 1000.0, spacing = 4.0, first_anchor = 2.0, rest = 3.0;

void add_emg(std::vector<float>& row, double from_ms, double length_ms, double level, base::Stream& noise) {
  const auto first = static_cast<std::size_t>(from_ms), last = static_cast<std::size_t>(from_ms + length_ms);
  for (std::size_t i = first; i < last && i < row.size(); ++i) row[i] += static_cast<float>(level * noise.normal());
}

void draw_trial(std::vector<float>& row, const DrawnBlock& block, int trial, double anchor_ms, bool intended,
                double share, base::Stream& noise) {
  const double begin = anchor_ms + block.reaction;
  if (intended) {
    add_emg(row, begin, block.length, block.intended * share, noise);
  } else if (block.bursts < 0 || trial < block.bursts) {
    const auto index = static_cast<std::size_t>(trial);
    const double lag = index < block.lags.size() ? block.lags[index] : 0.0;
    add_emg(row, begin + lag, block.length, block.mirror * share, noise);
  }
}

}  // namespace

recording::Session draw_tasks(const std::vector<DrawnBlock>& blocks, std::uint64_t seed,
                              const std::vector<DrawnMuscle>& muscles) {
  recording::Session session;
  session.participant = "drawn";
  recording::Recording recording;
  recording.name = "tasks";
  int trials = 0;
  for (const DrawnBlock& drawn : blocks) {
    protocol::Block block;
    block.id = "block" + std::to_string(recording.blocks.size() + 1);
    block.condition = drawn.condition;
    for (int i = 0; i < drawn.trials; ++i) {
      const bool steady = drawn.kind == protocol::AnchorKind::sustained;
      block.trials.push_back({{drawn.kind, base::Seconds(first_anchor + spacing * trials++),
                               base::Seconds(steady ? drawn.length * 1e-3 : 0.0)},
                              {},
                              ""});
    }
    recording.blocks.push_back(block);
  }
  recording::Segment segment;
  std::uint32_t stream = 0;
  for (const DrawnMuscle& muscle : muscles)
    for (const Side side : protocol::both_sides) {
      recording::Channel channel;
      channel.name = std::string(name(side)) + " " + muscle.name;
      channel.rate = base::Hertz(rate);
      channel.side = side;
      channel.muscle = muscle.name;
      recording.channels.push_back(channel);
      base::Stream noise(seed, ++stream);
      std::vector<float> row(static_cast<std::size_t>((first_anchor + spacing * trials) * rate));
      for (float& v : row) v = static_cast<float>(rest * noise.normal());
      for (std::size_t b = 0; b < blocks.size(); ++b)
        for (int i = 0; i < blocks[b].trials; ++i) {
          const auto& anchor = recording.blocks[b].trials[static_cast<std::size_t>(i)].anchor;
          const bool intended = side == blocks[b].condition.intended.value_or(Side::right);
          draw_trial(row, blocks[b], i, anchor.time.value() * 1e3, intended, intended ? muscle.intended : muscle.mirror,
                     noise);
        }
      segment.samples.push_back(std::move(row));
    }
  recording.segments.push_back(std::move(segment));
  session.recordings.push_back(std::move(recording));
  return session;
}

protocol::Condition task(protocol::Task kind, Side intended) {
  protocol::Condition condition;
  condition.task = kind;
  condition.intended = intended;
  return condition;
}

std::vector<measures::TaskLook> looks_at(const recording::Session& session, const measures::Settings& settings) {
  const auto& recording = session.recordings.at(0);
  const std::vector<std::optional<measures::Hum>> hum(recording.channels.size());
  return measures::task_looks(session, recording, hum, settings);
}

std::vector<measures::Measurement> task_measurements(const recording::Session& session,
                                                     const measures::Settings& settings) {
  const auto looks = looks_at(session, settings);
  std::vector<measures::Measurement> all;
  for (const auto& look : looks)
    for (const auto& m : measures::task_results(look, settings).measurements) all.push_back(m);
  for (const auto& m : measures::task_comparisons(looks, settings)) all.push_back(m);
  for (const auto& m : all) measures::check_promises(m);
  return all;
}

std::vector<measures::Measurement> all_of(const std::vector<measures::Measurement>& some, std::string_view id) {
  std::vector<measures::Measurement> found;
  for (const auto& m : some)
    if (m.key.measure == id) found.push_back(m);
  REQUIRE_MESSAGE(!found.empty(), "not measured: " << std::string(id));
  return found;
}

}  // namespace trilayer::tests
