// The ipsilateral motor evoked potential (iMEP): the sign of layer I, where it comes as early as the cMEP.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/measures/averaging.hpp"
#include "trilayer/measures/block_channel.hpp"
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
  double level = 0.05;  ///< of this one test, so that all of the recording keep the false-alarm rate
  bool present = false;
  std::string obstacle;  ///< why no test was possible
};

/// Tests one muscle. The statistic is the largest value of the averaged rectified EMG in the window, smoothed over
/// settings.response_smoothing, minus the background mean, in uV; in the test single samples count for no more than
/// 99.5 % of quiet ones reach (Surrogates), so that it needs many trials. The window lies round the cMEP onset of
/// `other_hand` (the homologous muscle in the same trials) where it has one, else it is settings.response. `tests`: how
/// many such tests the recording has.
ImepTest test_imep(const BlockChannel& look, const BlockChannel* other_hand, std::size_t tests,
                   const Settings& settings);

/// imep_presence, imep_amplitude, imep_persistence, imep_latency_difference and imep_ratio. `reference`: the same
/// muscle, contralateral, in the same state, or null; `other_hand`: the homologous muscle in the same trials, or null.
std::vector<Measurement> ipsilateral_mep(const ImepTest& test, const BlockChannel* reference,
                                         const BlockChannel* other_hand, const Settings& settings);

/// Single trials: size in the iMEP window.
std::vector<TrialValue> ipsilateral_mep_trials(const ImepTest& test, const Settings& settings);

/// Where the response lies on the average; nothing where it is absent.
std::vector<Detection> ipsilateral_mep_detection(const ImepTest& test, const Settings& settings);

}  // namespace trilayer::measures
