// Reading a data set: walks through its folders. No name written in a file is followed; only folders are listed.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/bids/bids.hpp"
#include "trilayer/recording/bids/channels.hpp"
#include "trilayer/recording/bids/context.hpp"
#include "trilayer/recording/bids/events.hpp"
#include "trilayer/recording/bids/json.hpp"
#include "trilayer/recording/bids/names.hpp"
#include "trilayer/recording/formats/edf.hpp"
#include "trilayer/recording/formats/edf_header.hpp"

namespace trilayer::recording {
namespace {

namespace fs = std::filesystem;
using namespace bids;
using Json = nlohmann::ordered_json;

/// A data set as far as it is read before its recordings.
struct Dataset {
  fs::path root;
  Table participants;
  Json participants_sidecar = Json::object();
};

std::vector<fs::path> sorted_folders(const fs::path& folder, std::string_view prefix) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name.starts_with(prefix) && is_label(std::string_view(name).substr(prefix.size())))
      found.push_back(entry.path());
  }
  std::ranges::sort(found, [](const fs::path& a, const fs::path& b) { return comes_before(a.string(), b.string()); });
  return found;
}

// The data files of a folder, in order of name. A sidecar whose data file is missing is refused.
std::vector<fs::path> data_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::vector<fs::path> sidecars;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = parse_name(entry.path().filename().string());
    if (!name || name->suffix != "emg") continue;
    const std::string extension = base::lower(name->extension);
    if (extension == ".edf" || extension == ".bdf") files.push_back(entry.path());
    if (extension == ".json" && name->entities.contains("task")) sidecars.push_back(entry.path());
  }
  for (const fs::path& sidecar : sidecars) {
    // One without run, acq or recording may stand for several data files.
    const bool used = std::ranges::any_of(files, [&](const fs::path& file) {
      const auto applied = applicable(folder, file, "emg", ".json");
      return std::ranges::find(applied, sidecar) != applied.end();
    });
    if (!used)
      throw base::Refusal("describes a recording whose data file is missing", sidecar.string(),
                          "put the .edf or .bdf file of the same name beside it; other formats are not EMG-BIDS");
  }
  std::ranges::sort(files, [](const fs::path& a, const fs::path& b) { return comes_before(a.string(), b.string()); });
  return files;
}

void warn(Recording& recording, const char* code, const std::string& text) {
  recording.warnings.push_back({code, text, recording.name});
}

void check_required(Recording& recording, const Json& sidecar) {
  std::string missing;
  for (const char* key : {"TaskName", "EMGPlacementScheme", "EMGReference", "SamplingFrequency", "PowerLineFrequency",
                          "RecordingType", "SoftwareFilters"})
    if (!sidecar.contains(key)) missing += (missing.empty() ? "" : ", ") + std::string(key);
  if (!missing.empty())
    warn(recording, "bids_keys_missing", "the sidecar lacks keys that EMG-BIDS requires: " + missing);
}

void check_rate(const Recording& recording, const Json& sidecar, const std::string& place) {
  const auto stated = number_of(sidecar, "SamplingFrequency", place);
  if (!stated) return;
  std::string rates;
  for (const Channel& channel : recording.channels) {
    if (std::abs(channel.rate.value() - *stated) <= 1e-4 * *stated) return;
    rates = base::format_number(channel.rate.value(), 9);
  }
  throw base::Refusal(
      fmt::format("SamplingFrequency is {} Hz, but no channel of the data file has it (the last has {})",
                  base::format_number(*stated, 9), rates),
      place, "correct the sidecar, or look whether it belongs to another file");
}

// What BIDS recommends and does not require: a difference is told, not refused.
void check_recommended(Recording& recording, const Json& sidecar, const std::string& place) {
  const auto count = number_of(sidecar, "EMGChannelCount", place);
  const auto emg = static_cast<double>(std::ranges::count(recording.channels, ChannelKind::emg, &Channel::kind));
  if (count && *count != emg)
    warn(recording, "emg_channel_count_differs",
         fmt::format("EMGChannelCount is {}, but {} channels are EMG", base::format_number(*count), emg));
  const auto stated = number_of(sidecar, "RecordingDuration", place);
  const double stored = duration(recording).value();
  if (stated && std::abs(*stated - stored) > std::max(1.0 / recording.channels.at(0).rate.value(), 1e-3 * stored))
    warn(recording, "recording_duration_differs",
         fmt::format("RecordingDuration is {} s, but the data file holds {} s", base::format_number(*stated),
                     base::format_number(stored)));
}

void set_mains(Recording& recording, const Json& sidecar, const std::string& place) {
  const auto mains = number_of(sidecar, "PowerLineFrequency", place);
  if (!mains) return;
  if (*mains == 50.0 || *mains == 60.0) {
    recording.mains = base::Hertz(*mains);
  } else {
    warn(recording, "mains_frequency_unknown",
         fmt::format("PowerLineFrequency is {} Hz, neither 50 nor 60, and was left out", base::format_number(*mains)));
  }
}

Epochs epochs_of(const Json& sidecar, const std::string& place) {
  const std::string type = text_of(sidecar, "RecordingType", place);
  if (!type.empty() && type != "continuous" && type != "discontinuous" && type != "epoched")
    throw base::Refusal("RecordingType is '" + type + "'", place, "write one of: continuous, discontinuous, epoched");
  if (type != "epoched") return {};
  const auto length = number_of(sidecar, "EpochLength", place);
  if (!length || *length <= 0.0)
    throw base::Refusal("the recording is epoched, and no EpochLength above 0 is stated", place,
                        "write the length of an epoch in s as EpochLength");
  return {base::Seconds(*length)};
}

void read_events_of(Recording& recording, const Dataset& dataset, const fs::path& data, const Json& sidecar,
                    const std::string& place) {
  const Epochs epochs = epochs_of(sidecar, place);
  const auto tables = applicable(dataset.root, data, "events", ".tsv");
  Table table{recording.name, {"onset", "duration"}, {}};
  const auto file_markers = recording.markers;
  if (!tables.empty()) {
    table = read_table(tables.back());
    if (!table.has("onset"))
      throw base::Refusal("lacks the column onset", table.place + ", line 1", "BIDS requires onset and duration");
    if (table.rows.empty()) warn(recording, "events_empty", "the events table has no rows");
  }
  if (tables.empty()) recording.markers.clear();
  read_events(recording, std::move(table), epochs);
  // Without a table the annotations of the file are all there is; epochs follow one another then, so times stay.
  if (tables.empty()) recording.markers = file_markers;
  if (recording.segments.size() == 1 && text_of(sidecar, "RecordingType", place) == "discontinuous")
    warn(recording, "gaps_unknown",
         "the recording is discontinuous, but no events row of the type segment_start says where: what spans a gap is "
         "taken as unbroken");
}

/// A recording, and what its sidecar says of the session.
struct ReadFile {
  Recording recording;
  std::optional<Json> session_context;
  std::string place;  ///< of the sidecar
};

ReadFile read_file(const Dataset& dataset, const fs::path& data) {
  ReadFile file;
  Recording& recording = file.recording;
  recording = read_edf(data);
  if (data.extension() != base::lower(data.extension().string()))
    warn(recording, "bids_extension_case", "BIDS wants the extension in small letters");
  const auto sidecars = applicable(dataset.root, data, "emg", ".json");
  const Json sidecar = read_merged(sidecars);
  const std::string place = sidecars.empty() ? data.string() : sidecars.back().string();
  file.place = place;
  if (sidecar.contains("SessionContext")) file.session_context = sidecar["SessionContext"];
  check_required(recording, sidecar);
  check_rate(recording, sidecar, place);
  set_mains(recording, sidecar, place);
  if (const auto tables = applicable(dataset.root, data, "channels", ".tsv"); !tables.empty())
    apply_channels_table(recording, read_table(tables.back()), read_edf_header(data));
  check_recommended(recording, sidecar, place);
  read_events_of(recording, dataset, data, sidecar, place);
  check_consistent(recording);
  return file;
}

std::optional<Session> read_session(const Dataset& dataset, const fs::path& folder, const std::string& person,
                                    const std::string& label) {
  const auto files = data_files(folder / "emg");
  if (files.empty()) return std::nullopt;
  Session session;
  session.participant = label;
  std::vector<base::Warning> warnings;
  session.context = context_of(dataset.participants, person, dataset.participants_sidecar, warnings);
  std::optional<Json> stated;
  std::string stated_at;
  for (const fs::path& data : files) {
    ReadFile file = read_file(dataset, data);
    if (file.session_context && stated && *stated != *file.session_context)
      throw base::Refusal("SessionContext differs from that of " + fs::path(stated_at).filename().string(), file.place,
                          "recordings of one session share its context; give different sessions ses- folders");
    if (file.session_context) {
      stated = file.session_context;
      stated_at = file.place;
    }
    session.recordings.push_back(std::move(file.recording));
  }
  if (stated) add_session_context(session.context, *stated, stated_at);
  auto& all = session.recordings.front().warnings;
  all.insert(all.begin(), warnings.begin(), warnings.end());
  return session;
}

Dataset read_dataset(const fs::path& folder) {
  Dataset dataset;
  dataset.root = fs::absolute(folder).lexically_normal();
  if (dataset.root.filename().empty()) dataset.root = dataset.root.parent_path();  // "data/" is "data"
  read_json(dataset.root / "dataset_description.json");
  if (const auto path = dataset.root / "participants.tsv"; fs::exists(path)) {
    dataset.participants = read_table(path);
    if (!dataset.participants.has("participant_id"))
      throw base::Refusal("lacks the column participant_id", path.string() + ", line 1", "add it, with sub-<label>");
  }
  if (const auto path = dataset.root / "participants.json"; fs::exists(path))
    dataset.participants_sidecar = read_json(path);
  return dataset;
}

}  // namespace

bool is_bids_dataset(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder, ignored) && fs::exists(folder / "dataset_description.json", ignored);
}

std::vector<Session> read_bids(const fs::path& folder) {
  const Dataset dataset = read_dataset(folder);
  std::vector<Session> sessions;
  const auto add = [&](const fs::path& place, const std::string& person, const std::string& label) {
    if (auto session = read_session(dataset, place, person, label)) sessions.push_back(std::move(*session));
  };
  for (const fs::path& participant : sorted_folders(dataset.root, "sub-")) {
    const std::string person = participant.filename().string().substr(4);
    add(participant, person, person);
    for (const fs::path& visit : sorted_folders(participant, "ses-"))
      add(visit, person, person + "_" + visit.filename().string());
  }
  if (sessions.empty())
    throw base::Refusal("has no EMG recordings", folder.string(),
                        "EMG-BIDS keeps them as sub-<label>/emg/sub-<label>_task-<label>_emg.edf or .bdf");
  return sessions;
}

}  // namespace trilayer::recording
