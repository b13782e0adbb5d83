#include "trilayer/inference/network/network_posterior.hpp"

namespace trilayer::inference {
namespace {

constexpr std::uint32_t draw_count = 2000;
constexpr std::uint64_t seed = 20;  // of the sizes: the same for every session

// What was observed, and where it lies outside what the network has learnt from.
void look_at(const FeatureRow& observed, const Network& network, Posterior& result) {
  for (std::size_t f = 0; f < observed.size(); ++f) {
    const Feature& feature = observed[f];
    if (!is_informative(feature.state)) continue;
    result.used.push_back(f);
    const FeatureScale& scale = network.scales[f / 2];
    const bool has_number = feature.state == measures::State::value || feature.state == measures::State::confounded;
    if (has_number && (feature.value < scale.low || feature.value > scale.high))
      result.unlike.push_back({f, false, feature.value, scale.low, scale.high});
  }
}

Posterior in_order(const FeatureRow& observed, const Network& network, const Prior& prior) {
  Posterior result;
  look_at(observed, network, result);
  if (result.used.empty()) return result;
  const auto members = densities(network, observed, prior);
  const auto count = static_cast<std::uint32_t>(members.size());
  for (std::uint32_t k = 0; k < draw_count; ++k) {
    base::Stream stream(seed, k);
    const std::uint32_t member = k % count, of_member = (draw_count - member + count - 1) / count;
    const double place = (k / count + 0.5) / of_member;
    result.draws.push_back(draw(members[member], place, stream, prior));
  }
  result.weights.assign(draw_count, 1.0 / draw_count);
  return result;
}

}  // namespace

Posterior posterior(const FeatureRow& observed, const Network& network, const Prior& prior) {
  return in_one_order(observed, [&](const FeatureRow& row) { return in_order(row, network, prior); });
}

}  // namespace trilayer::inference
