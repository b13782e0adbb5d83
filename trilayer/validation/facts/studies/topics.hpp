// The studies by topic; studies.cpp puts them in order.
#pragma once

#include <vector>

#include "trilayer/validation/facts/visit.hpp"

namespace trilayer::validation {

std::vector<Study> excitability_studies();
std::vector<Study> pair_studies();
std::vector<Study> callosum_studies();
std::vector<Study> callosum_interaction_studies();
std::vector<Study> silence_studies();
std::vector<Study> ipsilateral_studies();
std::vector<Study> crossed_studies();
std::vector<Study> mirror_studies();
std::vector<Study> reaction_studies();
std::vector<Study> premotor_studies();
std::vector<Study> drive_studies();
std::vector<Study> course_studies();

}  // namespace trilayer::validation
