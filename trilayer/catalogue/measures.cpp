// The table of measures. Sources are marked: [V] seen in the named source, [V abstract] only in its abstract, [V code]
// in its published code, [M] from memory and not verified, [project] a definition of this project.
#include <vector>

#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {

std::span<const Descriptor> measures() {
  static const std::vector<Descriptor> table = [] {
    std::vector<Descriptor> all;
    for (const auto rows : {responses(), silences(), pairs(), excitability(), tasks(), coupling(), entered()})
      all.insert(all.end(), rows.begin(), rows.end());
    return all;
  }();
  return table;
}

}  // namespace trilayer::catalogue
