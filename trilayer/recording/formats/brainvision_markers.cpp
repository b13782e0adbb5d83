#include "trilayer/recording/formats/brainvision_markers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/brainvision_header.hpp"
#include "trilayer/recording/formats/brainvision_text.hpp"

namespace trilayer::recording {
namespace {

// Dates come from the computer's clock, samples from the amplifier's: a smaller overlap is drift between the two.
constexpr double clock_slack = 0.1;  // s

struct Entry {
  std::string type, description;
  long long position = 0;  // from 0
  long long size = 1;
  std::string date;
};

Entry parse_entry(const BrainVisionText& text, const BrainVisionEntry& line, long long data_points) {
  auto fields = brainvision_fields(line.value);
  fields.resize(std::max<std::size_t>(fields.size(), 6));
  const auto position = base::parse_integer(fields[2]);
  const auto size = base::trim(fields[3]).empty() ? std::optional<long long>(1) : base::parse_integer(fields[3]);
  if (!position || !size || *size < 0)
    throw base::Refusal(fmt::format("{} has no position or size that can be read", line.key), text.line(line),
                        "copy or export the recording again");
  if (*position < 1 || *position > data_points)
    throw base::Refusal(
        fmt::format("{} stands at data point {}, but the recording has {}", line.key, *position, data_points),
        text.line(line),
        "this marker file belongs to another recording, or the data are cut short: "
        "copy or export both again");
  return {std::string(base::trim(fields[0])), std::string(base::trim(fields[1])), *position - 1, *size,
          std::string(base::trim(fields[5]))};
}

// YYYYMMDDhhmmssuuuuuu as microseconds; nothing where it is left out, all zero or no date.
std::optional<long long> microseconds(const std::string& date) {
  if (date.size() != 20 || !std::ranges::all_of(date, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  const auto part = [&](std::size_t from, std::size_t length) { return std::stoi(date.substr(from, length)); };
  const std::chrono::year_month_day day{std::chrono::year{part(0, 4)},
                                        std::chrono::month{static_cast<unsigned>(part(4, 2))},
                                        std::chrono::day{static_cast<unsigned>(part(6, 2))}};
  if (!day.ok()) return std::nullopt;
  const long long seconds = std::chrono::sys_days(day).time_since_epoch().count() * 86400LL + part(8, 2) * 3600LL +
                            part(10, 2) * 60LL + part(12, 2);
  return seconds * 1000000LL + part(14, 6);
}

// First data points of segments, with their dates.
using Starts = std::map<long long, std::optional<long long>>;

void lay_out(BrainVisionMarkers& out, const Starts& starts, long long data_points, base::Hertz rate,
             const std::string& place) {
  int overlaps = 0;
  std::optional<long long> previous_date;
  for (auto at = starts.begin(); at != starts.end(); ++at) {
    const long long end = std::next(at) == starts.end() ? data_points : std::next(at)->first;
    BrainVisionSegment segment{at->first, end - at->first, base::Seconds(0.0)};
    if (!out.segments.empty()) {
      const BrainVisionSegment& before = out.segments.back();
      const base::Seconds length(static_cast<double>(before.count) / rate.value());
      segment.start = before.start + length;
      if (previous_date && at->second) {
        const base::Seconds between(static_cast<double>(*at->second - *previous_date) * 1e-6);
        if (between > length + base::Seconds(1.0 / rate.value())) segment.start = before.start + between;
        if (between < length - base::Seconds(clock_slack)) ++overlaps;
      }
    }
    previous_date = at->second;
    out.segments.push_back(segment);
  }
  if (overlaps > 0)
    out.warnings.push_back(
        {"segment_dates_overlap",
         fmt::format("{} of {} segments have a date earlier than the end of the segment before; they "
                     "are taken to follow at once, so times across segments are not true times",
                     overlaps, out.segments.size()),
         place});
}

base::Seconds time_of(const std::vector<BrainVisionSegment>& segments, long long position, base::Hertz rate) {
  const auto after = std::ranges::upper_bound(segments, position, {}, &BrainVisionSegment::first);
  const BrainVisionSegment& segment = *std::prev(after);
  return segment.start + base::Seconds(static_cast<double>(position - segment.first) / rate.value());
}

}  // namespace

BrainVisionMarkers no_brainvision_markers(long long data_points) {
  BrainVisionMarkers none;
  none.segments.push_back({0, data_points, base::Seconds(0.0)});
  return none;
}

BrainVisionMarkers read_brainvision_markers(const std::filesystem::path& path, long long data_points,
                                            base::Hertz rate) {
  const BrainVisionText text = read_brainvision_text(path, "Marker");
  BrainVisionMarkers out;
  out.data_file = brainvision_file_name(text.value("DataFile"), path);
  std::vector<Entry> entries;
  Starts starts{{0, std::nullopt}};
  for (const BrainVisionEntry& line : text.markers) {
    Entry entry = parse_entry(text, line, data_points);
    if (base::lower(entry.type) == "new segment") {
      auto& date = starts[entry.position];
      if (!date) date = microseconds(entry.date);
    } else {
      entries.push_back(std::move(entry));
    }
  }
  lay_out(out, starts, data_points, rate, text.place);
  std::ranges::stable_sort(entries, {}, &Entry::position);
  for (const Entry& entry : entries) {
    // A size of one data point is how the format writes a moment.
    const double duration = entry.size > 1 ? static_cast<double>(entry.size) / rate.value() : 0.0;
    out.markers.push_back({time_of(out.segments, entry.position, rate), base::Seconds(duration),
                           entry.description.empty() ? entry.type : entry.description});
  }
  return out;
}

}  // namespace trilayer::recording
