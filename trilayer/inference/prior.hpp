// What is believed before any data, written once (docs/explanation/abc.md).
#pragma once

#include <array>

#include "trilayer/base/random.hpp"
#include "trilayer/model/loadings.hpp"

namespace trilayer::inference {

/// The prior of the loadings. With probability `nothing` no layer is present; otherwise each layer is, independently,
/// so that its marginal probability is `layer_present`; a present layer is in both directions with probability
/// `both_directions`, else in one; a present loading is uniform on (smallest, 1). The two supraspinal loadings share
/// their mean: there is no evidence for directions of their own.
struct Prior {
  double nothing = 0.25;
  double layer_present = 0.4;
  double both_directions = 0.6;
  double smallest = 0.05;
  double supraspinal_asymmetry = 0.1;  ///< SD of the difference of each supraspinal loading from their mean
};

/// A draw; loadings that are not present are exactly 0.
model::Loadings draw_loadings(const Prior& prior, base::Stream& stream);

/// An age in years, as banks draw it whatever the loadings: one in five a child, uniform from 4 to 18, else uniform
/// from 18 to 85 [project]. Loadings are deviations from what is expected at an age.
double draw_age(base::Stream& stream);

/// Marginal probability that a loading is present.
double presence(const Prior& prior, model::LoadingName name);

}  // namespace trilayer::inference
