// How far answers can be believed: scored on sessions whose truth is known and that no method has learnt from.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "trilayer/inference/answer.hpp"
#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/method.hpp"
#include "trilayer/inference/patterns.hpp"

namespace trilayer::validation {

/// Answers to one session, reduced to what is scored. All of the six loadings in order.
struct SessionScore {
  model::Loadings truth;
  std::array<double, 6> presence{}, mean{};
  std::array<double, 6> place{};  ///< share of the posterior below the truth, a lump at it split at random
  std::array<double, 6> crps{}, crps_prior{};
  std::array<double, 6> log_bits{};  ///< log density of the truth over the prior's, presence and size, bits
  std::array<bool, 6> holds{};       ///< the plain 90 % interval has the truth in it
  std::array<bool, 6> leads{}, not_informed{};
  double joint_bits = 0.0;             ///< sum of log_bits
  double tarp = 0.0;                   ///< share of draws nearer than the truth to a point drawn at random
  double two_three_correlation = 0.0;  ///< of the draws of II and III, mean of both directions
};

/// What is said of sessions whose loading truly lies in a bin. The first bin is 0 alone.
struct Bin {
  double from = 0.0, to = 0.0;
  int n = 0;
  double coverage_90 = 0.0;     ///< share whose `place` is from 0.05 to 0.95
  double interval_holds = 0.0;  ///< share whose plain interval has the truth in it
  double crps_skill = 0.0;      ///< 1 less CRPS over the prior's
  double log_skill = 0.0;       ///< bits over the prior
};

struct LoadingCalibration {
  std::string name;
  std::array<Bin, 4> bins;  ///< 0; to 0.3; to 0.6; to 1
  Bin overall;
  std::array<int, 20> places{};  ///< how many sessions have their `place` in each twentieth
  double uniformity_p = 1.0;     ///< of the places, Kolmogorov-Smirnov (SBC, Talts et al. 2018)
  double false_positive_at_zero = 0.0;
  double leads_from_half = 0.0;  ///< where it is 0.5 or more
  double auc_0_vs_half = 0.5;    ///< presence, of 0 against 0.4 to 0.6
  double recovery = 0.0;         ///< correlation of posterior mean with truth
  double informed = 0.0;         ///< share of sessions in which it is not called not_informed
  double log_skill_error = 0.0;  ///< standard error of overall.log_skill
};

struct PatternCalibration {
  std::string name, title, method;
  int sessions = 0;
  std::array<LoadingCalibration, 6> loadings;
  double joint_bits = 0.0, joint_bits_error = 0.0;  ///< sum over the loadings, mean a session
  double tarp_deviation = 0.0;                      ///< largest distance of expected from nominal coverage
  double nothing_but_leads = 0.0;                   ///< of sessions without any loading, in which something leads
  double two_three_correlation = 0.0;
};

/// One session scored. `number` addresses the random numbers that split lumps.
SessionScore score(const inference::BankRow& session, const inference::Pattern& pattern,
                   const inference::Method& method);

/// Scores of many sessions put together.
PatternCalibration summary(const inference::NamedPattern& pattern, const std::string& method,
                           const std::vector<SessionScore>& scores);

/// Every pattern by every method. `progress(done, all)` counts sessions times patterns times methods.
std::vector<PatternCalibration> calibrate(const inference::Bank& held_out,
                                          const std::vector<inference::Method>& methods,
                                          const std::vector<inference::NamedPattern>& patterns, int jobs,
                                          const std::function<void(std::size_t, std::size_t)>& progress = {});

}  // namespace trilayer::validation
