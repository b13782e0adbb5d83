// How alike the EMG of the two hands is. Marks of sources: measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {

std::span<const Descriptor> coupling() { return {}; }

}  // namespace trilayer::catalogue
