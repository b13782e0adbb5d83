#include "trilayer/measures/published/trial.hpp"

namespace trilayer::measures::published {

std::span<const AverageMethod> imep_criteria() { return {}; }

}  // namespace trilayer::measures::published
