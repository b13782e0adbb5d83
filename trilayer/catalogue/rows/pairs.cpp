// Responses to a test pulse that another pulse went before. Marks of sources: measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {
namespace {

constexpr std::array ihi_evidence{
    Evidence{Layer::transcallosal, Bearing::raises,
             "a conditioning pulse that inhibits less leaves a larger test response (ratio nearer to 1)"}};

constexpr std::array table{
    Descriptor{"ihi", "IHI ratio", "1", ErrorScale::log, Relation::contralateral, ihi_evidence,
               "interhemispheric inhibition: conditioned over unconditioned test response, geometric means",
               "Ferbert et al. 1992 [M]; log ratio [project]", false},
    Descriptor{"sici",
               "SICI ratio",
               "1",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "short-interval intracortical inhibition: conditioned over unconditioned test response",
               "Kujirai et al. 1993 [M]; log ratio [project]",
               false},
    Descriptor{"icf",
               "ICF ratio",
               "1",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "intracortical facilitation: conditioned over unconditioned test response",
               "Kujirai et al. 1993 [M]; log ratio [project]",
               false},
    Descriptor{"lici",
               "LICI ratio",
               "1",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "long-interval intracortical inhibition: conditioned over unconditioned test response",
               "Valls-Sole et al. 1992 [M]; log ratio [project]",
               false},
};

}  // namespace

std::span<const Descriptor> pairs() { return table; }

}  // namespace trilayer::catalogue
