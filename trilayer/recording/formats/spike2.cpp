#include "trilayer/recording/formats/spike2.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/channel_unit.hpp"
#include "trilayer/recording/formats/spike2_header.hpp"
#include "trilayer/recording/formats/spike2_markers.hpp"
#include "trilayer/recording/formats/spike2_waves.hpp"

namespace trilayer::recording {
namespace {

constexpr double partial = 0.5;        // of the longest channel's time; a channel with less is set aside
constexpr double large_skew = 0.1e-3;  // s between the samples of two EMG channels

using Runs = std::vector<std::vector<Spike2Run>>;

Channel make_channel(const Spike2Channel& source, double tick, const BinaryFile& file, double& factor) {
  const std::string text = ced_unit(source.unit);
  const auto unit = text.empty() && !is_trigger_name(source.title) ? ChannelUnit{ChannelKind::other, "", 1.0}
                                                                   : interpret_unit(source.title, text);
  if (!unit)
    file.refuse(fmt::format("channel {} has the unknown unit \"{}\"", source.title, source.unit), source.place + 132,
                unit_advice());
  factor = unit->factor;
  Channel channel;
  channel.name = source.title;
  channel.kind = unit->kind;
  channel.unit = unit->unit;
  channel.rate = base::Hertz(tidy_rate(1.0 / (static_cast<double>(source.interval) * tick)));
  if (source.kind == Spike2Kind::wave) channel.resolution = std::abs(source.scale) * factor;
  return channel;
}

std::int64_t ticks_of(const Spike2Channel& channel, const std::vector<Spike2Run>& runs) {
  std::int64_t ticks = 0;
  for (const Spike2Run& run : runs) ticks += run.count * channel.interval;
  return ticks;
}

// A channel that was sampled for a small part of the time would cut all others down to that part.
void set_partial_aside(std::vector<Spike2Channel>& waves, Runs& runs, double tick, Recording& recording) {
  std::int64_t longest = 0;
  for (std::size_t c = 0; c < waves.size(); ++c) longest = std::max(longest, ticks_of(waves[c], runs[c]));
  for (std::size_t c = waves.size(); c-- > 0;) {
    const std::int64_t ticks = ticks_of(waves[c], runs[c]);
    if (static_cast<double>(ticks) >= partial * static_cast<double>(longest)) continue;
    recording.warnings.push_back({"channel_recorded_in_part",
                                  fmt::format("channel {} was sampled for {} s of {} s and is left out", waves[c].title,
                                              base::format_number(static_cast<double>(ticks) * tick),
                                              base::format_number(static_cast<double>(longest) * tick)),
                                  recording.name});
    waves.erase(waves.begin() + static_cast<std::ptrdiff_t>(c));
    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(c));
  }
}

void warn_of_left_out(const std::vector<Spike2Channel>& waves, const Runs& runs,
                      const std::vector<Spike2Stretch>& stretches, double tick, Recording& recording) {
  std::string words;
  for (std::size_t c = 0; c < waves.size(); ++c) {
    std::int64_t left = ticks_of(waves[c], runs[c]);
    for (const Spike2Stretch& stretch : stretches) left -= stretch.parts[c].count * waves[c].interval;
    if (left > 0)
      words += fmt::format("{}{} s of {}", words.empty() ? "" : ", ",
                           base::format_number(static_cast<double>(left) * tick), waves[c].title);
  }
  if (!words.empty())
    recording.warnings.push_back(
        {"samples_not_of_all_channels", "what was not sampled in all channels is left out: " + words, recording.name});
}

// Channels take turns at the converter: their samples of one segment are that much apart, and are not moved.
void warn_of_skew(const std::vector<Spike2Channel>& waves, const Runs& runs, const Spike2Stretch& stretch, double tick,
                  Recording& recording) {
  double skew = 0.0;
  for (std::size_t c = 0; c < waves.size(); ++c) {
    if (recording.channels[c].kind != ChannelKind::emg) continue;
    const auto& part = stretch.parts[c];
    const std::int64_t at = runs[c][part.run].start + part.first * waves[c].interval;
    skew = std::max(skew, static_cast<double>(at - stretch.start) * tick);
  }
  if (skew > large_skew)
    recording.warnings.push_back({"channels_sampled_in_turn",
                                  fmt::format("the samples of EMG channels come up to {} ms later than the segment "
                                              "begins, because channels are sampled in turn; latencies keep this error",
                                              base::format_number(skew * 1e3, 3)),
                                  recording.name});
}

void warn_of_zero(std::int64_t zero, double tick, Recording& recording) {
  const double seconds = static_cast<double>(zero) * tick;
  if (seconds > 1e-3)
    recording.warnings.push_back({"time_from_first_sample",
                                  fmt::format("times are counted from the first sample, which Spike2 shows at {} s: "
                                              "subtract this from the times of a table made in Spike2",
                                              base::format_number(seconds, 9)),
                                  recording.name});
}

void warn_of_spikes(const Spike2Header& header, Recording& recording) {
  std::string titles;
  for (const Spike2Channel& channel : header.channels)
    if (channel.kind == Spike2Kind::wave_marker || channel.kind == Spike2Kind::real_marker)
      titles += (titles.empty() ? "" : ", ") + channel.title;
  if (!titles.empty())
    recording.warnings.push_back({"marker_waveforms_not_read",
                                  "of these channels only the times are read, as markers: " + titles, recording.name});
}

void read_waves(BinaryFile& file, std::vector<Spike2Channel>& waves, Runs& runs, const Spike2Header& header,
                std::int64_t& zero, Recording& recording) {
  set_partial_aside(waves, runs, header.tick, recording);
  std::vector<double> factors(waves.size(), 1.0);
  for (std::size_t c = 0; c < waves.size(); ++c)
    recording.channels.push_back(make_channel(waves[c], header.tick, file, factors[c]));
  const auto stretches = common_stretches(file, waves, runs);
  if (stretches.empty())
    throw base::Refusal("has no moment at which all its waveform channels were sampled", file.place(),
                        "export the channels that were recorded together from Spike2");
  warn_of_left_out(waves, runs, stretches, header.tick, recording);
  zero = stretches.front().start;
  warn_of_zero(zero, header.tick, recording);
  warn_of_skew(waves, runs, stretches.front(), header.tick, recording);
  for (const Spike2Stretch& stretch : stretches) {
    Segment segment{base::Seconds(static_cast<double>(stretch.start - zero) * header.tick), {}};
    for (std::size_t c = 0; c < waves.size(); ++c)
      segment.samples.push_back(
          read_samples(file, waves[c], runs[c][stretch.parts[c].run], stretch.parts[c], factors[c]));
    recording.segments.push_back(std::move(segment));
  }
}

}  // namespace

Recording read_spike2(const std::filesystem::path& path) {
  BinaryFile file(path);
  const Spike2Header header = read_spike2_header(file);
  Recording recording;
  recording.name = path.filename().string();
  std::vector<Spike2Channel> waves;
  Runs runs;
  for (const Spike2Channel& channel : header.channels)
    if (channel.is_waveform()) {
      waves.push_back(channel);
      runs.push_back(runs_of(file, channel));
    }
  if (waves.empty())
    throw base::Refusal("has no waveform channel with samples", file.place(),
                        "record or export the EMG as waveform channels, not as events");
  std::int64_t zero = 0;
  read_waves(file, waves, runs, header, zero, recording);
  recording.markers = read_markers(file, header, zero);
  warn_of_spikes(header, recording);
  check_consistent(recording);
  return recording;
}

}  // namespace trilayer::recording
