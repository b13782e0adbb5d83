#include "trilayer/measures/averaging.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace trilayer::measures {

std::size_t RectifiedTrials::column(double time_ms) const {
  const double at = std::round(time_ms * 1e-3 * rate) + static_cast<double>(geometry.before);
  return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(length())));
}

RectifiedTrials rectify(const Epochs& epochs, Geometry geometry, double clip) {
  RectifiedTrials rectified{geometry, epochs.rate, 0, {}};
  if (epochs.zero < geometry.before || epochs.zero + geometry.after > epochs.samples) return rectified;
  rectified.trials = epochs.trials();
  rectified.values.reserve(rectified.trials * rectified.length());
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    for (const float v : epochs.row(t).subspan(epochs.zero - geometry.before, rectified.length()))
      rectified.values.push_back(std::min(std::abs(v), static_cast<float>(clip)));
  return rectified;
}

void average(const RectifiedTrials& trials, std::span<const std::size_t> chosen, std::vector<double>& out) {
  const std::size_t length = trials.length();
  out.assign(length, 0.0);
  for (const std::size_t t : chosen) {
    const float* row = trials.values.data() + t * length;
    for (std::size_t i = 0; i < length; ++i) out[i] += static_cast<double>(row[i]);
  }
  for (double& value : out) value /= static_cast<double>(std::max<std::size_t>(1, chosen.size()));
}

void average(const RectifiedTrials& trials, std::vector<double>& out) {
  std::vector<std::size_t> all(trials.trials);
  std::iota(all.begin(), all.end(), std::size_t{0});
  average(trials, all, out);
}

Geometry geometry_until(base::Milliseconds until, const Settings& settings, double rate) {
  const auto samples = [&](double ms) {
    return static_cast<std::size_t>(std::llround(std::max(0.0, ms) * 1e-3 * rate));
  };
  const std::size_t before = samples(-settings.background.from.value());
  const std::size_t guard = samples(-settings.background.to.value());
  return {before, samples(until.value()) + 1, before > guard ? before - guard : 0};
}

}  // namespace trilayer::measures
