#include "trilayer/measures/session_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <mutex>

#include "trilayer/base/parallel.hpp"
#include "trilayer/measures/background_emg.hpp"
#include "trilayer/measures/quality/decided.hpp"

namespace trilayer::measures {
namespace {

using protocol::Block;
using recording::Recording;
using recording::Session;

// Counts finished pieces of work and tells the listener; safe from several threads.
class Ticker {
 public:
  Ticker(std::size_t pieces, const Progress& progress) : pieces_(pieces), progress_(progress) {}
  void tick() {
    if (!progress_) return;
    const std::scoped_lock lock(mutex_);
    ++done_;
    progress_(static_cast<double>(done_) / static_cast<double>(std::max<std::size_t>(1, pieces_)));
  }

 private:
  std::size_t pieces_, done_ = 0;
  const Progress& progress_;
  std::mutex mutex_;
};

bool measurable(const recording::Channel& channel) {
  return channel.kind == recording::ChannelKind::emg && channel.side && !channel.muscle.empty();
}

// Trials counted from a test pulse over M1: no sham, root, nerve or premotor block, and none of conditioning pulses
// alone.
bool pulsed(const Block& block) {
  return block.condition.site == protocol::Site::m1 && !block.condition.conditioning_alone && !block.trials.empty() &&
         block.trials.front().anchor.kind == protocol::AnchorKind::test_pulse;
}

bool single(const Block& block) { return !block.condition.conditioning && !block.condition.both_hemispheres_together; }

// One warning a recording, with every channel that hums.
void warn_of_hum(const Recording& recording, const std::vector<std::optional<Hum>>& hum,
                 std::vector<base::Warning>& warnings) {
  std::string where;
  for (std::size_t c = 0; c < hum.size(); ++c)
    if (hum[c])
      where += fmt::format("{}{} ({:.0f} uV peak-to-peak at {:.2f} Hz)", where.empty() ? "" : ", ",
                           label(recording.channels[c]), hum[c]->peak_to_peak, hum[c]->frequency);
  if (where.empty()) return;
  warnings.push_back({"mains_hum",
                      "mains hum stands in " + where +
                          ". It is fitted and subtracted round every trial, except in cmep_amplitude, which is of the "
                          "samples as recorded",
                      recording.name});
}

std::vector<std::vector<std::optional<Hum>>> find_all_hum(const Session& session, int jobs,
                                                          std::vector<base::Warning>& warnings) {
  std::vector<std::vector<std::optional<Hum>>> all;
  for (const Recording& recording : session.recordings) {
    std::vector<std::optional<Hum>> hum(recording.channels.size());
    base::for_each_index(hum.size(), jobs, [&](std::size_t c) {
      if (measurable(recording.channels[c])) hum[c] = find_hum(recording, c);
    });
    warn_of_hum(recording, hum, warnings);
    all.push_back(std::move(hum));
  }
  return all;
}

void look_at_everything(SessionWork& work, const Settings& settings, int jobs) {
  struct Place {
    std::size_t recording;
    const Block* block;
    std::size_t channel;
  };
  std::vector<Place> places;
  for (std::size_t r = 0; r < work.session->recordings.size(); ++r) {
    const Recording& recording = work.session->recordings[r];
    for (const Block& block : recording.blocks)
      for (std::size_t c = 0; c < recording.channels.size(); ++c)
        if (pulsed(block) && measurable(recording.channels[c])) places.push_back({r, &block, c});
  }
  work.looks.resize(places.size());
  base::for_each_index(places.size(), jobs, [&](std::size_t i) {
    const Place& place = places[i];
    work.looks[i] = look(*work.session, work.session->recordings[place.recording], *place.block, place.channel,
                         settings, work.hum[place.recording][place.channel]);
  });
  std::erase_if(work.looks, [](const BlockChannel& look) { return look.epochs.trials() == 0; });
  std::map<const Recording*, std::size_t> crossed;
  for (const BlockChannel& look : work.looks) crossed[look.recording] += look.contralateral() ? 1 : 0;
  for (BlockChannel& look : work.looks) look.tests = std::max<std::size_t>(1, crossed[look.recording]);
}

// One warning a recording, where no muscle can be what was recorded.
void warn_of_voltage(SessionWork& work) {
  constexpr double most = 1e5;  // uV: surface EMG, M-waves included, stays far below [project]
  std::map<const Recording*, double> largest;
  for (const BlockChannel& look : work.looks)
    for (const TrialResponse& r : look.responses)
      largest[look.recording] = std::max({largest[look.recording], r.clean_peak_to_peak, r.background_rms});
  for (const auto& [recording, size] : largest)
    if (size > most)
      work.warnings.push_back({"impossible_voltage",
                               fmt::format("EMG of {:.3g} mV, which no muscle gives: check the unit and the resolution "
                                           "that the file states",
                                           size * 1e-3),
                               recording->name});
}

void look_at_tasks(SessionWork& work, const Settings& settings, int jobs) {
  const auto& recordings = work.session->recordings;
  std::vector<std::vector<TaskLook>> parts(recordings.size());
  base::for_each_index(parts.size(), jobs, [&](std::size_t r) {
    parts[r] = task_looks(*work.session, recordings[r], work.hum[r], settings);
  });
  for (auto& part : parts) std::move(part.begin(), part.end(), std::back_inserter(work.tasks));
}

// What shows that an active muscle's EMG is not clearly above its own rest, so that no silence can show in it; nothing
// where it is.
std::optional<std::string> hardly_contracts(const SessionWork& work, const BlockChannel& look,
                                            const Settings& settings) {
  const double active = median_background(look);
  // The quietest of its blocks: while the other hand contracts a mirroring hand is not at rest.
  std::optional<double> rest;
  for (const BlockChannel& other : work.looks)
    if (!other.active && other.recording == look.recording && other.channel == look.channel)
      rest = std::min(rest.value_or(std::numeric_limits<double>::infinity()), median_background(other));
  if (rest) {
    if (active >= settings.active_over_rest * *rest) return std::nullopt;
    return fmt::format(
        "this hand should contract, but its background EMG of {:.1f} uV RMS is less than {:g} times that of its rest, "
        "{:.1f} uV",
        active, settings.active_over_rest, *rest);
  }
  if (active >= settings.active_background.value()) return std::nullopt;
  return fmt::format("this hand should contract, but its background EMG is {:.1f} uV RMS, less than {:g} uV", active,
                     settings.active_background.value());
}

// Tests of one kind, made in parallel; the family of each recording shares its false-alarm rate.
template <class Test, class Make>
void run_tests(const std::vector<const BlockChannel*>& candidates, std::map<const BlockChannel*, Test>& results,
               int jobs, Ticker& ticker, Make&& make) {
  std::map<const Recording*, std::size_t> family;
  for (const BlockChannel* look : candidates) ++family[look->recording];
  std::vector<Test> tests(candidates.size());
  base::for_each_index(candidates.size(), jobs, [&](std::size_t i) {
    tests[i] = make(*candidates[i], family.at(candidates[i]->recording));
    ticker.tick();
  });
  for (std::size_t i = 0; i < candidates.size(); ++i) results.emplace(candidates[i], std::move(tests[i]));
}

std::vector<const BlockChannel*> candidates_for(const SessionWork& work,
                                                const std::function<bool(const BlockChannel&)>& fits) {
  std::vector<const BlockChannel*> all;
  for (const BlockChannel& look : work.looks)
    if (fits(look)) all.push_back(&look);
  return all;
}

bool imep_candidate(const BlockChannel& look) { return look.ipsilateral() && single(*look.block); }

}  // namespace

const BlockChannel* other_hand(const SessionWork& work, const BlockChannel& look) {
  for (const BlockChannel& other : work.looks)
    if (other.block == look.block && other.muscle == look.muscle && other.side != look.side) return &other;
  return nullptr;
}

namespace {

// How unlike two blocks are, for choosing a reference: same recording first, then the nearest intensity on the same
// scale, then any other.
double unlikeness(const BlockChannel& a, const BlockChannel& b) {
  constexpr double other_recording = 1e6, other_scale = 1e3;
  const auto& x = a.block->condition.intensity;
  const auto& y = b.block->condition.intensity;
  const bool comparable = x && y && x->reference == y->reference;
  return (a.recording == b.recording ? 0.0 : other_recording) +
         (comparable ? std::abs(x->percent - y->percent) : other_scale);
}

bool crosses(const BlockChannel& other, const BlockChannel& look) {
  return other.contralateral() && other.side == look.side && other.muscle == look.muscle &&
         other.active == look.active && single(*other.block);
}

}  // namespace

const BlockChannel* crossed_reference(const SessionWork& work, const BlockChannel& look) {
  const BlockChannel* best = nullptr;
  for (const BlockChannel& other : work.looks)
    if (crosses(other, look) && (best == nullptr || unlikeness(other, look) < unlikeness(*best, look))) best = &other;
  return best;
}

std::vector<const BlockChannel*> crossed_references(const SessionWork& work, const BlockChannel& look) {
  std::vector<const BlockChannel*> all;
  const BlockChannel* nearest = crossed_reference(work, look);
  for (const BlockChannel& other : work.looks)
    if (crosses(other, look) && other.recording == nearest->recording) all.push_back(&other);
  return all;
}

SessionWork prepare(const Session& session, const Settings& settings, int jobs, const Progress& progress) {
  SessionWork work;
  work.session = &session;
  work.hum = find_all_hum(session, jobs, work.warnings);
  look_at_everything(work, settings, jobs);
  look_at_tasks(work, settings, jobs);
  warn_of_voltage(work);

  const auto imep = candidates_for(work, imep_candidate);
  const auto contracts = [&](const BlockChannel& look) {
    if (!look.active) return false;
    auto reason = hardly_contracts(work, look, settings);
    if (reason) work.idle.emplace(&look, *std::move(reason));
    return !reason;
  };
  const auto isp =
      candidates_for(work, [&](const BlockChannel& look) { return imep_candidate(look) && contracts(look); });
  const auto csp = candidates_for(work, [&](const BlockChannel& look) {
    return look.contralateral() && !look.block->condition.conditioning && contracts(look);
  });
  Ticker ticker(imep.size() + isp.size(), progress);
  run_tests(imep, work.imep, jobs, ticker, [&](const BlockChannel& look, std::size_t tests) {
    return test_imep(look, other_hand(work, look), tests, settings);
  });
  run_tests(isp, work.isp, jobs, ticker,
            [&](const BlockChannel& look, std::size_t tests) { return test_isp(look, tests, settings); });
  for (const BlockChannel* look : csp) {
    const auto found = work.silences.emplace(look, find_silences(*look, settings)).first;
    apply_decided_silences(*look, found->second);
  }
  return work;
}

}  // namespace trilayer::measures
