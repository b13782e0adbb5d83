#include "trilayer/measures/observation.hpp"

namespace trilayer::measures {

Observation observe(const Measurement& measurement) { return {measurement.key, measurement, "measured"}; }

}  // namespace trilayer::measures
