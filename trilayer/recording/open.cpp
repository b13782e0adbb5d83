#include "trilayer/recording/open.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/bids/bids.hpp"
#include "trilayer/recording/decisions_file.hpp"
#include "trilayer/recording/formats/brainvision.hpp"
#include "trilayer/recording/formats/cfs.hpp"
#include "trilayer/recording/formats/edf.hpp"
#include "trilayer/recording/formats/npy.hpp"
#include "trilayer/recording/formats/spike2.hpp"
#include "trilayer/recording/judgements.hpp"
#include "trilayer/recording/labels.hpp"
#include "trilayer/recording/mapped_channels.hpp"
#include "trilayer/recording/mapping.hpp"
#include "trilayer/recording/marker_check.hpp"
#include "trilayer/recording/markers.hpp"
#include "trilayer/recording/pulse_scan.hpp"
#include "trilayer/recording/pulse_table.hpp"
#include "trilayer/recording/pulses.hpp"
#include "trilayer/recording/trial_checks.hpp"

namespace trilayer::recording {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view readable =
    "what can be read: BrainVision (.vhdr with its .vmrk and data file), EDF and EDF+ (.edf), BDF (.bdf), CED Spike2 "
    "(.smr), CED Signal (.cfs), NumPy arrays (.npy, with a mapping), and EMG-BIDS (a folder with "
    "dataset_description.json)";

struct Unreadable {
  std::string_view ending;
  std::string_view advice;
};

constexpr std::array<Unreadable, 3> not_yet_read{{
    {".smrx",
     "the 64-bit files of Spike2 are not read, the 32-bit ones are: open it in Spike2 and choose File > Export As, "
     "type 32-bit data file (.smr)"},
    {".adicht",
     "LabChart's own files are not read: export the channels as EDF in LabChart, with a comment at each pulse"},
    {".mat", "MATLAB files are not read yet: write the signals as EDF (edfwrite) and the pulse times as a table"},
}};

enum class Format { brainvision, edf, spike2, cfs, npy, unknown };

// What the first bytes say, for files whose ending does not.
Format format_by_content(const fs::path& path) {
  std::array<char, 32> bytes{};
  std::ifstream(path, std::ios::binary).read(bytes.data(), bytes.size());
  std::string_view head(bytes.data(), bytes.size());
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  if (head.starts_with("Brain Vision Data Exchange H") || head.starts_with("BrainVision Data Exchange He"))
    return Format::brainvision;
  if (head.starts_with("0       ") || head.starts_with("\xFF"
                                                       "BIOSEMI"))
    return Format::edf;
  if (head.substr(2).starts_with("(C) CED 87")) return Format::spike2;
  if (head.starts_with("CEDFILE\"")) return Format::cfs;
  if (head.starts_with("\x93NUMPY")) return Format::npy;
  return Format::unknown;
}

// The header of a BrainVision recording of which another part was named.
fs::path header_beside(const fs::path& part) {
  for (const char* ending : {".vhdr", ".VHDR"}) {
    fs::path header = part;
    header.replace_extension(ending);
    if (fs::exists(header)) return header;
  }
  throw base::Refusal("is part of a BrainVision recording, but there is no header (.vhdr) of this name beside it",
                      part.string(), "name the .vhdr file; it says which data and marker file belong to it");
}

// What is said of the numbers must be about a file of bare numbers.
void check_array(const fs::path& path, const Mapping& mapping) {
  const bool bare = base::lower(path.extension().string()) == ".npy" || format_by_content(path) == Format::npy;
  if (mapping.array && !bare)
    throw base::Refusal("'array' says what bare numbers mean, and " + path.filename().string() + " is no such file",
                        mapping.array->place, "leave [array] out: this file says itself what it holds");
  if (!mapping.array && bare)
    throw base::Refusal("holds bare numbers, and nothing says what they are", path.string(),
                        "add --mapping FILE with a table [array]: axes, rate, unit, channels and, where each trial has "
                        "a pulse, pulse_sample");
}

Recording read_file(const fs::path& path, const Mapping& mapping) {
  check_array(path, mapping);
  if (mapping.array) return read_npy(path, *mapping.array);
  const std::string ending = base::lower(path.extension().string());
  if (ending == ".vhdr") return read_brainvision(path);
  if (ending == ".edf" || ending == ".bdf") return read_edf(path);
  if (ending == ".smr") return read_spike2(path);
  if (ending == ".cfs") return read_cfs(path);
  if (ending == ".eeg" || ending == ".vmrk" || ending == ".dat") return read_brainvision(header_beside(path));
  for (const Unreadable& other : not_yet_read)
    if (ending == other.ending)
      throw base::Refusal("this kind of file is not read", path.string(), std::string(other.advice));
  switch (format_by_content(path)) {
    case Format::brainvision:
      return read_brainvision(path);
    case Format::edf:
      return read_edf(path);
    case Format::spike2:
      return read_spike2(path);
    case Format::cfs:
      return read_cfs(path);
    case Format::npy:
    case Format::unknown:
      break;
  }
  throw base::Refusal("this kind of file is not read", path.string(), std::string(readable));
}

// What was said with the path, checked for contradictions.
struct Statements {
  Mapping mapping;
  std::optional<Table> table;
  base::Milliseconds shift{0.0};

  [[nodiscard]] bool place_pulses() const { return table || !mapping.pulses.empty() || !mapping.cues.empty(); }
};

Mapping pulse_marker_mapping(const OpenOptions& options) {
  if (!options.hemisphere)
    throw base::Refusal("nothing says which hemisphere was stimulated", "--pulse-marker " + options.pulse_marker,
                        "add --hemisphere left or --hemisphere right: it is never guessed");
  PulseStatement said;
  said.code = options.pulse_marker;
  said.condition.hemisphere = options.hemisphere;
  said.place = "--pulse-marker";
  Mapping mapping;
  mapping.pulses.push_back(said);
  return mapping;
}

Table read_pulses(const fs::path& path) {
  Table table = read_table(path);
  if (!table.has("onset"))
    throw base::Refusal("has no column onset", table.place + ", line 1",
                        "head a column of times in s with onset, and separate columns by one tab, not by commas or "
                        "blanks");
  return table;
}

Statements statements_of(const OpenOptions& options) {
  Statements said;
  if (options.mapping) said.mapping = read_mapping(*options.mapping);
  const bool mapped = !said.mapping.pulses.empty() || !said.mapping.cues.empty();
  if (options.pulse_marker.empty() && options.hemisphere)
    throw base::Refusal("--hemisphere says where --pulse-marker stimulated, and there is none", "--hemisphere",
                        "add --pulse-marker CODE");
  if (int{mapped} + int{options.pulse_table.has_value()} + int{!options.pulse_marker.empty()} > 1)
    throw base::Refusal("the pulses are said twice", "--mapping, --pulses, --pulse-marker",
                        "say them in one place: [pulses] and [cues] of the mapping, the table, or --pulse-marker");
  if (!options.pulse_marker.empty()) said.mapping.pulses = pulse_marker_mapping(options).pulses;
  if (options.pulse_table) said.table = read_pulses(*options.pulse_table);
  const bool shifted = options.marker_shift != base::Milliseconds(0.0);
  said.shift = shifted ? options.marker_shift : said.mapping.marker_shift;
  return said;
}

// What people decided comes before the checks, which leave accepted trials alone.
void apply_decisions_beside(const fs::path& path, Recording& recording, const OpenOptions& options) {
  if (!options.decisions) return;
  const fs::path file = decisions_file(path, recording.name);
  std::vector<Decision> all = read_decisions(file);
  if (options.also) all.push_back(*options.also);
  if (!all.empty() && std::ranges::none_of(all, [&](const Decision& d) { return d.recording == recording.name; }))
    recording.warnings.push_back({"decisions_of_another",
                                  fmt::format("{} holds decisions on {}, none on this recording: was it renamed? Where "
                                              "it was, write its name in the column recording",
                                              file.string(), all.front().recording),
                                  recording.name});
  apply_decisions(recording, all, file.string(), options.detectors);
}

void prepare(const fs::path& path, Recording& recording, const Statements& said, const OpenOptions& options) {
  if (said.place_pulses() && !recording.blocks.empty())
    throw base::Refusal(
        "the data set says itself what its pulses are", recording.name,
        "leave out --pulse-marker, --pulses and the pulses of the mapping, or correct the events table");
  apply_channels(recording, said.mapping);
  conclude_labels(recording);
  judge_channels(recording);
  if (said.table) {
    recording.blocks = blocks_from_table(*said.table);
    if (auto warning = unknown_columns(*said.table)) recording.warnings.push_back(*std::move(warning));
    if (recording.blocks.empty())
      throw base::Refusal("no row is a pulse or a task", said.table->place,
                          "write one row a pulse, with tms_single in trial_type and left or right in tms_side");
  } else {
    place_pulses(recording, said.mapping);
  }
  note_unstated_hemispheres(recording);
  note_unstated_hands(recording);
  shift_pulses(recording, said.shift);
  apply_decisions_beside(path, recording, options);
  check_pulse_times(recording);
  if (check_markers(recording)) find_unmarked_pulses(recording);
  check_trials(recording);
}

std::vector<Session> open_dataset(const fs::path& folder, const Statements& said) {
  if (!said.mapping.participant.empty() || said.mapping.context != Context{})
    throw base::Refusal("a data set says itself who its participants are", said.mapping.place,
                        "leave participant and [context] out of the mapping; participants.tsv holds them");
  if (said.mapping.array)
    throw base::Refusal("'array' says what bare numbers mean, and a data set has none", said.mapping.array->place,
                        "leave [array] out: the files of a data set say themselves what they hold");
  if (said.table)
    throw base::Refusal("one pulse table cannot say the pulses of a whole data set", folder.string(),
                        "write them into its events tables");
  return read_bids(folder);
}

Session open_recording(const fs::path& path, const Statements& said) {
  Session session;
  session.participant = said.mapping.participant.empty() ? "recording" : said.mapping.participant;
  session.context = said.mapping.context;
  session.recordings.push_back(read_file(path, said.mapping));
  return session;
}

}  // namespace

std::vector<Session> open(const fs::path& path, const OpenOptions& options) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) fs::directory_iterator(path, error);
  if (error == std::errc::permission_denied)
    throw base::Refusal("may not be read", path.string(), "check its permissions and those of the folders above it");
  if (!fs::exists(status))
    throw base::Refusal("there is no such file or folder", path.empty() ? "''" : path.string(), "check the path");
  if (!fs::is_regular_file(path, error) && !fs::is_directory(path, error))
    throw base::Refusal("is neither a file nor a folder", path.string(), std::string(readable));
  const Statements said = statements_of(options);
  std::vector<Session> sessions;
  if (!fs::is_directory(path, error)) {
    sessions.push_back(open_recording(path, said));
  } else if (is_bids_dataset(path)) {
    sessions = open_dataset(path, said);
  } else {
    throw base::Refusal("this folder is no EMG-BIDS data set: it has no dataset_description.json", path.string(),
                        "name a recording in it; " + std::string(readable));
  }
  for (Session& session : sessions)
    for (Recording& recording : session.recordings) prepare(path, recording, said, options);
  return sessions;
}

void require_blocks(const Session& session) {
  const auto has_blocks = [](const Recording& recording) { return !recording.blocks.empty(); };
  if (std::any_of(session.recordings.begin(), session.recordings.end(), has_blocks)) return;
  std::string place;
  std::string advice;
  for (const Recording& recording : session.recordings) {
    place += (place.empty() ? "" : ", ") + recording.name;
    advice += (advice.empty() ? "the markers" : "; the markers") + std::string(" of ") + recording.name +
              " are: " + list_markers(recording);
  }
  const auto marked = std::find_if(session.recordings.begin(), session.recordings.end(),
                                   [](const Recording& recording) { return !recording.markers.empty(); });
  if (marked != session.recordings.end()) {
    const std::string code = count_markers(*marked).front().code;
    advice += ". If '" + code + "' is the test pulse, say so with the hemisphere it stimulated: add --pulse-marker \"" +
              code + "\" --hemisphere left (or right)";
  }
  advice += ". Pulses, pairs and cues can also be said in a mapping file (--mapping FILE) or a table (--pulses FILE)";
  throw base::Refusal("nothing says which markers are pulses or cues", place, advice);
}

}  // namespace trilayer::recording
