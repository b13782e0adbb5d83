#include "trilayer/measures/high_pass.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trilayer::measures {
namespace {

// One pass, settled on the first value.
void high_pass(std::vector<double>& row, double corner, double rate) {
  const double k = std::tan(std::numbers::pi * corner / rate);
  const double norm = 1.0 / (1.0 + std::numbers::sqrt2 * k + k * k);
  const double a1 = 2.0 * (k * k - 1.0) * norm, a2 = (1.0 - std::numbers::sqrt2 * k + k * k) * norm;
  const double offset = row.front();  // a step at the start would ring
  double s1 = 0.0, s2 = 0.0;
  for (double& v : row) {
    const double in = v - offset;
    const double out = norm * in + s1;
    s1 = -2.0 * norm * in - a1 * out + s2;
    s2 = norm * in - a2 * out;
    v = out;
  }
}

}  // namespace

std::vector<float> high_passed(std::span<const float> row, base::Hertz corner, double rate, Passes passes) {
  const std::size_t pad = std::min(row.size() - 1, static_cast<std::size_t>(0.1 * rate));
  std::vector<double> padded;
  padded.reserve(row.size() + 2 * pad);
  const auto first = static_cast<double>(row.front()), last = static_cast<double>(row.back());
  for (std::size_t i = pad; i > 0; --i) padded.push_back(2.0 * first - static_cast<double>(row[i]));
  for (const float v : row) padded.push_back(static_cast<double>(v));
  for (std::size_t i = 1; i <= pad; ++i) padded.push_back(2.0 * last - static_cast<double>(row[row.size() - 1 - i]));
  high_pass(padded, corner.value(), rate);
  if (passes == Passes::both) {
    std::reverse(padded.begin(), padded.end());
    high_pass(padded, corner.value(), rate);
    std::reverse(padded.begin(), padded.end());
  }
  std::vector<float> out(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) out[i] = static_cast<float>(padded[pad + i]);
  return out;
}

}  // namespace trilayer::measures
