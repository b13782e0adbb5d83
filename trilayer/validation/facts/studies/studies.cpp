#include <algorithm>

#include "trilayer/base/errors.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

// "ihi" and "ihi-10" of "ihi.ihi-10"
std::pair<std::string_view, std::string_view> parts_of(std::string_view reading) {
  const auto dot = reading.find('.');
  base::require(dot != std::string_view::npos, "a reading is named by its study and its id");
  return {reading.substr(0, dot), reading.substr(dot + 1)};
}

std::vector<Study> all_topics() {
  std::vector<Study> all;
  for (auto topic : {excitability_studies, pair_studies, callosum_studies, callosum_interaction_studies,
                     silence_studies, ipsilateral_studies, crossed_studies, mirror_studies, reaction_studies,
                     premotor_studies, drive_studies, course_studies})
    for (Study& study : topic()) all.push_back(std::move(study));
  return all;
}

}  // namespace

const std::vector<Study>& studies() {
  static const std::vector<Study> all = all_topics();
  return all;
}

const Study& study_of(std::string_view reading) {
  const auto id = parts_of(reading).first;
  const auto at = std::find_if(studies().begin(), studies().end(), [&](const Study& study) { return study.id == id; });
  base::require(at != studies().end(), "a reading names a study that is none");
  return *at;
}

std::size_t count_of_readings() {
  std::size_t n = 0;
  for (const Study& study : studies()) n += study.readings.size();
  return n;
}

std::size_t place_of(std::string_view reading) {
  const auto [study_id, id] = parts_of(reading);
  std::size_t place = 0;
  for (const Study& study : studies())
    for (const Reading& each : study.readings) {
      if (study.id == study_id && each.id == id) return place;
      ++place;
    }
  throw base::Bug("a quantity names a reading that no study takes: " + std::string(reading));
}

}  // namespace trilayer::validation
