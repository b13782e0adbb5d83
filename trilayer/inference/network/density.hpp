// The joint density of the six loadings that one member of the network gives: presence and size together.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/inference/prior.hpp"
#include "trilayer/model/loadings.hpp"

namespace trilayer::inference {

constexpr std::size_t loading_count = 6;
constexpr std::size_t pattern_count = 64;  ///< which of the six are present: bit i is loading i
constexpr std::size_t pair_count = 15;
constexpr std::size_t factor_count = 2;
constexpr std::size_t nuisance_count = 6;  ///< a direction; nuisances.hpp

/// Where what stands in the outputs of one evaluation, which speaks of the direction `right`; the evaluation of the
/// mirrored session speaks of `left` in the same places. With all outputs 0 the density is the prior, but that it has
/// the two supraspinal sizes independent.
struct OutputLayout {
  std::size_t components = 4;

  static constexpr std::size_t presence = 0;                 ///< 3: layers
  static constexpr std::size_t own_pairs = presence + 3;     ///< 3: I with II, I with III, II with III
  static constexpr std::size_t cross_pairs = own_pairs + 3;  ///< 3 x 3: layer here, layer of the other direction
  static constexpr std::size_t shift = cross_pairs + 9;      ///< 3 x 6: mean's shift by what is present, own first
  static constexpr std::size_t nuisance_mean = shift + 18;   ///< 6
  static constexpr std::size_t nuisance_log_sd = nuisance_mean + nuisance_count;
  static constexpr std::size_t mixture = nuisance_log_sd + nuisance_count;  ///< then components

  [[nodiscard]] std::size_t means() const { return mixture + components; }          ///< components x 3
  [[nodiscard]] std::size_t log_sds() const { return means() + 3 * components; }    ///< components x 3
  [[nodiscard]] std::size_t factors() const { return log_sds() + 3 * components; }  ///< components x 3 x 2
  [[nodiscard]] std::size_t size() const { return factors() + 3 * factor_count * components; }
};

/// One Gaussian of the mixture of sizes, in probit units: covariance diag(sd^2) + factors factors^T.
struct Component {
  double log_weight = 0.0;
  std::array<double, loading_count> mean{}, sd{};
  std::array<std::array<double, factor_count>, loading_count> factors{};
};

/// The density. Sizes of present loadings stand in probit units of their place in (smallest, 1), in which the prior is
/// standard normal; given which are present, those are the marginal of the mixture, moved by `shift`.
struct Density {
  std::array<double, pattern_count> pattern{};                           ///< probability of each pattern
  std::array<std::array<double, loading_count>, loading_count> shift{};  ///< of mean i where loading j is present
  std::vector<Component> components;
  std::array<double, 2 * nuisance_count> nuisance_mean{}, nuisance_sd{};  ///< left and right of each beside one another
};

/// From the outputs for the session as it is and for its mirror image.
Density density_of(std::span<const double> right, std::span<const double> left, const OutputLayout& layout,
                   const Prior& prior);

/// Probability of each pattern under the prior.
std::array<double, pattern_count> pattern_prior(const Prior& prior);

/// Bits of the loadings that are present.
std::size_t pattern_of(const model::Loadings& loadings);

/// The size of a present loading in probit units, and back. Held to 0.0025 from the ends.
double probit_of(double loading, const Prior& prior);
double loading_of(double probit, const Prior& prior);

/// Logarithm of the density of these loadings: probability of the pattern times density of the probits of the sizes.
double log_density(const Density& density, const model::Loadings& loadings, const Prior& prior);

/// One draw; `place` in (0, 1) says which pattern and component (so that even places give even draws), the stream the
/// sizes.
model::Loadings draw(const Density& density, double place, base::Stream& stream, const Prior& prior);

}  // namespace trilayer::inference
