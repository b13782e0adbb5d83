// One muscle during one block: cut, cleaned, and looked at once, for all detectors.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/measures/epochs.hpp"
#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// What one trial of one muscle shows of a response. Times in ms after the anchor, sizes in microvolts.
struct TrialResponse {
  double background_rms = 0.0;      ///< before the first pulse (settings.background), hum removed
  double peak_to_peak = 0.0;        ///< over settings.response, of the signal as recorded (hum included)
  double clean_peak_to_peak = 0.0;  ///< the same, hum removed
  bool clipped = false;             ///< stands at the limit of the amplifier (responses/clipping.hpp)
  bool present = false;             ///< a response by both criterion and background (contralateral_mep.hpp)
  std::optional<double> onset;      ///< where present
  bool onset_at_edge = false;       ///< the response is there where the search begins: the onset lies before it
  std::optional<double> end;        ///< of the response, where present
};

/// One muscle during one block. Pointers outlive it: they belong to the sessions being measured.
struct BlockChannel {
  const recording::Session* session = nullptr;
  const recording::Recording* recording = nullptr;
  const protocol::Block* block = nullptr;
  std::size_t channel = 0;
  protocol::Side side = protocol::Side::left;
  std::string muscle;
  bool active = false;            ///< contracting: as stated, else by its background EMG
  bool active_concluded = false;  ///< `active` is a conclusion from background EMG
  Epochs epochs;
  std::vector<TrialResponse> responses;  ///< one a row of epochs
  std::size_t tests = 1;                 ///< of presence among the muscles of this recording
  bool onsets_by_shape = false;          ///< the onsets share the error of one shape (responses/response_onset.hpp)

  /// The muscle is on the other side than the pulsed hemisphere. False where no hemisphere is stated.
  [[nodiscard]] bool contralateral() const;
  [[nodiscard]] bool ipsilateral() const;

  /// A measurement of this block and channel with key, place and names filled in, in state `missing`.
  [[nodiscard]] Measurement blank(std::string_view measure) const;
};

/// Cuts, cleans and looks once. Empty epochs (no trial fits the recording) are possible.
BlockChannel look(const recording::Session& session, const recording::Recording& recording,
                  const protocol::Block& block, std::size_t channel, const Settings& settings,
                  const std::optional<Hum>& hum);

}  // namespace trilayer::measures
