// How much a pulse before the test pulse changes its response: two sets of trials as a ratio of geometric means.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// Natural logarithm of response sizes in uV: its mean, with those below a limit known only to lie there.
struct LogMean {
  std::size_t seen = 0;
  std::size_t below = 0;
  double mean = 0.0;   ///< where `usable`
  double error = 0.0;  ///< standard error of the mean, where `usable`

  [[nodiscard]] std::size_t trials() const { return seen + below; }
  /// At least three responses and a quarter of them reach the limit: fewer make a bound, not a mean.
  [[nodiscard]] bool usable() const;
};

/// By maximum likelihood of a normal distribution with the small ones censored (base::censored_normal).
LogMean log_mean(const std::vector<double>& sizes, double limit);

/// Size below which a response is none, uV: settings.smallest_response, the criterion of presence, and six times the
/// median background RMS, the largest of them.
double response_limit(const std::vector<double>& background, bool active, const Settings& settings);

/// Conditioned against unconditioned trials of one muscle.
struct PairRatio {
  const BlockChannel* paired = nullptr;
  std::string_view id;  ///< of the catalogue
  Measurement measurement;
  LogMean conditioned, reference;
};

/// Sizes of the conditioned responses other than those the look saw, for responses that were worked on. uV, one a
/// trial.
struct WorkedOn {
  std::vector<double> sizes;
  double noise = 1.0;  ///< factor on the background that they have now
};

/// Fills the ratio of `paired` to the trials of `references` into `pair.measurement`, which has its key: value and
/// error, or the state and reason why there is none. `worked_on`: sizes in place of those of the look.
void fill_ratio(PairRatio& pair, const std::vector<const BlockChannel*>& references, const Settings& settings,
                const WorkedOn* worked_on = nullptr);

/// Blocks whose trials differ from those of `paired` in nothing but the pulse or pulses before the test pulse, which
/// they lack: of the same recording; where it has none, of the session's others. Each block once.
std::vector<const BlockChannel*> references_of(const BlockChannel& paired, std::span<const BlockChannel> blocks);

/// Every named pair (pair_name.hpp) of a contralateral muscle as a ratio, each block once. `blocks`: all muscles and
/// blocks of one session. Without unconditioned trials: `missing`; with those of another recording only: `confounded`.
std::vector<PairRatio> pair_ratios(std::span<const BlockChannel> blocks, const Settings& settings);

/// One ratio of a sum of logarithms.
struct Term {
  const Measurement* ratio = nullptr;
  double weight = 1.0;
  std::string what;  ///< for reasons: "IHI at rest"
};

/// exp of the weighted sum of the terms' logarithms, with its error; a bound where a term is one and all bounds point
/// the same way, confounded where a term is; unobtainable where a term has no number.
Measurement combined(Measurement m, std::span<const Term> terms);

}  // namespace trilayer::measures
