#include "trilayer/inference/posterior.hpp"

#include <algorithm>
#include <tuple>

namespace trilayer::inference {
namespace {

bool comes_second(const FeatureRow& row, const FeatureRow& other) {
  const auto key = [](const Feature& f) { return std::tuple(f.state, f.value, f.error, f.trials); };
  return std::lexicographical_compare(other.begin(), other.end(), row.begin(), row.end(),
                                      [&](const Feature& a, const Feature& b) { return key(a) < key(b); });
}

}  // namespace

Posterior in_one_order(const FeatureRow& observed, const std::function<Posterior(const FeatureRow&)>& method) {
  const FeatureRow exchanged = mirrored(observed);
  if (!comes_second(observed, exchanged)) return method(observed);
  Posterior result = method(exchanged);
  for (model::Loadings& draw : result.draws) draw = mirrored(draw);
  for (std::size_t& feature : result.used) feature ^= 1U;
  std::sort(result.used.begin(), result.used.end());
  for (Unlike& unlike : result.unlike) unlike.feature ^= 1U;
  return result;
}

double effective_draws(const Posterior& posterior) {
  double squares = 0.0;
  for (const double weight : posterior.weights) squares += weight * weight;
  return squares > 0.0 ? 1.0 / squares : 0.0;
}

}  // namespace trilayer::inference
