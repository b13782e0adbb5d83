#include "trilayer/recording/formats/brainvision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <system_error>

#include "trilayer/base/errors.hpp"
#include "trilayer/recording/formats/brainvision_header.hpp"
#include "trilayer/recording/formats/brainvision_markers.hpp"

namespace trilayer::recording {
namespace fs = std::filesystem;
namespace {

static_assert(std::endian::native == std::endian::little, "the data files are little-endian");

// Where a file of the recording lies: under its stated name, or, since recordings get renamed without their header
// being edited, under the header's own stem.
fs::path find_part(const fs::path& header, const std::string& stated, const char* what, const char* code,
                   std::vector<base::Warning>& warnings) {
  const fs::path named = header.parent_path() / stated;
  std::error_code error;
  if (fs::exists(named, error)) return named;
  fs::path renamed = header;
  renamed.replace_extension(fs::path(stated).extension());
  if (renamed == header || !fs::exists(renamed, error))
    throw base::Refusal(fmt::format("names the {} \"{}\", which is not in its folder", what, stated), header.string(),
                        "copy all files of the recording into one folder, or correct the name in the header");
  warnings.push_back({code,
                      fmt::format("the {} \"{}\" is not there; \"{}\" was read instead, since it has the header's name",
                                  what, stated, renamed.filename().string()),
                      header.filename().string()});
  return renamed;
}

// Samples a channel, from the size of the data file.
long long count_data_points(const fs::path& data, const BrainVisionHeader& header) {
  std::error_code error;
  const auto size = fs::is_regular_file(data, error) ? fs::file_size(data, error) : 0;
  if (error) throw base::Refusal("cannot be read", data.string(), "check its permissions");
  if (size == 0) throw base::Refusal("is empty or no file", data.string(), "copy or export the recording again");
  const auto frame = header.channels.size() * bytes_of(header.format);
  const auto points = size / frame;
  if (size % frame != 0 || (header.data_points && static_cast<std::uintmax_t>(*header.data_points) != points))
    throw base::Refusal(
        fmt::format("is {} bytes, but {} channels of {} bytes need {}", size, header.channels.size(),
                    bytes_of(header.format),
                    header.data_points
                        ? fmt::format("{} for the {} data points of the header",
                                      static_cast<unsigned long long>(*header.data_points) * frame, *header.data_points)
                        : fmt::format("a multiple of {}", frame)),
        data.string(), "the file is cut short or belongs to another header: copy or export the recording again");
  return static_cast<long long>(points);
}

/// Reads the data file piece by piece and turns its numbers into samples.
class SampleReader {
 public:
  SampleReader(const fs::path& path, const BrainVisionHeader& header, long long data_points)
      : path_(path), header_(header), points_(data_points), in_(path, std::ios::binary) {}

  std::vector<std::vector<float>> read(const BrainVisionSegment& segment) {
    std::vector<std::vector<float>> rows(header_.channels.size());
    for (auto& row : rows) row.resize(static_cast<std::size_t>(segment.count));
    if (!header_.vectorized) {
      read_run(segment.first * channels(), 0, channels(), segment, rows);
    } else {
      for (long long c = 0; c < channels(); ++c) read_run(c * points_ + segment.first, c, 1, segment, rows);
    }
    return rows;
  }

 private:
  [[nodiscard]] long long channels() const { return static_cast<long long>(header_.channels.size()); }

  // From the file's number `from` on: `width` channels, starting with `channel`, that take turns at each data point.
  void read_run(long long from, long long channel, long long width, const BrainVisionSegment& segment,
                std::vector<std::vector<float>>& rows) {
    const auto bytes = static_cast<long long>(bytes_of(header_.format));
    const long long piece = std::max(1LL, (1LL << 18) / width);
    in_.seekg(from * bytes);
    for (long long done = 0; done < segment.count; done += piece) {
      const long long count = std::min(piece, segment.count - done);
      buffer_.resize(static_cast<std::size_t>(count * width * bytes));
      if (!in_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size())))
        throw base::Refusal("cannot be read to its end", path_.string(), "check its permissions and the disk");
      for (long long c = 0; c < width; ++c)
        convert(buffer_.data() + c * bytes, width * bytes, count, static_cast<std::size_t>(channel + c),
                segment.first + done, rows[static_cast<std::size_t>(channel + c)].data() + done);
    }
  }

  void convert(const char* from, long long stride, long long count, std::size_t channel, long long first,
               float* to) const {
    const double factor = header_.factors[channel];
    if (header_.format == BrainVisionFormat::int_16) {
      for (long long i = 0; i < count; ++i)
        to[i] = static_cast<float>(number<std::int16_t>(from + i * stride) * factor);
      return;
    }
    for (long long i = 0; i < count; ++i) {
      to[i] = static_cast<float>(number<float>(from + i * stride) * factor);
      if (!std::isfinite(to[i]))
        throw base::Refusal(
            fmt::format("channel {} has no finite number at sample {} ({:.3f} s)", header_.channels[channel].name,
                        first + i + 1, static_cast<double>(first + i) / header_.rate.value()),
            path_.string(), "export the recording again without gaps, or leave this channel out");
    }
  }

  template <class Number>
  static double number(const char* from) {
    Number value;
    std::memcpy(&value, from, sizeof value);
    return static_cast<double>(value);
  }

  fs::path path_;
  const BrainVisionHeader& header_;
  long long points_;
  std::ifstream in_;
  std::vector<char> buffer_;
};

BrainVisionMarkers find_markers(const fs::path& header_path, const BrainVisionHeader& header, long long data_points,
                                std::vector<base::Warning>& warnings) {
  if (header.marker_file.empty()) return no_brainvision_markers(data_points);
  const fs::path path = find_part(header_path, header.marker_file, "marker file", "marker_file_renamed", warnings);
  BrainVisionMarkers markers = read_brainvision_markers(path, data_points, header.rate);
  if (!markers.data_file.empty() && markers.data_file != header.data_file)
    warnings.push_back({"marker_file_names_other_data",
                        fmt::format("the marker file says it belongs to \"{}\", the header names \"{}\"; the markers "
                                    "are used: check that they are of this recording",
                                    markers.data_file, header.data_file),
                        path.filename().string()});
  warnings.insert(warnings.end(), markers.warnings.begin(), markers.warnings.end());
  return markers;
}

}  // namespace

Recording read_brainvision(const fs::path& path) {
  const BrainVisionHeader header = read_brainvision_header(path);
  Recording recording;
  recording.name = path.filename().string();
  recording.channels = header.channels;
  const fs::path data = find_part(path, header.data_file, "data file", "data_file_renamed", recording.warnings);
  const long long data_points = count_data_points(data, header);
  BrainVisionMarkers markers = find_markers(path, header, data_points, recording.warnings);
  SampleReader reader(data, header, data_points);
  for (const BrainVisionSegment& segment : markers.segments)
    recording.segments.push_back({segment.start, reader.read(segment)});
  recording.markers = std::move(markers.markers);
  check_consistent(recording);
  return recording;
}

}  // namespace trilayer::recording
