#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/inference/bank.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/recording/decisions_file.hpp"
#include "trilayer/report/terminal.hpp"

namespace trilayer::app {
namespace {

using recording::Decision;
using recording::Recording;

std::string now() {
  const std::time_t time = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

std::vector<const Recording*> recordings_of(const std::vector<recording::Session>& sessions) {
  std::vector<const Recording*> all;
  for (const auto& session : sessions)
    for (const Recording& recording : session.recordings) all.push_back(&recording);
  return all;
}

// The one that is meant: by name, or the only one.
const Recording& chosen(const std::vector<const Recording*>& all, const std::string& name) {
  std::string names;
  for (const Recording* recording : all) {
    if (recording->name == name || (name.empty() && all.size() == 1)) return *recording;
    names += (names.empty() ? "" : ", ") + recording->name;
  }
  throw base::Refusal(name.empty() ? "it is not said which recording is meant" : "there is no such recording",
                      "--recording " + name, "name one of them: " + names);
}

const protocol::Trial& trial_of(const Recording& recording, const ReviewOptions& options) {
  std::string ids;
  for (const protocol::Block& block : recording.blocks) {
    ids += (ids.empty() ? "" : ", ") + block.id;
    if (block.id != options.block) continue;
    if (options.trial >= 1 && options.trial <= static_cast<int>(block.trials.size()))
      return block.trials[static_cast<std::size_t>(options.trial - 1)];
    throw base::Refusal(fmt::format("block {} has no trial {}", options.block, options.trial), recording.name,
                        fmt::format("name one from 1 to {}", block.trials.size()));
  }
  throw base::Refusal("there is no block " + options.block, recording.name,
                      ids.empty() ? "say which markers are pulses, as for measure" : "name one of them: " + ids);
}

void check_muscle(const Recording& recording, const ReviewOptions& options) {
  if (!options.side || options.muscle.empty() || find_channel(recording, *options.side, options.muscle)) return;
  std::string known;
  for (const auto& channel : recording.channels)
    if (channel.side && !channel.muscle.empty()) known += (known.empty() ? "" : ", ") + label(channel);
  throw base::Refusal(fmt::format("there is no {} {}", protocol::name(*options.side), options.muscle), recording.name,
                      "name one of them: " + known);
}

std::string line(const Decision& d, bool superseded) {
  return report::one_line(fmt::format("  block {}, trial {}{}{}: {}{}", d.block, d.trial,
                                      d.side ? fmt::format(", {} {}", protocol::name(*d.side), d.muscle) : "",
                                      d.measure.empty() ? "" : ", " + d.measure, in_words(d),
                                      superseded ? " [superseded]" : "")) +
         "\n";
}

void list(const ReviewOptions& options, const std::vector<const Recording*>& recordings) {
  std::string text;
  for (const Recording* recording : recordings) {
    if (!options.recording.empty() && recording->name != options.recording) continue;
    const auto file = recording::decisions_file(options.path, recording->name);
    std::string decisions;
    const auto all = recording::read_decisions(file);
    const auto last = recording::in_force(all);
    for (const Decision& d : all)
      if (d.recording == recording->name) decisions += line(d, std::find(last.begin(), last.end(), d) == last.end());
    text += report::one_line(recording->name) + (decisions.empty() ? ": no decisions\n" : ":\n" + decisions);
  }
  print(text);
}

// As it stands; where a decision keeps the data from opening, without the decisions, so that it can be seen and ended.
std::vector<recording::Session> opened(const ReviewOptions& options) {
  try {
    return recording::open(options.path, options.open);
  } catch (const base::Refusal& closed) {
    recording::OpenOptions without = options.open;
    without.decisions = false;
    auto sessions = recording::open(options.path, without);
    say(report::one_line(
        fmt::format("the decisions keep this from opening: {}, {}", closed.place(), closed.problem())));
    return sessions;
  }
}

// The detectors pass over a silence said to end before the response of its trial begins.
void check_against_response(const std::vector<recording::Session>& sessions, const Decision& decision) {
  if (decision.measure != "csp_duration" || !decision.value) return;
  const measures::Results results = measures::measure(sessions, {});
  for (const measures::TrialValue& found : results.trials) {
    const bool same_trial =
        found.recording == decision.recording && found.block == decision.block && found.trial == decision.trial;
    if (!same_trial || found.side != decision.side || found.muscle != decision.muscle) continue;
    if (found.measure != "cmep_latency" || !found.value || *found.value < *decision.value) continue;
    throw base::Refusal(fmt::format("the silence would end at {:g} ms, before the response of this trial begins, at "
                                    "{:.1f} ms",
                                    *decision.value, *found.value),
                        fmt::format("{}, block {}, trial {}", decision.recording, decision.block, decision.trial),
                        "count --move from the test pulse, or first move the onset (--measure cmep_latency)");
  }
}

// A decision after which the data would not open, or that has no effect, is not written; accepting ends decisions, and
// always is.
void check_effect(const ReviewOptions& options, const Decision& decision) {
  if (decision.verdict == recording::Verdict::accept) return;
  recording::OpenOptions with = options.open;
  with.also = decision;
  std::vector<recording::Session> sessions;
  try {
    sessions = recording::open(options.path, with);
  } catch (const base::Refusal& closed) {
    throw base::Refusal(
        "nothing is written, since the recording does not open with the decisions then in force: " + closed.problem(),
        closed.place(), closed.advice() + "; review --list shows decisions, and --accept ends one");
  }
  check_against_response(sessions, decision);
}

}  // namespace

std::string detectors_in_use() {
  return fmt::format("trilayer {}, settings {:016x}", TRILAYER_VERSION, inference::settings_hash());
}

void review(const ReviewOptions& options) {
  const auto sessions = opened(options);
  const auto recordings = recordings_of(sessions);
  if (!options.verdict) return list(options, recordings);
  const Recording& recording = chosen(recordings, options.recording);
  const protocol::Trial& trial = trial_of(recording, options);
  check_muscle(recording, options);

  Decision decision;
  decision.recording = recording.name;
  decision.block = options.block;
  decision.trial = options.trial;
  decision.time = trial.anchor.time;
  decision.side = options.side;
  decision.muscle = options.muscle;
  decision.measure = options.measure;
  decision.verdict = *options.verdict;
  decision.value = options.move;
  decision.who = options.who;
  decision.when = now();
  decision.detectors = options.open.detectors;
  decision.why = options.why;
  check_effect(options, decision);
  const auto file = recording::decisions_file(options.path, recording.name);
  recording::append_decision(file, decision);
  print(line(decision, false));
  say("written: " + file.string());
}

}  // namespace trilayer::app
