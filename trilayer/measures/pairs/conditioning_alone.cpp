#include "trilayer/measures/pairs/conditioning_alone.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;

// From the hemisphere of the muscle's own side: in a pair within one hemisphere, a response alone is a crossed one.
bool given_alone(const protocol::Block& block) {
  const Condition& condition = block.condition;
  return condition.conditioning_alone && condition.conditioning && !condition.earlier && condition.hemisphere &&
         condition.site == protocol::Site::m1 && condition.conditioning->site == protocol::Site::m1 &&
         condition.conditioning->hemisphere == opposite(*condition.hemisphere) && !block.trials.empty() &&
         block.trials.front().anchor.kind == protocol::AnchorKind::test_pulse;
}

// The same pulse in the same state of the hands; how long before the test pulse it would have come does not matter.
bool same_pulse(const Condition& alone, const Condition& paired) {
  protocol::Conditioning first = *alone.conditioning;
  first.interval = paired.conditioning->interval;
  return first == *paired.conditioning && alone.hands == paired.hands && alone.task == paired.task &&
         alone.intended == paired.intended && alone.after_cue == paired.after_cue;
}

// Of several, that with the pair's own interval.
const BlockChannel* alone_of(const PairRatio& pair, std::span<const BlockChannel> alone) {
  const Condition& condition = pair.paired->block->condition;
  const BlockChannel* found = nullptr;
  for (const BlockChannel& candidate : alone) {
    if (candidate.recording != pair.paired->recording || candidate.channel != pair.paired->channel ||
        !same_pulse(candidate.block->condition, condition))
      continue;
    if (candidate.block->condition.conditioning->interval == condition.conditioning->interval) return &candidate;
    if (found == nullptr) found = &candidate;
  }
  return found;
}

LogMean response_alone(const BlockChannel& alone, const Settings& settings) {
  std::vector<double> sizes, background;
  for (const TrialResponse& response : alone.responses) {
    sizes.push_back(response.clean_peak_to_peak);
    background.push_back(response.background_rms);
  }
  return log_mean(sizes, response_limit(background, alone.active, settings));
}

// The unconditioned trials that a pair with this conditioning pulse would be held against.
Measurement ratio_alone(const BlockChannel& alone, std::span<const BlockChannel> blocks, const Settings& settings) {
  constexpr std::string_view id = "conditioning_alone_ratio";
  PairRatio pair{&alone, id, alone.blank(id), {}, {}};
  BlockChannel asked;  // the block as if the test pulse had come
  protocol::Block block = *alone.block;
  block.condition.conditioning_alone = false;
  asked.recording = alone.recording;
  asked.channel = alone.channel;
  asked.side = alone.side;
  asked.muscle = alone.muscle;
  asked.block = &block;
  const auto references = references_of(asked, blocks);
  if (references.empty())
    return missing(pair.measurement,
                   "no unconditioned block of this hemisphere, muscle, test intensity and contraction");
  fill_ratio(pair, references, settings);
  if (pair.measurement.value) pair.measurement.method += "; counted from the conditioning pulse";
  return pair.measurement;
}

std::vector<double> average_sweep(const Epochs& epochs) {
  std::vector<double> mean(epochs.samples, 0.0);
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += static_cast<double>(epochs.row(t)[i]);
  for (double& value : mean) value /= static_cast<double>(epochs.trials());
  return mean;
}

// Sizes of the conditioned responses without the average sweep of the conditioning pulse alone, the conditioning
// pulses upon each other; none where that sweep does not reach over the response window.
std::vector<double> without(const BlockChannel& paired, const BlockChannel& alone, const Settings& settings) {
  const Epochs &rows = paired.epochs, &sweeps = alone.epochs;
  if (sweeps.trials() == 0 || rows.rate != sweeps.rate) return {};
  const auto interval = [](const BlockChannel& look) { return look.block->condition.conditioning->interval.value(); };
  const std::size_t first = rows.column(settings.response.from), last = rows.column(settings.response.to);
  const auto shift = static_cast<std::ptrdiff_t>(sweeps.zero) - static_cast<std::ptrdiff_t>(rows.zero) +
                     static_cast<std::ptrdiff_t>(std::llround((interval(paired) - interval(alone)) * 1e-3 * rows.rate));
  if (last <= first || static_cast<std::ptrdiff_t>(first) + shift < 0 ||
      static_cast<std::ptrdiff_t>(last) + shift > static_cast<std::ptrdiff_t>(sweeps.samples))
    return {};
  const std::vector<double> mean = average_sweep(sweeps);
  std::vector<double> sizes;
  for (std::size_t t = 0; t < rows.trials(); ++t) {
    double low = HUGE_VAL, high = -HUGE_VAL;
    for (std::size_t i = first; i < last; ++i) {
      const double left =
          static_cast<double>(rows.row(t)[i]) - mean[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(i) + shift)];
      low = std::min(low, left);
      high = std::max(high, left);
    }
    sizes.push_back(high - low);
  }
  return sizes;
}

Measurement subtracted(const PairRatio& pair, const BlockChannel& alone, std::span<const BlockChannel> blocks,
                       const Settings& settings) {
  constexpr std::string_view id = "ihi_subtracted";
  PairRatio worked{pair.paired, id, pair.paired->blank(id), {}, {}};
  const auto references = references_of(*pair.paired, blocks);
  if (references.empty()) return missing(worked.measurement, pair.measurement.reason);
  const auto sweeps = alone.epochs.trials();
  const WorkedOn sizes{without(*pair.paired, alone, settings), std::sqrt(1.0 + 1.0 / static_cast<double>(sweeps))};
  if (sizes.sizes.empty())
    return invalid(worked.measurement, "the sweeps of the conditioning pulse alone do not reach over the response");
  fill_ratio(worked, references, settings, &sizes);
  if (worked.measurement.value)
    worked.measurement.method += "; the average of " + std::to_string(sweeps) +
                                 " sweeps of the conditioning pulse alone (" + alone.block->id + ") subtracted";
  worked.measurement.block += "+" + alone.block->id;
  return worked.measurement;
}

void judge(PairRatio& pair, const BlockChannel* alone, const Settings& settings) {
  Measurement& m = pair.measurement;
  if (!m.value) return;
  if (alone == nullptr) {
    m.method += "; the conditioning pulse was not given alone, so that what it evokes itself is not known";
    return;
  }
  const LogMean response = response_alone(*alone, settings);
  const std::string share = std::to_string(response.seen) + " of " + std::to_string(response.trials());
  if (!response.usable()) {
    m.method += "; alone (" + alone->block->id + ") the conditioning pulse evokes a response in " + share + " trials";
    return;
  }
  m = confounded(m,
                 "the conditioning pulse alone evokes responses in this muscle (" + share + " trials, " +
                     base::format_number(std::exp(response.mean - pair.reference.mean), 2) +
                     " of the test response), which add to the conditioned ones or silence them: see ihi_subtracted");
}

}  // namespace

std::vector<BlockChannel> conditioning_alone_looks(const SessionWork& work, const Settings& settings) {
  std::vector<BlockChannel> looks;
  for (std::size_t r = 0; r < work.session->recordings.size(); ++r) {
    const recording::Recording& recording = work.session->recordings[r];
    for (const protocol::Block& block : recording.blocks) {
      if (!given_alone(block)) continue;
      Settings counted = settings;
      counted.response.from -= block.condition.conditioning->interval;
      counted.response.to -= block.condition.conditioning->interval;
      for (std::size_t c = 0; c < recording.channels.size(); ++c) {
        const recording::Channel& channel = recording.channels[c];
        if (channel.kind != recording::ChannelKind::emg || channel.muscle.empty() ||
            channel.side != protocol::contralateral_side(*block.condition.hemisphere))
          continue;
        looks.push_back(look(*work.session, recording, block, c, counted, work.hum[r][c]));
      }
    }
  }
  std::erase_if(looks, [](const BlockChannel& seen) { return seen.epochs.trials() == 0; });
  return looks;
}

std::vector<Measurement> conditioning_alone(std::span<const BlockChannel> alone, std::vector<PairRatio>& pairs,
                                            std::span<const BlockChannel> blocks, const Settings& settings) {
  std::vector<Measurement> all;
  for (const BlockChannel& look : alone) all.push_back(ratio_alone(look, blocks, settings));
  for (PairRatio& pair : pairs) {
    if (pair.id != "ihi") continue;
    const BlockChannel* given = alone_of(pair, alone);
    judge(pair, given, settings);
    if (given != nullptr) all.push_back(subtracted(pair, *given, blocks, settings));
  }
  return all;
}

}  // namespace trilayer::measures
