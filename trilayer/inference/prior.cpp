#include "trilayer/inference/prior.hpp"

#include <algorithm>

namespace trilayer::inference {

using model::Layer;
using model::Loadings;
using protocol::Direction;

namespace {

// Probability of a layer where something is present.
double layer_given_something(const Prior& prior) { return prior.layer_present / (1.0 - prior.nothing); }

struct InDirections {
  bool left = false, right = false;
};

}  // namespace

Loadings draw_loadings(const Prior& prior, base::Stream& stream) {
  Loadings loadings;
  const bool something = stream.uniform() >= prior.nothing;
  for (const Layer layer : model::all_layers) {
    // Every draw is made whatever comes of it, so that one layer's draws do not shift the next one's.
    const bool present = stream.uniform() < layer_given_something(prior) && something;
    const bool both = stream.uniform() < prior.both_directions;
    const bool left_only = stream.uniform() < 0.5;
    const InDirections in{both || left_only, both || !left_only};
    double left = stream.uniform(prior.smallest, 1.0), right = stream.uniform(prior.smallest, 1.0);
    const double asymmetry = prior.supraspinal_asymmetry * stream.normal();
    if (layer == Layer::supraspinal && in.left && in.right) {
      const double mean = left;
      left = std::clamp(mean - asymmetry, prior.smallest, 1.0);
      right = std::clamp(mean + asymmetry, prior.smallest, 1.0);
    }
    if (present && in.left) loadings[{layer, Direction::left}] = left;
    if (present && in.right) loadings[{layer, Direction::right}] = right;
  }
  return loadings;
}

double draw_age(base::Stream& stream) {
  const bool child = stream.uniform() < 0.2;
  const double share = stream.uniform();
  return child ? 4.0 + share * 14.0 : 18.0 + share * 67.0;
}

double presence(const Prior& prior, model::LoadingName) {
  return prior.layer_present * (prior.both_directions + 0.5 * (1.0 - prior.both_directions));
}

}  // namespace trilayer::inference
