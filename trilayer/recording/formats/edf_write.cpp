// Writing EDF+C. Done here and not by libedf, which rounds the times of annotations to 0.1 ms, holds at most 64 of
// them in a data record and prints physical limits its own way; what is written is read back through libedf in tests.
// Source of the layout: the EDF+ specification, edfplus.info/specs.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <ostream>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/edf.hpp"
#include "trilayer/recording/formats/edf_scaling.hpp"

namespace trilayer::recording {
namespace {

constexpr long long most_record_bytes = 10LL << 20;  // the largest data record libedf reads
constexpr double longest_record = 60.0;              // s

struct Signal {
  const Channel* channel = nullptr;
  std::vector<std::span<const float>> rows;  ///< one a segment
  EdfScaling scaling;
  long long samples_per_record = 0;
  long long samples = 0;  ///< of all rows together
};

struct Layout {
  std::string duration;  ///< of a data record, s, at most 8 characters
  long long records = 0;
  std::vector<Signal> signals;
  std::vector<std::string> annotations;  ///< one text a data record, without the one that keeps time
  long long annotation_bytes = 0;        ///< a data record, even
};

std::string decimal(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

// Samples of a channel in `seconds`, where that is a whole number of them.
std::optional<long long> whole_samples(double rate, double seconds) {
  const double count = rate * seconds;
  const double whole = std::round(count);
  if (whole < 1.0 || std::abs(count - whole) > 1e-12 * count) return std::nullopt;
  return static_cast<long long>(whole);
}

// A duration of data records, as its text, that holds a whole number of samples of every channel: 1 s where it does,
// else the fewest whole seconds, else the longest stretch of samples up to 1 s whose duration 8 characters state.
std::optional<std::string> record_duration(const std::vector<Channel>& channels) {
  const auto fits = [&](const std::string& text) {
    const double seconds = *base::parse_number(text);
    return text.size() <= 8 && std::ranges::all_of(channels, [&](const Channel& channel) {
             return whole_samples(channel.rate.value(), seconds).has_value();
           });
  };
  for (double seconds = 1.0; seconds <= longest_record; seconds += 1.0)
    if (const auto text = decimal(seconds, 0); fits(text)) return text;
  const double rate = channels.front().rate.value();
  for (double count = std::floor(rate); count >= 1.0; count -= 1.0)
    if (const auto text = decimal(count / rate, 6); fits(text)) return text;
  return std::nullopt;
}

base::Seconds length_of(const Recording& recording, const Segment& segment) {
  return base::Seconds(static_cast<double>(segment.samples[0].size()) / recording.channels[0].rate.value());
}

void check_writable(const Recording& recording, const std::string& place) {
  check_consistent(recording);
  if (recording.channels.empty() || recording.segments.empty() || recording.segments.front().samples.front().empty())
    throw base::Refusal("would hold no samples", place, "write a recording with channels and samples");
  for (const Segment& segment : recording.segments)
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
      const double expected = length_of(recording, segment).value() * recording.channels[c].rate.value();
      // One file has one clock: a segment of which one channel has half a sample more would shift all that follow.
      if (std::abs(expected - static_cast<double>(segment.samples[c].size())) > 1e-6 * std::max(1.0, expected))
        throw base::Refusal(
            fmt::format("channel {} has {} samples in the segment at {} s where the time of channel {} needs {}",
                        recording.channels[c].name, segment.samples[c].size(),
                        base::format_number(segment.start.value()), recording.channels[0].name,
                        base::format_number(expected, 9)),
            place, "cut the segments where every channel has a sample");
    }
}

Signal make_signal(const Recording& recording, std::size_t index, const std::string& place) {
  Signal signal;
  signal.channel = &recording.channels[index];
  float smallest = 0.0F, largest = 0.0F;
  for (const Segment& segment : recording.segments) {
    const std::span<const float> row(segment.samples[index]);
    for (const float x : row) {
      base::require(std::isfinite(x), "a sample that is no finite number");
      smallest = signal.samples == 0 ? x : std::min(smallest, x);
      largest = signal.samples == 0 ? x : std::max(largest, x);
      ++signal.samples;
    }
    signal.rows.push_back(row);
  }
  try {
    signal.scaling = choose_scaling(*signal.channel, signal.rows, smallest, largest);
  } catch (const base::Refusal& refusal) {
    throw base::Refusal(refusal.problem(), place, refusal.advice());
  }
  return signal;
}

std::string annotation(double onset, double duration, std::string_view text) {
  std::string out = onset < 0.0 ? decimal(onset, 7) : fmt::format("+{}", decimal(onset, 7));
  if (duration > 0.0) out += fmt::format("\x15{}", decimal(duration, 7));
  out += '\x14';
  for (const char c : text) out += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
  out += '\x14';
  out += '\0';
  return out;
}

// Spreads the annotations evenly over the data records: a reader sorts by onset, not by place.
void place_annotations(Layout& layout, const Recording& recording, double end, const std::string& place) {
  std::vector<std::string> texts;
  for (const Marker& marker : recording.markers) {
    const double time = time_in_edf(recording, marker.time).value();
    if (time > end + 1e-6)
      throw base::Refusal(fmt::format("the marker \"{}\" at {} s comes after the end of the recording", marker.code,
                                      base::format_number(marker.time.value(), 9)),
                          place, "leave the marker out, or write the recording it belongs to");
    if (!marker.code.empty()) texts.push_back(annotation(time, marker.duration.value(), marker.code));
  }
  const double written = *base::parse_number(layout.duration) * static_cast<double>(layout.records);
  if (end < written - 1e-9) texts.push_back(annotation(end, 0.0, "Recording ends"));
  layout.annotations.resize(static_cast<std::size_t>(layout.records));
  for (std::size_t i = 0; i < texts.size(); ++i)
    layout.annotations[i * layout.annotations.size() / texts.size()] += texts[i];
  std::size_t longest = 0;
  for (const std::string& one : layout.annotations) longest = std::max(longest, one.size());
  layout.annotation_bytes = (static_cast<long long>(longest) + 32) / 2 * 2;  // 32: room for the record's own time
}

Layout lay_out(const Recording& recording, const std::string& place) {
  check_writable(recording, place);
  const auto duration = record_duration(recording.channels);
  if (!duration) {
    std::string rates;
    for (const Channel& channel : recording.channels)
      rates += fmt::format("{}{} Hz", rates.empty() ? "" : ", ", channel.rate.value());
    throw base::Refusal(fmt::format("no data record of up to {} s, written with 8 characters, holds a whole number of "
                                    "samples of every channel ({})",
                                    longest_record, rates),
                        place, "resample the recording, or leave out the channel whose rate does not fit");
  }
  Layout layout;
  layout.duration = *duration;
  long long bytes = 0;
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    Signal signal = make_signal(recording, c, place);
    signal.samples_per_record = *whole_samples(signal.channel->rate.value(), *base::parse_number(layout.duration));
    layout.records = std::max(layout.records, (signal.samples - 1) / signal.samples_per_record + 1);
    bytes += 2 * signal.samples_per_record;
    layout.signals.push_back(std::move(signal));
  }
  const double end = static_cast<double>(layout.signals[0].samples) / recording.channels[0].rate.value();
  place_annotations(layout, recording, end, place);
  if (bytes + layout.annotation_bytes > most_record_bytes || layout.signals.size() > 639)
    throw base::Refusal(fmt::format("{} channels with data records of {} bytes are more than EDF readers take",
                                    layout.signals.size(), bytes + layout.annotation_bytes),
                        place, "write fewer channels into one file");
  return layout;
}

std::string header_text(const Layout& layout) {
  std::string out;
  const auto field = [&](std::string_view text, std::size_t width) { out += fmt::format("{:<{}}", text, width); };
  const auto each = [&](std::size_t width, const std::string& annotations, auto&& text) {
    for (const Signal& signal : layout.signals) field(text(signal), width);
    field(annotations, width);
  };
  const std::size_t count = layout.signals.size() + 1;
  field("0", 8);
  field("X X X X", 80);  // code, sex, birth date and name of the person
  field("Startdate X X X X", 80);
  field("01.01.85", 8);
  field("00.00.00", 8);
  field(std::to_string(256 * (count + 1)), 8);
  field("EDF+C", 44);
  field(std::to_string(layout.records), 8);
  field(layout.duration, 8);
  field(std::to_string(count), 4);
  each(16, "EDF Annotations", [](const Signal& signal) {
    const std::string label = edf_text(signal.channel->name, 16);
    return label == "EDF Annotations" ? std::string("Annotations") : label;
  });
  each(80, "", [](const Signal&) { return ""; });
  each(8, "", [](const Signal& signal) { return signal.scaling.unit; });
  each(8, "-1", [](const Signal& signal) { return signal.scaling.physical_min; });
  each(8, "1", [](const Signal& signal) { return signal.scaling.physical_max; });
  each(8, "-32768", [](const Signal& signal) { return std::to_string(signal.scaling.digital_min); });
  each(8, "32767", [](const Signal& signal) { return std::to_string(signal.scaling.digital_max); });
  each(80, "", [](const Signal&) { return ""; });
  each(8, std::to_string(layout.annotation_bytes / 2),
       [](const Signal& signal) { return std::to_string(signal.samples_per_record); });
  each(32, "", [](const Signal&) { return ""; });
  return out;
}

/// Walks through the rows of a signal as if they were one, and stays on the last sample when they end.
class Walk {
 public:
  explicit Walk(const Signal& signal) : signal_(&signal) {}

  int next() {
    while (row_ < signal_->rows.size() && at_ == signal_->rows[row_].size()) {
      ++row_;
      at_ = 0;
    }
    if (row_ < signal_->rows.size()) last_ = signal_->scaling.digital(signal_->rows[row_][at_++]);
    return last_;
  }

 private:
  const Signal* signal_;
  std::size_t row_ = 0, at_ = 0;
  int last_ = 0;
};

void write_records(const Layout& layout, std::ostream& out) {
  std::vector<Walk> walks(layout.signals.begin(), layout.signals.end());
  const double duration = *base::parse_number(layout.duration);
  for (long long r = 0; r < layout.records; ++r) {
    std::string record;
    for (std::size_t c = 0; c < walks.size(); ++c)
      for (long long i = 0; i < layout.signals[c].samples_per_record; ++i) {
        const auto number = static_cast<unsigned>(walks[c].next());
        record += static_cast<char>(number & 0xFF);
        record += static_cast<char>(number >> 8 & 0xFF);
      }
    std::string notes = annotation(static_cast<double>(r) * duration, 0.0, "");
    notes += layout.annotations[static_cast<std::size_t>(r)];
    notes.resize(static_cast<std::size_t>(layout.annotation_bytes), '\0');
    record += notes;
    out.write(record.data(), static_cast<std::streamsize>(record.size()));
  }
}

}  // namespace

base::Seconds time_in_edf(const Recording& recording, base::Seconds time) {
  base::Seconds written(0.0);  // before the segment
  for (const Segment& segment : recording.segments) {
    const base::Seconds length = length_of(recording, segment);
    const bool last = &segment == &recording.segments.back();
    const base::Seconds within = time - segment.start;
    if (within.value() < 0.0 && &segment != &recording.segments.front()) return written;  // in the gap before it
    if (last || within < length) return written + within;
    written += length;
  }
  return time;
}

void write_edf(const std::filesystem::path& path, const Recording& recording) {
  const Layout layout = lay_out(recording, path.string());
  base::write_through(path, [&](std::ostream& out) {
    const std::string header = header_text(layout);
    out.write(header.data(), static_cast<std::streamsize>(header.size()));
    write_records(layout, out);
  });
}

}  // namespace trilayer::recording
