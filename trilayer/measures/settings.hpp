// Every choice a detector makes, in one place: the same for one trial, a block and a preview.
#pragma once

#include <cstdint>

#include "trilayer/base/units.hpp"

namespace trilayer::measures {

/// A stretch of time after the anchor (negative: before).
struct Window {
  base::Milliseconds from;
  base::Milliseconds to;

  friend bool operator==(const Window&, const Window&) = default;
};

/// Quality of single trials (quality/trial_quality.hpp). Flags only: what excludes a trial is decided where recordings
/// are opened (recording/trial_checks.hpp).
struct QualitySettings {
  base::Microvolts rest_background{10.0};    ///< RMS: more is flagged in a hand stated at rest ...
  base::Microvolts rest_rejected{20.0};      ///< ... and more than this many laboratories reject (McMackin 2025 [V])
  double background_outlier = 3.0;           ///< robust standard deviations above the median of the block
  double background_excess = 1.5;            ///< and at least this times that median
  double hum_share = 0.5;                    ///< of the power before the pulse
  base::Microvolts hum{20.0};                ///< peak-to-peak, and at least this much
  int fewest_values = 10;                    ///< distinct values before the pulse; fewer are coarse
  base::Milliseconds artefact_search{10.0};  ///< either side of the pulse
  double artefact_over_background = 4.0;     ///< steepest step at the pulse over the steepest one before it
  double artefact_share = 0.8;               ///< of a block's trials that show one: then every trial should
  base::Milliseconds marker_off{1.0};        ///< the artefact's distance from the marker that is flagged
  base::Milliseconds longest_tail{10.0};     ///< of the artefact
  double tail_over_background = 4.0;         ///< RMS; below this, or 20 uV, the tail is over
  double drift_over_background = 2.0;  ///< change from the first to the last quarter of the background over its RMS
  base::Microvolts drift{20.0};        ///< and at least this much
  double copy = 0.7;                   ///< correlation at lag 0 of both hands' background
  friend bool operator==(const QualitySettings&, const QualitySettings&) = default;
};

/// Thresholds, recruitment, M-wave, F-wave, central conduction.
struct ExcitabilitySettings {
  base::Microvolts active_criterion{200.0};  ///< peak-to-peak of a response at active threshold (common usage [M])
  double relative_spread = 0.07;             ///< of the threshold curve: SD over threshold (Awiszus 2003 [V code])
  double spread_deviation = 0.7;             ///< of the logarithm of that, before the data: a factor of two either way
  int fewest_curve_intensities = 5;          ///< fewer give no recruitment curve
  double plateau_share = 0.85;               ///< of the maximum, which the curve reaches at the two largest intensities
  Window m_wave{base::Milliseconds(2.0), base::Milliseconds(12.0)};   ///< after a shock to the nerve, hand
  Window f_wave{base::Milliseconds(20.0), base::Milliseconds(40.0)};  ///< the same, hand
  Window root{base::Milliseconds(8.0), base::Milliseconds(25.0)};     ///< after a pulse to the root, hand
  base::Microvolts f_criterion{40.0};                                 ///< peak-to-peak of an F-wave (20 to 50 uV [M])
  int fewest_f_shocks = 10;
  // Onsets whose shortest counts. With the settings of MEPs one in ten begins early, in the noise: no matter for a
  // median, but the shortest would be one of them.
  double onset_deviations = 4.0;
  base::Milliseconds onset_smoothing{0.5};
  base::Milliseconds onset_gap{1.0};
  double m_plateau = 0.1;  ///< the strongest shocks' M-wave exceeds that of weaker ones by no more than this share

  friend bool operator==(const ExcitabilitySettings&, const ExcitabilitySettings&) = default;
};

/// Bursts, slopes, reaction times, preparation. All are choices of this project.
struct TaskSettings {
  base::Milliseconds burst_envelope{10.0};  ///< RMS envelope in which bursts are looked for
  double burst_over_rest = 5.0;             ///< its peak over the resting RMS
  base::Milliseconds burst_shortest{20.0};  ///< above the onset limit; what is shorter is a spike
  base::Milliseconds burst_gap{20.0};       ///< quiet this long ends a burst
  base::Milliseconds burst_reach{300.0};    ///< a burst that starts later after the intended hand's is not of its trial
  base::Milliseconds lead{15.0};           ///< wrong_hand_lead: the other hand's burst starts earlier by more than this
  base::Milliseconds coincident{20.0};     ///< bursts less than this apart start together
  base::Milliseconds envelope_step{10.0};  ///< of both hands' envelopes when they are correlated
  base::Milliseconds envelope_lag{150.0};  ///< largest lag of that correlation
  base::Milliseconds early{100.0};         ///< after the intended onset: mirror EMG that preparation bears on
  double maximal_force = 95.0;             ///< % from which a contraction counts as maximal
  double drift = 1.3;                      ///< a larger ratio of the intended hand's EMG is no equal force
  double background_shift = 1.5;           ///< a larger ratio of background EMG confounds a comparison of MEPs

  friend bool operator==(const TaskSettings&, const TaskSettings&) = default;
};

/// A range of frequencies, both ends included.
struct Band {
  base::Hertz from;
  base::Hertz to;

  friend bool operator==(const Band&, const Band&) = default;
};

/// Coherence, cumulant, cross-correlogram of both hands in sustained contraction.
struct CouplingSettings {
  base::Milliseconds segment{1000.0};  ///< length of the disjoint segments: bins of 1 Hz
  int fewest_segments = 20;            ///< 60 and more are better (usage [M])
  double taper = 0.1;                  ///< share of a segment under the cosine flanks of its window, 0 to 1
  base::Hertz reduced_rate{1000.0};    ///< at least; rectified samples are averaged down to it
  double active_over_rest = 1.5;       ///< a hand needs this times its resting RMS: else nothing is to be coherent
  Band beta{base::Hertz(15.0), base::Hertz(30.0)};         ///< corticospinal drive of steady contraction
  Band peak{base::Hertz(8.0), base::Hertz(45.0)};          ///< where the peak and the lag are looked for
  Band cumulant{base::Hertz(8.0), base::Hertz(250.0)};     ///< without the slow wandering of force
  base::Milliseconds cumulant_reach{10.0};                 ///< the central peak lies within this of lag 0
  Band cross_talk{base::Hertz(60.0), base::Hertz(200.0)};  ///< where common drive is not coherent and a copy is
  double cross_talk_share = 0.5;  ///< coherence there, of that in the beta band, which confounds
  double same_signal = 0.9;       ///< correlation of both channels at lag 0 from which they hold one signal
  double spike_deviations = 2.0;  ///< a peak of EMG above this many SD counts as an impulse
  base::Milliseconds correlogram_reach{100.0};    ///< lags either side, in bins of 1 ms
  base::Milliseconds correlogram_baseline{40.0};  ///< from this lag on: the level of chance
  base::Milliseconds correlogram_centre{6.0};     ///< lags in which the excess is tested: peaks are 11 to 13 ms wide

  friend bool operator==(const CouplingSettings&, const CouplingSettings&) = default;
};

/// Settings of all detectors. Sources are marked: [V] seen in the named source, [M] from memory and not verified. Where
/// none is given a value is a choice of this project.
struct Settings {
  // Trials
  Window background{base::Milliseconds(-105.0), base::Milliseconds(-5.0)};  ///< 100 ms, 5 ms guard before the pulse
  Window artefact{base::Milliseconds(-1.0), base::Milliseconds(5.0)};  ///< no detector looks here; grey in pictures
  Window shown{base::Milliseconds(-110.0),
               base::Milliseconds(400.0)};   ///< cut round each pulse; CSP search ends with it
  base::Microvolts active_background{20.0};  ///< RMS from which an unstated hand counts as contracting
  double active_over_rest = 3.0;             ///< a contracting hand needs this times its resting RMS

  // Contralateral and ipsilateral responses
  Window response{base::Milliseconds(15.0), base::Milliseconds(50.0)};  ///< hand and forearm
  base::Microvolts resting_criterion{50.0};                             ///< peak-to-peak (Rossini et al. [M])
  base::Microvolts active_criterion{100.0};  ///< peak-to-peak on active EMG (common usage [M])
  double size_over_background = 6.0;         ///< and this times the background RMS, which 99 % of windows of simulated
                                             ///< EMG stay below (docs/measures/paired_pulse.md)
  double hum_over_response = 0.25;           ///< more hum than this share of a response confounds its recorded size
  double onset_deviations = 2.0;             ///< onset: background mean plus this many SD (code of Bigoni 2022 [V])
  base::Milliseconds onset_smoothing{1.0};   ///< of the rectified trial, so that the rate of samples does not matter
  base::Milliseconds onset_gap{2.0};         ///< quiet this long before it makes an onset; bridges zero crossings
  double shape_from_background = 0.03;       ///< background RMS over peak-to-peak from which onsets are found by the
                                             ///< shape that the block's responses share
  base::Milliseconds end_gap{5.0};           ///< quiet this long after it ends a response
  base::Milliseconds latest_end{70.0};       ///< of a response: what lasts longer is drift or other activity
  base::Milliseconds response_smoothing{3.0};  ///< of the averaged rectified EMG, for iMEP
  base::Milliseconds imep_before_cmep{2.0};    ///< iMEP window opens this long before the cMEP onset
  base::Milliseconds imep_after_cmep{20.0};    ///< and closes this long after it: a child's late iMEP is inside

  // Silent periods
  base::Milliseconds envelope{5.0};        ///< RMS envelope and smoothing [project]
  double silence_level = 0.5;              ///< CSP: of the background envelope (mep-cmap [V])
  base::Milliseconds return_window{40.0};  ///< CSP ends where EMG stays back: this long ...
  double return_duty = 0.75;               ///< ... for this share of it (mep-cmap [V])
  base::Milliseconds shortest_csp{25.0};   ///< shortest silence taken for a CSP (mep-cmap [V])
  Window isp_search{base::Milliseconds(25.0), base::Milliseconds(80.0)};  ///< after the pulse
  base::Milliseconds isp_latest_onset{55.0};                              ///< after the pulse
  double isp_deviations = 2.0;                  ///< of the smoothed background, below its mean
  base::Milliseconds isp_shortest{5.0};         ///< shorter dips are none
  base::Milliseconds isp_nominal_onset{36.0};   ///< of the injected silence, for the smallest detectable depth
  base::Milliseconds isp_nominal_length{20.0};  ///< of the same

  // Presence tests
  double false_alarm_rate = 0.05;              ///< per recording and measure, over all its channels and blocks
  int surrogates = 999;                        ///< drawn averages a test compares with; p cannot be below 1 / (n + 1)
  base::Milliseconds surrogate_reach{1000.0};  ///< how far before the pulse quiet EMG is taken from
  double detection_power = 0.8;                ///< at which the smallest detectable effect would have been seen
  int fewest_trials_averaged = 8;              ///< fewer trials give no average worth testing (20 are better)

  // Paired pulses
  base::Microvolts smallest_response{50.0};  ///< smaller test responses count as below this, not as a number

  // Mirror EMG
  Window task_rest{base::Milliseconds(-1000.0), base::Milliseconds(-200.0)};  ///< resting level, before the anchor
  base::Milliseconds task_ramp{300.0};      ///< left out at the start of sustained activity
  base::Milliseconds task_length{1000.0};   ///< of a task whose duration is not stated
  base::Hertz task_highpass{20.0};          ///< against movement artefact (usual band limit [M])
  double cross_talk = 0.3;                  ///< zero-lag correlation of both hands' EMG
  base::Milliseconds task_envelope{20.0};   ///< RMS envelope for onsets of voluntary EMG
  double task_onset_deviations = 4.0;       ///< above the resting envelope's mean
  base::Milliseconds task_onset_run{25.0};  ///< length over which the onset must hold

  base::Milliseconds marker_confounds{2.0};  ///< a larger uncorrected delay of the marker makes latencies `confounded`

  // Measures that no feature of the inference looks at: a change asks for no new bank (settings_hash.cpp)
  QualitySettings quality;
  ExcitabilitySettings excitability;
  TaskSettings tasks;
  CouplingSettings coupling;

  int bootstrap = 200;            ///< resamples of trials for standard errors
  std::uint64_t seed = 20260101;  ///< of surrogates and bootstrap

  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace trilayer::measures
