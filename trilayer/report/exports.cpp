#include "trilayer/report/exports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

using measures::TrialValue;
using protocol::Block;
using protocol::Side;
using protocol::Trial;
using recording::Recording;
using recording::Session;

std::string cell(std::string_view words) {
  std::string text = base::to_utf8(words);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string line(const std::vector<std::string>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : ",") + cells[i];
  return text + "\n";
}

std::string number(const std::optional<double>& value, double scale = 1.0) {
  return value ? base::format_number(*value * scale, 7) : "";
}

// Single trials by what they are of.
class TrialTable {
 public:
  explicit TrialTable(const measures::Results& results) {
    for (const TrialValue& t : results.trials)
      if (t.side) values_[{t.participant, t.recording, t.block, t.trial, *t.side, t.muscle, t.measure}] = &t;
    for (const auto& finding : results.quality)
      if (finding.check == "clipped" && finding.side)
        clipped_.insert({finding.participant, finding.recording, finding.block, finding.trial, *finding.side,
                         finding.muscle, finding.check});
  }

  // A trial without a response has the size of what its window held.
  [[nodiscard]] std::optional<double> value(const Session& session, const Recording& recording, const Block& block,
                                            std::size_t trial, Side side, const std::string& muscle,
                                            const char* measure) const {
    const auto found = values_.find(
        {session.participant, recording.name, block.id, static_cast<int>(trial) + 1, side, muscle, measure});
    if (found == values_.end()) return std::nullopt;
    return found->second->value ? found->second->value : found->second->held;
  }

  // The silence of the trial ended while it was looked at.
  [[nodiscard]] bool ended(const Session& session, const Recording& recording, const Block& block, std::size_t trial,
                           Side side, const std::string& muscle) const {
    const auto found = values_.find(
        {session.participant, recording.name, block.id, static_cast<int>(trial) + 1, side, muscle, "csp_duration"});
    return found != values_.end() && found->second->state == measures::State::value;
  }

  [[nodiscard]] bool clipped(const Session& session, const Recording& recording, const Block& block, std::size_t trial,
                             Side side, const std::string& muscle) const {
    return clipped_.contains(
        {session.participant, recording.name, block.id, static_cast<int>(trial) + 1, side, muscle, "clipped"});
  }

 private:
  using Key = std::tuple<std::string, std::string, std::string, int, Side, std::string, std::string>;
  std::map<Key, const TrialValue*> values_;
  std::set<Key> clipped_;
};

std::optional<Side> contralateral(const Block& block) {
  if (!block.condition.hemisphere) return std::nullopt;
  return protocol::contralateral_side(*block.condition.hemisphere);
}

// Times of all trials with pulses of a recording, in order: the overall number of a trial, and the one before it.
std::vector<double> pulse_times(const Recording& recording) {
  std::vector<double> times;
  for (const Block& block : recording.blocks)
    for (const Trial& trial : block.trials)
      if (!trial.pulses.empty()) times.push_back(trial.anchor.time.value());
  std::sort(times.begin(), times.end());
  return times;
}

std::string why_not_used(const Trial& trial, std::size_t channel) {
  if (!trial.excluded.empty()) return trial.excluded;
  for (const auto& exclusion : trial.excluded_channels)
    if (exclusion.channel == channel) return exclusion.why;
  return "";
}

void add_rows(std::string& csv, const TrialTable& table, const Session& session, const Recording& recording,
              const Block& block) {
  const std::vector<double> times = pulse_times(recording);
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    const recording::Channel& channel = recording.channels[c];
    if (!channel.side || channel.muscle.empty() || channel.side != contralateral(block)) continue;
    for (std::size_t t = 0; t < block.trials.size(); ++t) {
      const Trial& trial = block.trials[t];
      if (trial.pulses.empty()) continue;
      const double time = trial.anchor.time.value();
      const auto place = std::lower_bound(times.begin(), times.end(), time);
      const auto value = [&](const char* measure) {
        return table.value(session, recording, block, t, *channel.side, channel.muscle, measure);
      };
      const auto latency = value("cmep_latency"), silence = value("csp_duration");
      const bool ended = latency && silence && table.ended(session, recording, block, t, *channel.side, channel.muscle);
      const std::string back = ended ? base::format_number(*latency + *silence, 7) : "";
      const std::string since = place == times.begin() ? "" : base::format_number(time - *(place - 1), 7);
      const bool clipped = table.clipped(session, recording, block, t, *channel.side, channel.muscle);
      csv += line({cell(recording.name), cell(label(channel)), cell(block.id), cell(block.id), std::to_string(t + 1),
                   std::to_string(place - times.begin() + 1), std::string(protocol::name(*channel.side)), "MEP",
                   protocol::used(trial, c) ? "Include" : "Exclude", cell(protocol::label(block.condition)),
                   base::format_number(time, 9), since, number(value("cmep_amplitude")), number(latency), back,
                   number(value("background_emg"), 1e-3), clipped ? "True" : "False", cell(why_not_used(trial, c))});
    }
  }
}

std::string_view contraction_of(const Block& block, Side side) {
  return protocol::name(block.condition.hands[side].contraction);
}

// Single pulses over M1 with a stated intensity: what a recruitment curve is made of.
bool on_a_curve(const Block& block) {
  const auto& c = block.condition;
  return c.site == protocol::Site::m1 && c.hemisphere && c.intensity && !c.conditioning && !c.both_hemispheres_together;
}

std::string configuration(const std::vector<std::string>& responses) {
  std::string names;
  for (const std::string& response : responses) names += (names.empty() ? "\"" : ", \"") + response + "\"";
  return "# For hbMEP: run it in this folder.\n[paths]\ncsv_path = \"hbmep.csv\"\nbuild_directory = "
         "\"hbmep_output\"\n\n"
         "[variables]\nintensity = \"TMSIntensity\"\n"
         "features = [\"participant\", \"hemisphere\", \"contraction\", \"intensity_reference\"]\nresponse = [" +
         names + "]\n\n[mcmc]\nnum_chains = 4\nnum_warmup = 1000\nnum_samples = 1000\nthinning = 1\n";
}

}  // namespace

std::string to_mep_cmap(const measures::Results& results, const std::vector<Session>& sessions) {
  std::string csv = line({"File", "Channel", "StimType", "Stim_Label", "Segment", "Segment_Overall", "Limb", "Measure",
                          "Outlier_Decision", "Condition", "Stim_Time(s)", "Time_Since_Last_Stim(s)", "PTP(mV)",
                          "Latency(ms)", "cSP_EMG_Return(ms)", "PreStimRMS", "Clipped", "Manual_Note"});
  const TrialTable table(results);
  for (const Session& session : sessions)
    for (const Recording& recording : session.recordings)
      for (const Block& block : recording.blocks) add_rows(csv, table, session, recording, block);
  return csv;
}

HbmepFiles to_hbmep(const measures::Results& results, const std::vector<Session>& sessions) {
  const TrialTable table(results);
  std::set<std::string> muscles;
  for (const Session& session : sessions)
    for (const Recording& recording : session.recordings)
      for (const recording::Channel& channel : recording.channels)
        if (channel.side && !channel.muscle.empty()) muscles.insert(channel.muscle);
  std::vector<std::string> header{"TMSIntensity", "participant", "hemisphere", "contraction", "intensity_reference"};
  std::vector<std::string> responses;
  for (const std::string& muscle : muscles) responses.push_back("PKPK_" + muscle);
  for (const std::string& response : responses) header.push_back(cell(response));
  HbmepFiles files{line(header), configuration(responses)};
  bool any = false;
  for (const Session& session : sessions)
    for (const Recording& recording : session.recordings)
      for (const Block& block : recording.blocks) {
        if (!on_a_curve(block)) continue;
        const Side side = *contralateral(block);
        for (std::size_t t = 0; t < block.trials.size(); ++t) {
          std::vector<std::string> cells{number(block.condition.intensity->percent), cell(session.participant),
                                         std::string(protocol::name(*block.condition.hemisphere)),
                                         std::string(contraction_of(block, side)),
                                         std::string(protocol::name(block.condition.intensity->reference))};
          bool whole = true;
          for (const std::string& muscle : muscles) {
            const auto size = table.value(session, recording, block, t, side, muscle, "cmep_amplitude");
            whole = whole && size;
            cells.push_back(number(size));
          }
          if (!whole) continue;  // a model of several muscles at once has no place for a gap
          any = true;
          files.csv += line(cells);
        }
      }
  if (!any)
    throw base::Refusal("there is no single pulse in use whose intensity and hemisphere are stated",
                        sessions.empty()                      ? ""
                        : sessions.front().recordings.empty() ? ""
                                                              : sessions.front().recordings.front().name,
                        "state them in a pulse table (--pulses FILE), a mapping (--mapping FILE) or the events tables; "
                        "measure --per-trial "
                        "lists the trials that are left out");
  return files;
}

}  // namespace trilayer::report
