// Thresholds, recruitment, and what the periphery contributes. Marks of sources: measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {

std::span<const Descriptor> excitability() { return {}; }

}  // namespace trilayer::catalogue
