#include "trilayer/model/bi_exponential.hpp"

#include "trilayer/model/fast_math.hpp"

namespace trilayer::model {

double peak_time(const BiExponential& state) {
  return fast_log(state.decay / state.rise) * state.rise * state.decay / (state.decay - state.rise);
}

// e^(-peak/decay) = (rise/decay)^(rise/(decay-rise)) gives the peak in closed form.
double height_scale(const BiExponential& state) {
  const double log_ratio = fast_log(state.rise / state.decay) / (state.decay - state.rise);
  return 1.0 / (fast_exp(state.rise * log_ratio) - fast_exp(state.decay * log_ratio));
}

double height_at(const BiExponential& state, double t) {
  if (t <= 0.0) return 0.0;
  return height_scale(state) * (fast_exp(-t / state.decay) - fast_exp(-t / state.rise));
}

}  // namespace trilayer::model
