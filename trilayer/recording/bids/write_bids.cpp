// Writing a data set. Nothing in it depends on when or where it is written: same sessions, same bytes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/bids/bids.hpp"
#include "trilayer/recording/bids/channels.hpp"
#include "trilayer/recording/bids/context.hpp"
#include "trilayer/recording/bids/events.hpp"
#include "trilayer/recording/bids/names.hpp"
#include "trilayer/recording/bids/segments.hpp"
#include "trilayer/recording/formats/edf.hpp"
#include "trilayer/recording/formats/edf_header.hpp"

namespace trilayer::recording {
namespace {

namespace fs = std::filesystem;
using namespace bids;
using Json = nlohmann::ordered_json;

constexpr std::string_view readme =
    "Bilateral EMG with transcranial magnetic stimulation, written by Trilayer as EMG-BIDS.\n"
    "\n"
    "Pulses and tasks stand in the *_events.tsv files, one row a trial; every column is described in the "
    "*_events.json\n"
    "beside it. Times count from the first sample stored in the data file, latencies from tms_test_time. Where a\n"
    "recording has gaps, its segments stand one after the other in the data file; the rows segment_start and the\n"
    "column acq_onset say when they were recorded. The object SessionContext of *_emg.json holds what is known of the\n"
    "session beside the EMG.\n";

struct Label {
  std::string participant;
  std::string visit;  ///< of ses-; empty: none
};

Label label_of(const Session& session) {
  const auto mark = session.participant.find("_ses-");
  Label label{session.participant.substr(0, mark), ""};
  if (mark != std::string::npos) label.visit = session.participant.substr(mark + 5);
  if (!is_label(label.participant) || (mark != std::string::npos && !is_label(label.visit)))
    throw base::Refusal("'" + session.participant + "' is no label of BIDS", "participant",
                        "name participants with letters and digits only (P07), a session as P07_ses-2");
  return label;
}

std::string stem_of(const Label& label) {
  return "sub-" + label.participant + (label.visit.empty() ? "" : "_ses-" + label.visit);
}

// The names recordings had, where they are names of this participant and sort as the recordings do.
std::optional<std::vector<std::string>> own_names(const Session& session, const std::string& stem) {
  std::vector<std::string> names;
  for (const Recording& recording : session.recordings) {
    const auto name = parse_name(recording.name);
    if (!name || name->suffix != "emg" || !name->entities.contains("task")) return std::nullopt;
    if (!recording.name.starts_with(stem + "_task-")) return std::nullopt;
    std::string own = recording.name.substr(0, recording.name.rfind("_emg"));
    for (const auto& [key, ignored] : name->entities)
      if (key != "sub" && key != "ses" && key != "task" && key != "acq" && key != "run" && key != "recording")
        return std::nullopt;
    if (!names.empty() && !comes_before(names.back() + "_emg.edf", own + "_emg.edf")) return std::nullopt;
    names.push_back(std::move(own));
  }
  return names;
}

std::vector<std::string> recording_names(const Session& session, const std::string& stem) {
  if (auto own = own_names(session, stem)) return *own;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < session.recordings.size(); ++i)
    names.push_back(stem + "_task-tms" + (session.recordings.size() > 1 ? "_run-" + std::to_string(i + 1) : ""));
  return names;
}

// The length of every segment, where all are equally long.
std::optional<double> epoch_length(const std::vector<StoredSegment>& segments) {
  for (const StoredSegment& segment : segments)
    if (std::abs((segment.length - segments[0].length).value()) > 1e-9) return std::nullopt;
  return segments[0].length.value();
}

Json emg_sidecar(const Recording& recording, const std::string& task, const Json& context) {
  const auto segments = stored_segments(recording);
  double rate = 0.0;
  std::size_t emg = 0, triggers = 0;
  for (const Channel& channel : recording.channels) {
    emg += channel.kind == ChannelKind::emg ? 1 : 0;
    triggers += channel.kind == ChannelKind::trigger ? 1 : 0;
    // The main rate is that of the fastest EMG channel; the others stand in the channels table.
    if (channel.kind == ChannelKind::emg) rate = std::max(rate, channel.rate.value());
  }
  if (emg == 0) rate = recording.channels.front().rate.value();
  Json sidecar;
  sidecar["TaskName"] = task;
  sidecar["TaskDescription"] = "pulses and tasks as the events table lists them";
  sidecar["EMGPlacementScheme"] = "Other";
  sidecar["EMGPlacementSchemeDescription"] = "not stated; side and muscle of every channel stand in the channels table";
  sidecar["EMGReference"] = "n/a";
  sidecar["SamplingFrequency"] = rate;
  sidecar["PowerLineFrequency"] = recording.mains ? Json(recording.mains->value()) : Json("n/a");
  sidecar["SoftwareFilters"] = "n/a";
  sidecar["HardwareFilters"] = "n/a";
  sidecar["EMGChannelCount"] = emg;
  sidecar["TriggerChannelCount"] = triggers;
  sidecar["RecordingDuration"] = (segments.back().stored + segments.back().length).value();
  const auto length = epoch_length(segments);
  const bool broken = segments.size() > 1;
  sidecar["RecordingType"] = !broken ? "continuous" : length ? "epoched" : "discontinuous";
  if (broken && length) sidecar["EpochLength"] = *length;
  for (const char* key : {"Manufacturer", "ManufacturersModelName", "SoftwareVersions", "DeviceSerialNumber",
                          "ElectrodeManufacturer", "ElectrodeManufacturersModelName", "Instructions", "InstitutionName",
                          "InstitutionAddress", "InstitutionalDepartmentName"})
    sidecar[key] = "n/a";
  if (!context.empty()) sidecar["SessionContext"] = context;
  return sidecar;
}

void write_json(const fs::path& path, const Json& json) { base::write_file(path, json.dump(2) + "\n"); }

void write_recording(const fs::path& folder, const std::string& name, const Recording& recording, const Json& context) {
  const fs::path data = folder / (name + "_emg.edf");
  write_edf(data, recording);
  const std::string task = parse_name(name + "_emg")->entities.at("task");
  write_json(folder / (name + "_emg.json"), emg_sidecar(recording, task, context));
  base::write_file(folder / (name + "_channels.tsv"), to_text(channels_table(recording, read_edf_header(data))));
  write_json(folder / (name + "_channels.json"), channels_sidecar());
  const Table events = events_table(recording);
  base::write_file(folder / (name + "_events.tsv"), to_text(events));
  write_json(folder / (name + "_events.json"), events_sidecar(events));
}

void write_session(const fs::path& root, const Session& session, const Context& shared) {
  const Label label = label_of(session);
  fs::path folder = root / ("sub-" + label.participant);
  if (!label.visit.empty()) folder /= "ses-" + label.visit;
  folder /= "emg";
  fs::create_directories(folder);
  const auto names = recording_names(session, stem_of(label));
  const Json context = session_context(session.context, shared);
  for (std::size_t i = 0; i < names.size(); ++i) write_recording(folder, names[i], session.recordings[i], context);
}

Json dataset_description() {
  Json description;
  description["Name"] = "Bilateral TMS-EMG";
  description["BIDSVersion"] = "1.11.1";
  description["DatasetType"] = "raw";
  description["GeneratedBy"] = Json::array({{{"Name", "Trilayer"}}});
  return description;
}

void check_sessions(const std::vector<Session>& sessions, const fs::path& folder) {
  std::set<std::string> labels;
  for (const Session& session : sessions) {
    if (!labels.insert(session.participant).second)
      throw base::Refusal("two sessions have the participant '" + session.participant + "'", folder.string(),
                          "name sessions of one participant P07_ses-1, P07_ses-2");
    if (session.recordings.empty())
      throw base::Refusal("the session of '" + session.participant + "' has no recordings", folder.string(),
                          "leave it out, or add its recordings");
  }
  if (sessions.empty()) throw base::Refusal("would hold no sessions", folder.string(), "write at least one");
}

}  // namespace

void write_bids(const fs::path& folder, const std::vector<Session>& sessions) {
  check_sessions(sessions, folder);
  base::write_folder(folder, [&](const fs::path& root) {
    write_json(root / "dataset_description.json", dataset_description());
    base::write_file(root / "README", readme);
    const Table participants = participants_table(sessions);
    base::write_file(root / "participants.tsv", to_text(participants));
    const Json described = participants_sidecar(participants);
    write_json(root / "participants.json", described);
    std::vector<base::Warning> none;
    for (const Session& session : sessions)
      write_session(root, session, context_of(participants, label_of(session).participant, described, none));
  });
}

}  // namespace trilayer::recording
