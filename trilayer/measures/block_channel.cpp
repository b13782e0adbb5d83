#include "trilayer/measures/block_channel.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/quality/decided.hpp"

namespace trilayer::measures {
namespace {

double rms(std::span<const float> values) {
  double sum = 0.0;
  for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
  return values.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(values.size()));
}

// As stated; where nothing is stated, the background EMG decides.
void decide_contraction(BlockChannel& look, const Settings& settings) {
  const protocol::Contraction stated = look.block->condition.hands[look.side].contraction;
  if (stated != protocol::Contraction::unstated) {
    look.active = stated == protocol::Contraction::active;
    return;
  }
  std::vector<double> backgrounds;
  for (const TrialResponse& response : look.responses) backgrounds.push_back(response.background_rms);
  look.active = !backgrounds.empty() && base::median(backgrounds) >= settings.active_background.value();
  look.active_concluded = true;
}

}  // namespace

bool BlockChannel::contralateral() const {
  return block->condition.hemisphere && protocol::contralateral_side(*block->condition.hemisphere) == side;
}

bool BlockChannel::ipsilateral() const {
  return block->condition.hemisphere && protocol::ipsilateral_side(*block->condition.hemisphere) == side;
}

Measurement BlockChannel::blank(std::string_view measure) const {
  Measurement m;
  m.key = {std::string(measure), protocol::label(block->condition), side, muscle, block->condition.hemisphere};
  m.participant = session->participant;
  m.recording = recording->name;
  m.block = block->id;
  m.trials = static_cast<int>(epochs.trials());
  return m;
}

BlockChannel look(const recording::Session& session, const recording::Recording& recording,
                  const protocol::Block& block, std::size_t channel, const Settings& settings,
                  const std::optional<Hum>& hum) {
  BlockChannel look;
  look.session = &session;
  look.recording = &recording;
  look.block = &block;
  look.channel = channel;
  look.side = *recording.channels[channel].side;
  look.muscle = recording.channels[channel].muscle;
  const Window background = background_before(block, settings);
  const Window window{settings.shown.from + background.to - settings.background.to, settings.shown.to};
  look.epochs = cut_epochs(recording, block, channel, window, background, hum);
  look.responses.resize(look.epochs.trials());
  const std::size_t first = look.epochs.column(background.from);
  const std::size_t last = look.epochs.column(background.to);
  for (std::size_t t = 0; t < look.epochs.trials(); ++t)
    look.responses[t].background_rms = rms(look.epochs.row(t).subspan(first, last > first ? last - first : 0));
  decide_contraction(look, settings);
  find_responses(look, settings);
  apply_decided_onsets(look);
  return look;
}

}  // namespace trilayer::measures
