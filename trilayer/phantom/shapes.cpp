#include "trilayer/phantom/shapes.hpp"

#include "trilayer/base/elementary.hpp"

namespace trilayer::phantom {
namespace {

constexpr double response_scale = 0.64951905283832899;  // 3 sqrt(3) / 8
constexpr double artefact_peak_ms = 0.2;

}  // namespace

double response_wave(double u) {
  if (u <= 0.0 || u >= 1.0) return 0.0;
  return response_scale * base::portable_sincos_turns(0.5 * u).sine * base::portable_sincos_turns(u).sine;
}

double artefact_wave(double ms) {
  if (ms <= 0.0) return 0.0;
  const double u = ms / artefact_peak_ms;
  return u * base::portable_exp(1.0 - u);
}

double ramp_wave(double u) {
  if (u <= 0.0) return 0.0;
  if (u >= 1.0) return 1.0;
  return 0.5 - 0.5 * base::portable_sincos_turns(0.5 * u).cosine;
}

}  // namespace trilayer::phantom
