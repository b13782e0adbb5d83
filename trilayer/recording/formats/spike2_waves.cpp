#include "trilayer/recording/formats/spike2_waves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace trilayer::recording {
namespace {

constexpr std::size_t most_rows = 500'000;  // of all segments: each costs memory of its own beside its samples

// From the first tick to the one past the last that a stretch of samples stands for.
struct Span {
  std::int64_t from = 0, to = 0;
};

// A sample stands for the interval round it: back to the sample that would have come before, and on to the next.
std::vector<Span> spans_of(const std::vector<Spike2Run>& runs, std::int64_t interval) {
  std::vector<Span> spans;
  for (const Spike2Run& run : runs) {
    Span span{run.start - interval + 1, run.start + run.count * interval};
    if (!spans.empty()) span.from = std::max(span.from, spans.back().to);
    spans.push_back(span);
  }
  return spans;
}

std::vector<Span> intersection(const std::vector<Span>& a, const std::vector<Span>& b) {
  std::vector<Span> both;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    const Span common{std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)};
    if (common.from < common.to) both.push_back(common);
    a[i].to < b[j].to ? ++i : ++j;
  }
  return both;
}

std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return a <= 0 ? 0 : (a + b - 1) / b; }

// The samples of a channel that lie within a span; a count of 0 where there are none.
Spike2Stretch::Part part_within(Span span, const std::vector<Spike2Run>& runs, std::int64_t interval) {
  const auto later = std::ranges::upper_bound(runs, span.to - 1, {}, &Spike2Run::start);
  if (later == runs.begin()) return {};
  const Spike2Run& run = *(later - 1);
  const std::int64_t first = ceil_divide(span.from - run.start, interval);
  const std::int64_t past = std::min(run.count, ceil_divide(span.to - run.start, interval));
  return {static_cast<std::size_t>(later - runs.begin()) - 1, first, std::max<std::int64_t>(0, past - first)};
}

// A slow channel's last sample must not stand for time that the next segment has.
void cut_at_next(std::vector<Spike2Stretch>& stretches, const std::vector<Spike2Channel>& channels) {
  for (std::size_t s = 0; s + 1 < stretches.size(); ++s)
    for (std::size_t c = 0; c < channels.size(); ++c) {
      auto& count = stretches[s].parts[c].count;
      count = std::min(count, (stretches[s + 1].start - stretches[s].start - 1) / channels[c].interval);
    }
}

}  // namespace

std::vector<Spike2Run> runs_of(const BinaryFile& file, const Spike2Channel& channel) {
  std::vector<Spike2Run> runs;
  for (std::size_t b = 0; b < channel.blocks.size(); ++b) {
    const Spike2Block& block = channel.blocks[b];
    if (block.last - block.start != (std::int64_t{block.items} - 1) * channel.interval)
      file.refuse(
          fmt::format("a block of channel {} has {} samples from tick {} to {}, which one each {} ticks are not",
                      channel.title, block.items, block.start, block.last, channel.interval),
          block.data, copy_again);
    const std::int64_t step = b == 0 ? 0 : block.start - channel.blocks[b - 1].last;
    if (b > 0 && step < channel.interval)
      file.refuse(fmt::format("two blocks of channel {} overlap in time", channel.title), block.data, copy_again);
    if (b == 0 || step != channel.interval) runs.push_back({block.start, 0, b, 0});
    runs.back().count += block.items;
    runs.back().blocks += 1;
  }
  return runs;
}

std::vector<Spike2Stretch> common_stretches(const BinaryFile& file, const std::vector<Spike2Channel>& channels,
                                            const std::vector<std::vector<Spike2Run>>& runs) {
  std::vector<Span> common = spans_of(runs.front(), channels.front().interval);
  for (std::size_t c = 0; c < channels.size(); ++c) {
    if (c > 0) common = intersection(common, spans_of(runs[c], channels[c].interval));
    if (common.size() * channels.size() > most_rows)
      file.refuse(fmt::format("has {} pauses in {} channels", common.size(), channels.size()), 0,
                  "export shorter parts of the recording, or fewer channels");
  }
  std::vector<Spike2Stretch> stretches;
  for (const Span span : common) {
    Spike2Stretch stretch{span.to, {}};
    for (std::size_t c = 0; c < channels.size(); ++c) {
      const auto part = part_within(span, runs[c], channels[c].interval);
      stretch.start = std::min(stretch.start, runs[c][part.run].start + part.first * channels[c].interval);
      stretch.parts.push_back(part);
    }
    if (std::ranges::all_of(stretch.parts, [](const auto& part) { return part.count > 0; }))
      stretches.push_back(std::move(stretch));
  }
  cut_at_next(stretches, channels);
  return stretches;
}

std::vector<float> read_samples(BinaryFile& file, const Spike2Channel& channel, const Spike2Run& run,
                                const Spike2Stretch::Part& part, double factor) {
  std::vector<float> row;
  row.reserve(static_cast<std::size_t>(part.count));
  std::vector<char> buffer;
  const double scale = channel.scale * factor, offset = channel.offset * factor;
  const auto blocks = std::span(channel.blocks).subspan(run.first_block, run.blocks);
  const std::int64_t from_tick = run.start + part.first * channel.interval;
  const std::int64_t past_tick = from_tick + part.count * channel.interval;
  const auto holds_later = std::ranges::lower_bound(blocks, from_tick, {}, &Spike2Block::last);
  for (auto block = holds_later; block != blocks.end() && block->start < past_tick; ++block) {
    const std::int64_t from = std::max<std::int64_t>(0, (from_tick - block->start) / channel.interval);
    const std::int64_t to = std::min<std::int64_t>(block->items, (past_tick - block->start) / channel.interval);
    buffer.resize(static_cast<std::size_t>(to - from) * channel.item_bytes);
    const std::uint64_t data = block->data + static_cast<std::uint64_t>(from) * channel.item_bytes;
    file.read(data, buffer, "a block of samples");
    const std::string_view bytes(buffer.data(), buffer.size());
    for (std::size_t at = 0; at < bytes.size(); at += channel.item_bytes) {
      const double number = channel.kind == Spike2Kind::wave
                                ? static_cast<double>(little_endian<std::int16_t>(bytes, at))
                                : static_cast<double>(little_endian<float>(bytes, at));
      row.push_back(static_cast<float>(number * scale + offset));
      if (!std::isfinite(row.back()))
        file.refuse(fmt::format("channel {} has a sample that is no finite number", channel.title), data + at,
                    "export the recording without gaps in this channel, or leave the channel out");
    }
  }
  return row;
}

}  // namespace trilayer::recording
