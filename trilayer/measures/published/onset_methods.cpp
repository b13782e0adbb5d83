#include "trilayer/measures/published/trial.hpp"

namespace trilayer::measures::published {

std::span<const OnsetMethod> onset_methods() { return {}; }

}  // namespace trilayer::measures::published
