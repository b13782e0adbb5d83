// The ipsilateral motor evoked potential (iMEP): the sign of layer I, where it comes as early as the cMEP.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/measures/averaging.hpp"
#include "trilayer/measures/block_channel.hpp"
#include "trilayer/measures/responses/imep_tail.hpp"
#include "trilayer/measures/surrogates.hpp"

namespace trilayer::measures {

/// The presence test of one ipsilateral muscle in one block.
struct ImepTest {
  const BlockChannel* look = nullptr;
  Window window;  ///< searched, ms after the pulse
  RectifiedTrials trials;
  std::optional<Surrogates> surrogates;  ///< nothing: no test was possible, see `obstacle`
  double statistic = 0.0;                ///< uV: peak of the smoothed average above background
  double p = 1.0;
  double clip = std::numeric_limits<double>::infinity();  ///< uV that a single sample counts for in the test at most
  double level = 0.05;  ///< of this one test, so that all of the recording keep the false-alarm rate
  bool present = false;
  bool short_quiet = false;          ///< little quiet EMG before the pulses: the level is a stricter one
  std::string obstacle;              ///< why no test was possible
  std::size_t quiet_windows = 0;     ///< side by side in quiet EMG, where trials are few; else 0
  QuietEmg quiet;                    ///< EMG before the pulses, where a response is present
  std::optional<ArtefactTail> tail;  ///< what was subtracted of the stimulus artefact, where it reached the window

  /// The look's sweeps, without a tail of the artefact.
  [[nodiscard]] const Epochs& epochs() const { return tail ? tail->without : look->epochs; }
};

/// The contralateral responses an iMEP is compared with.
struct ImepReferences {
  std::vector<const BlockChannel*> same_muscle;  ///< contralateral, single pulses, same state: of all intensities
  const BlockChannel* nearest = nullptr;         ///< of these the one of nearest intensity
  const BlockChannel* other_hand = nullptr;      ///< the homologous muscle in the same trials
};

/// Tests one muscle. The statistic is the largest value of the averaged rectified EMG in the window, smoothed over
/// settings.response_smoothing, minus the background mean, in uV; in the test single samples count for no more than
/// 99.5 % of quiet ones reach (Surrogates), so that it needs many trials. Blocks of fewer than
/// settings.fewest_trials_averaged trials (an imported average is one) are tested where their quiet EMG holds enough
/// windows side by side, p being at least 1 / (windows + 1). The window lies round the cMEP onset of `other_hand` (the
/// homologous muscle in the same trials) where it has one, else it is settings.response. `tests`: how many such tests
/// the recording has.
ImepTest test_imep(const BlockChannel& look, const BlockChannel* other_hand, std::size_t tests,
                   const Settings& settings);

/// imep_presence, imep_amplitude, imep_persistence, imep_ratio, imep_latency_difference and the probabilities of its
/// classes, imep_class_0, imep_class_1, imep_class_6 and imep_class_13 (responses/imep_onset.hpp). Differences of onset
/// are those from the same muscle, where it has no block those from the other hand.
std::vector<Measurement> ipsilateral_mep(const ImepTest& test, const ImepReferences& references,
                                         const Settings& settings);

/// Single trials: size in the iMEP window.
std::vector<TrialValue> ipsilateral_mep_trials(const ImepTest& test, const Settings& settings);

/// Where the response lies on the average; nothing where it is absent.
std::vector<Detection> ipsilateral_mep_detection(const ImepTest& test, const Settings& settings);

}  // namespace trilayer::measures
