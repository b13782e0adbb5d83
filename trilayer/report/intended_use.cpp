#include "trilayer/report/report.hpp"

namespace trilayer::report {

const char* const intended_use =
    "Trilayer is research software for studying motor physiology in groups and in recordings made under an approved "
    "research protocol. It is not a medical device. It is not intended for, and must not be used for, diagnosis, "
    "prognosis, treatment choice or monitoring of any individual. Its layer estimates describe how well a recording "
    "fits "
    "a simplified model; they are not measures of disease. It has not been validated for clinical use nor reviewed by "
    "any "
    "regulatory authority.";

}  // namespace trilayer::report
