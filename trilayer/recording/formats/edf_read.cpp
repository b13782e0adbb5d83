// Reading EDF and BDF: our own look at the header, then libedf for samples and annotations.
#include <edflib.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/channel_unit.hpp"
#include "trilayer/recording/formats/edf.hpp"
#include "trilayer/recording/formats/edf_header.hpp"

namespace trilayer::recording {
namespace {

// libedf keeps its open files in one table without a lock, and takes a file that is open twice for an error.
std::mutex& libedf() {
  static std::mutex mutex;
  return mutex;
}

[[noreturn]] void refuse(int error, const std::string& place) {
  switch (error) {
    case EDFLIB_NO_SUCH_FILE_OR_DIRECTORY:
      throw base::Refusal("cannot be opened", place, "check the path and its permissions");
    case EDFLIB_FILE_READ_ERROR:
      throw base::Refusal("cannot be read to its end", place, "check its permissions and the disk");
    case EDFLIB_MALLOC_ERROR:
      throw base::Refusal("does not fit into memory", place, "close other programs, or cut the recording into parts");
    case EDFLIB_MAXFILES_REACHED:
      throw base::Refusal("is one open file too many", place, "read fewer files at a time");
    case EDFLIB_NUMBER_OF_SIGNALS_INVALID:
      throw base::Refusal(fmt::format("has more than {} signals", EDFLIB_MAXSIGNALS), place,
                          "export it with fewer channels");
    default:
      throw base::Refusal("breaks the rules of its format; libedf, which keeps to them, does not read it", place,
                          "open it in EDFbrowser, which names the fault, and save it again");
  }
}

/// An open file, closed at the end of the scope.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : header_(std::make_unique<edf_hdr_struct>()) {
    if (edfopen_file_readonly(path.c_str(), header_.get(), EDFLIB_READ_ALL_ANNOTATIONS) != 0)
      refuse(header_->filetype, path);
  }
  ~OpenFile() { edfclose_file(header_->handle); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  [[nodiscard]] const edf_hdr_struct& header() const { return *header_; }

 private:
  std::unique_ptr<edf_hdr_struct> header_;  // 150 kB: too large for the stack of a small thread
};

/// From a digital number to a sample. The digital number of 0 is often a whole one but for rounding in the header's
/// eight characters; it is taken as whole there, so that a true 0 is read as 0.
struct Scale {
  explicit Scale(const EdfSignal& signal, double factor) {
    step = (signal.physical_max - signal.physical_min) / (signal.digital_max - signal.digital_min);
    // A step that is a short decimal but for rounding is that decimal.
    if (const auto tidy = base::parse_number(fmt::format("{:.12g}", step));
        tidy && std::abs(*tidy / step - 1.0) < 1e-15)
      step = *tidy;
    offset = signal.physical_min / step - signal.digital_min;
    if (std::abs(offset - std::round(offset)) < 1e-6) offset = std::round(offset);
    step *= factor;
  }
  double step = 1.0;    ///< of one digital number, in the unit of the channel
  double offset = 0.0;  ///< in digital numbers
};

Channel make_channel(const EdfSignal& signal, const EdfHeader& header, const std::string& place, double& factor) {
  // An empty unit is a number without dimension in EDF; nothing says that it is a voltage.
  const auto unit = signal.unit.empty() && !is_trigger_name(signal.label) ? ChannelUnit{ChannelKind::other, "", 1.0}
                                                                          : interpret_unit(signal.label, signal.unit);
  if (!unit)
    throw base::Refusal(fmt::format("channel {} has the unknown unit \"{}\"", signal.label, signal.unit), place,
                        unit_advice());
  factor = unit->factor;
  Channel channel;
  channel.name = signal.label;
  channel.kind = unit->kind;
  channel.unit = unit->unit;
  channel.rate = base::Hertz(signal.samples_per_record / header.record_duration);
  return channel;
}

std::vector<float> read_samples(const OpenFile& file, int signal, const Scale& scale, const std::string& place) {
  const long long count = file.header().signalparam[signal].smp_in_file;
  std::vector<float> row;
  row.reserve(static_cast<std::size_t>(count));
  std::vector<int> piece(1 << 16);
  while (static_cast<long long>(row.size()) < count) {
    const long long left = count - static_cast<long long>(row.size());
    const int wanted = static_cast<int>(std::min<long long>(left, static_cast<long long>(piece.size())));
    const int got = edfread_digital_samples(file.header().handle, signal, wanted, piece.data());
    if (got <= 0) refuse(EDFLIB_FILE_READ_ERROR, place);
    for (int i = 0; i < got; ++i)
      row.push_back(static_cast<float>(scale.step * (piece[static_cast<std::size_t>(i)] + scale.offset)));
  }
  return row;
}

base::Seconds in_seconds(long long ticks) {
  return base::Seconds(static_cast<double>(ticks) / static_cast<double>(EDFLIB_TIME_DIMENSION));
}

std::vector<Marker> read_annotations(const OpenFile& file, base::Seconds end, const std::string& place) {
  std::vector<Marker> markers;
  for (long long i = 0; i < file.header().annotations_in_file; ++i) {
    edf_annotation_struct annotation{};
    if (edf_get_annotation(file.header().handle, static_cast<int>(i), &annotation) != 0)
      refuse(EDFLIB_FILE_CONTAINS_FORMAT_ERRORS, place);
    const Marker marker{in_seconds(annotation.onset), in_seconds(std::max(annotation.duration_l, 0LL)),
                        std::string(base::trim(base::to_utf8(annotation.annotation)))};
    if (marker.time > end + base::Seconds(1e-6))
      throw base::Refusal(fmt::format("has the annotation \"{}\" at {} s, but the recording ends at {} s", marker.code,
                                      base::format_number(marker.time.value(), 9), base::format_number(end.value(), 9)),
                          place, "the recording is cut short or the annotation is wrong: export it again");
    if (!marker.code.empty()) markers.push_back(marker);
  }
  std::ranges::stable_sort(markers, {}, &Marker::time);
  return markers;
}

// The standard text of EDF+ for the end of a recording. Where it stands within the last data record, what comes after
// it is padding.
void cut_padding(Recording& recording, base::Seconds last_record) {
  const auto at = std::ranges::find_if(recording.markers, [&](const Marker& marker) {
    return marker.code == "Recording ends" && marker.time > last_record;
  });
  if (at == recording.markers.end()) return;
  auto& rows = recording.segments.front().samples;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    const auto count = static_cast<std::size_t>(at->time.value() * recording.channels[c].rate.value() + 0.01);
    rows[c].resize(std::min(rows[c].size(), count));
  }
  recording.markers.erase(at);
}

// BioSemi puts the codes of the trigger input into the low 16 bits of the Status channel; the bits above tell the
// state of the amplifier. A code begins where these bits change to another value than 0.
void decode_status(Recording& recording) {
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    if (base::lower(recording.channels[c].name) != "status") continue;
    const auto& row = recording.segments.front().samples[c];
    const auto code = [&](std::size_t i) { return static_cast<long>(std::lround(row[i])) & 0xFFFF; };
    for (std::size_t i = 1; i < row.size(); ++i)
      if (code(i) != 0 && code(i) != code(i - 1))
        recording.markers.push_back({base::Seconds(static_cast<double>(i) / recording.channels[c].rate.value()),
                                     base::Seconds(0.0), std::to_string(code(i))});
  }
}

void warn_of_unread_annotations(Recording& recording, const EdfHeader& header) {
  if (header.plus) return;
  for (const EdfSignal& signal : header.signals)
    if (signal.label == "EDF Annotations" || signal.label == "BDF Annotations")
      recording.warnings.push_back(
          {"annotations_not_read",
           fmt::format("there is a signal \"{}\", but the header does not say EDF+C or BDF+C, so "
                       "its annotations are not read; save the file as EDF+ to have them",
                       signal.label),
           recording.name});
}

}  // namespace

Recording read_edf(const std::filesystem::path& path) {
  const EdfHeader header = read_edf_header(path);
  const std::string place = path.string();
  Recording recording;
  recording.name = path.filename().string();
  recording.segments.push_back({base::Seconds(0.0), {}});
  const base::Seconds end(header.record_duration * static_cast<double>(header.records));
  {
    const std::lock_guard lock(libedf());
    const OpenFile file(place);
    int index = 0;  // libedf does not count the annotation signals
    for (const EdfSignal& signal : header.signals) {
      if (signal.annotation) continue;
      double factor = 1.0;
      Channel channel = make_channel(signal, header, place, factor);
      const Scale scale(signal, factor);
      channel.resolution = std::abs(scale.step);
      recording.channels.push_back(channel);
      recording.segments.front().samples.push_back(read_samples(file, index++, scale, place));
    }
    recording.markers = read_annotations(file, end, place);
  }
  warn_of_unread_annotations(recording, header);
  cut_padding(recording, end - base::Seconds(header.record_duration));
  // A file that lists its events as annotations would give each of them twice.
  if (recording.markers.empty()) decode_status(recording);
  check_consistent(recording);
  return recording;
}

}  // namespace trilayer::recording
