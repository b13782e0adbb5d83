// What people score, other tests and images give: entered as numbers, no detector finds it. Marks of sources:
// measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {

std::span<const Descriptor> entered() { return {}; }

}  // namespace trilayer::catalogue
