#include "trilayer/recording/formats/cfs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/cfs_header.hpp"
#include "trilayer/recording/formats/channel_unit.hpp"

namespace trilayer::recording {
namespace {

constexpr std::uint64_t most_texts = 100'000;
constexpr std::uint64_t piece_bytes = 1 << 20;

/// A channel that is read, with where it stands in the header.
struct Source {
  std::size_t index = 0;
  double factor = 1.0;       ///< from the file's unit to the channel's
  double time_factor = 1.0;  ///< from the file's unit of time to s
};

/// A frame with samples in all channels.
struct Frame {
  CfsSection section;
  double first = 0.0;                 ///< s, of its first sample on the frame's own clock
  std::vector<std::uint64_t> points;  ///< samples kept of each source
};

double seconds_per(const BinaryFile& file, const CfsChannel& channel) {
  if (channel.time_unit == "s") return 1.0;
  if (channel.time_unit == "ms") return 1e-3;
  if (channel.time_unit == "us") return 1e-6;
  file.refuse(fmt::format("channel {} has the time unit \"{}\"", channel.name, channel.time_unit), channel.place + 32,
              "times are s, ms or us; other axes (spectra, histograms) are no recordings");
}

std::vector<Source> find_sources(const BinaryFile& file, const CfsHeader& header, Recording& recording) {
  std::vector<Source> sources;
  std::string left_out;
  for (std::size_t c = 0; c < header.channels.size(); ++c) {
    const CfsChannel& from = header.channels[c];
    if (from.kind != 0) {
      left_out += (left_out.empty() ? "" : ", ") + from.name;
      continue;
    }
    const std::string text = ced_unit(from.unit);
    const auto unit = text.empty() && !is_trigger_name(from.name) ? ChannelUnit{ChannelKind::other, "", 1.0}
                                                                  : interpret_unit(from.name, text);
    if (!unit)
      file.refuse(fmt::format("channel {} has the unknown unit \"{}\"", from.name, from.unit), from.place + 22,
                  unit_advice());
    Channel channel;
    channel.name = from.name;
    channel.kind = unit->kind;
    channel.unit = unit->unit;
    recording.channels.push_back(std::move(channel));
    sources.push_back({c, unit->factor, seconds_per(file, from)});
  }
  if (!left_out.empty())
    recording.warnings.push_back(
        {"channels_not_read", "marker and matrix channels are not read: " + left_out, recording.name});
  return sources;
}

// Rates and resolutions are those of the first frame; the others must agree.
void take_rates(const BinaryFile& file, const CfsHeader& header, const std::vector<Source>& sources,
                const CfsSection& section, std::uint64_t at, Recording& recording) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const CfsPart& part = section.parts[sources[i].index];
    Channel& channel = recording.channels[i];
    // The interval is a 32-bit number: 7 digits of it mean something.
    const double interval = part.interval * sources[i].time_factor;
    const auto rate = base::parse_number(fmt::format("{:.6g}", 1.0 / interval));
    if (!rate || !(*rate > 0.0) || *rate > 1e9)
      file.refuse(fmt::format("a frame of channel {} has no usable sampling interval", channel.name), at, copy_again);
    if (channel.rate.value() == 0.0) {
      channel.rate = base::Hertz(*rate);
      const CfsType type = header.channels[sources[i].index].type;
      if (type != CfsType::real4 && type != CfsType::real8)
        channel.resolution = std::abs(part.scale) * sources[i].factor;
    } else if (channel.rate.value() != *rate) {
      file.refuse(fmt::format("channel {} has {} Hz in one frame and {} Hz in another", channel.name,
                              base::format_number(channel.rate.value()), base::format_number(*rate)),
                  at, "export the frames of each rate from Signal as a file of their own");
    }
  }
}

// What all channels of a frame share: each row is cut to the shortest time.
Frame make_frame(const BinaryFile& file, CfsSection section, const std::vector<Source>& sources,
                 const Recording& recording, std::uint64_t at) {
  Frame frame{std::move(section), 0.0, {}};
  double latest = -1e300, shortest = 1e300, slowest = 0.0;
  frame.first = 1e300;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const CfsPart& part = frame.section.parts[sources[i].index];
    const double start = part.start * sources[i].time_factor, rate = recording.channels[i].rate.value();
    frame.first = std::min(frame.first, start);
    latest = std::max(latest, start);
    shortest = std::min(shortest, static_cast<double>(part.points) / rate);
    slowest = std::max(slowest, 1.0 / rate);
  }
  if (latest - frame.first > slowest)
    file.refuse(
        fmt::format("the channels of a frame begin {} ms apart", base::format_number((latest - frame.first) * 1e3)), at,
        "export the channels that begin together from Signal");
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto most = static_cast<std::uint64_t>(std::ceil(shortest * recording.channels[i].rate.value() - 1e-6));
    frame.points.push_back(std::min(frame.section.parts[sources[i].index].points, most));
  }
  return frame;
}

std::vector<float> read_row(BinaryFile& file, const CfsChannel& channel, const CfsPart& part, std::uint64_t points,
                            double factor) {
  std::vector<float> row;
  row.reserve(static_cast<std::size_t>(points));
  const std::uint64_t width = bytes_of(channel.type), step = std::max<std::uint64_t>(1, piece_bytes / channel.spacing);
  for (std::uint64_t done = 0; done < points; done += step) {
    const std::uint64_t count = std::min(step, points - done), at = part.data + done * channel.spacing;
    const std::string bytes = file.read(at, (count - 1) * channel.spacing + width, "the samples of a frame");
    for (std::uint64_t i = 0; i < count; ++i) {
      const double number = cfs_number(channel.type, bytes, static_cast<std::size_t>(i * channel.spacing));
      row.push_back(static_cast<float>((number * part.scale + part.offset) * factor));
      if (!std::isfinite(row.back()))
        file.refuse(fmt::format("channel {} has a sample that is no finite number", channel.name),
                    at + i * channel.spacing, "export the recording anew, or leave this channel out");
    }
  }
  return row;
}

/// Says when frames began, on one clock for all.
class Clock {
 public:
  explicit Clock(const std::vector<Frame>& frames) {
    // Frames without times all say 0.
    known_ = std::ranges::all_of(frames, [](const Frame& f) { return f.section.start.has_value(); }) &&
             (frames.size() < 2 || frames.front().section.start != frames.back().section.start);
  }

  // Of the first sample of a frame that lasts so long.
  double start(const Frame& frame, double length) {
    double at = end_;
    if (known_) {
      const double stated = *frame.section.start + frame.first;
      if (first_) zero_ = stated;
      overlap_ = overlap_ || (!first_ && stated - zero_ < end_ - 1e-9);
      if (!overlap_) at = stated - zero_;
    }
    first_ = false;
    end_ = at + length;
    return at;
  }

  void report(std::size_t frames, Recording& recording) const {
    if (frames > 1 && !known_)
      recording.warnings.push_back({"frame_times_unknown",
                                    "nothing says when the frames began: they are placed one after the other",
                                    recording.name});
    if (overlap_)
      recording.warnings.push_back({"frame_times_overlap",
                                    "frames overlap in time by what the file says: from there on each is placed "
                                    "behind the one before; times within a frame are right",
                                    recording.name});
  }

 private:
  bool known_ = false, overlap_ = false, first_ = true;
  double zero_ = 0.0, end_ = 0.0;
};

void add_markers(const Frame& frame, double start, double length, Recording& recording) {
  const bool holds_zero = frame.first <= 0.0 && -frame.first < length;
  recording.markers.push_back({base::Seconds(holds_zero ? start - frame.first : start), base::Seconds(0.0),
                               frame.section.state ? fmt::format("state {}", *frame.section.state) : "frame"});
  for (const std::string& text : frame.section.texts)
    recording.markers.push_back({base::Seconds(start), base::Seconds(0.0), text});
}

std::vector<Frame> find_frames(BinaryFile& file, const CfsHeader& header, const std::vector<Source>& sources,
                               Recording& recording) {
  std::vector<Frame> frames;
  std::uint64_t claimed = 0, texts = 0;
  for (const std::uint64_t at : header.sections) {
    CfsSection section = read_cfs_section(file, header, at);
    for (const Source& source : sources)
      claimed += section.parts[source.index].points * bytes_of(header.channels[source.index].type);
    texts += section.texts.size();
    if (claimed > file.size() || texts > most_texts)
      file.refuse("has frames that claim more than the file holds", at, copy_again);
    if (std::ranges::any_of(sources, [&](const Source& s) { return section.parts[s.index].points == 0; })) continue;
    take_rates(file, header, sources, section, at, recording);
    frames.push_back(make_frame(file, std::move(section), sources, recording, at));
  }
  if (frames.size() < header.sections.size())
    recording.warnings.push_back({"frames_left_out",
                                  fmt::format("{} of {} frames lack samples in a channel and are left out",
                                              header.sections.size() - frames.size(), header.sections.size()),
                                  recording.name});
  return frames;
}

}  // namespace

Recording read_cfs(const std::filesystem::path& path) {
  BinaryFile file(path);
  const CfsHeader header = read_cfs_header(file);
  Recording recording;
  recording.name = path.filename().string();
  const std::vector<Source> sources = find_sources(file, header, recording);
  if (sources.empty())
    throw base::Refusal("has no waveform channel", file.place(), "export the EMG from Signal as waveform channels");
  const std::vector<Frame> frames = find_frames(file, header, sources, recording);
  if (frames.empty())
    throw base::Refusal("has no frame with samples in all channels", file.place(),
                        "export the channels that were recorded together from Signal");
  Clock clock(frames);
  for (const Frame& frame : frames) {
    Segment segment;
    double length = 0.0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      segment.samples.push_back(read_row(file, header.channels[sources[i].index], frame.section.parts[sources[i].index],
                                         frame.points[i], sources[i].factor));
      length = std::max(length, static_cast<double>(frame.points[i]) / recording.channels[i].rate.value());
    }
    const double start = clock.start(frame, length);
    segment.start = base::Seconds(start);
    recording.segments.push_back(std::move(segment));
    add_markers(frame, start, length, recording);
  }
  clock.report(frames.size(), recording);
  std::ranges::stable_sort(recording.markers, {}, &Marker::time);
  check_consistent(recording);
  return recording;
}

}  // namespace trilayer::recording
