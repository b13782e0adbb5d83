// The ipsilateral silent period (iSP): inhibition of one M1 by the other, seen in the hand of the stimulated side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/measures/averaging.hpp"
#include "trilayer/measures/block_channel.hpp"
#include "trilayer/measures/silences/average_silence.hpp"
#include "trilayer/measures/surrogates.hpp"

namespace trilayer::measures {

/// The presence test of one contracting ipsilateral muscle in one block.
struct IspTest {
  const BlockChannel* look = nullptr;
  RectifiedTrials trials;
  std::optional<Surrogates> surrogates;   ///< nothing: no test was possible, see `obstacle`
  std::optional<AverageSilence> silence;  ///< the largest candidate, significant or not
  double p = 1.0;
  double level = 0.05;
  bool present = false;
  std::string obstacle;
};

/// Tests one muscle. The averaged rectified EMG is smoothed over settings.envelope; the candidate is the run below
/// mean - settings.isp_deviations SD of the smoothed background that has the largest area, within settings.isp_search
/// and beginning before settings.isp_latest_onset, at least settings.isp_shortest long. The statistic is that area over
/// the mean. `tests`: how many such tests the recording has.
IspTest test_isp(const BlockChannel& look, std::size_t tests, const Settings& settings);

/// What else the sweeps of a test show that an iSP must be judged by.
struct SameSweeps {
  bool imep_present = false;
  std::string imep_unjudged{};             ///< why nobody knows whether there is one; empty: it was tested
  std::optional<double> silenced_alike{};  ///< csp_hand_ratio, where the ipsilateral hand is silent for long as well
};

/// isp_onset, isp_duration, isp_depth, isp_maximal_depth, isp_area and isp_second_phase. An iMEP in the same sweeps
/// makes the silence `confounded`, since it may follow the iMEP as a CSP follows a cMEP, and its absence `invalid`,
/// since the iMEP may fill it; where nobody can say whether there is one, a silence is `confounded`, too. A hand that
/// falls silent for at least half as long as the contralateral hand in the same sweeps makes it `confounded` too: that
/// is the silence of a hand driven by the stimulated hemisphere.
std::vector<Measurement> ipsilateral_silent_period(const IspTest& test, const SameSweeps& sweeps,
                                                   const Settings& settings);

/// Where the silence lies; nothing where it is absent.
std::vector<Detection> ipsilateral_silent_period_detection(const IspTest& test);

}  // namespace trilayer::measures
