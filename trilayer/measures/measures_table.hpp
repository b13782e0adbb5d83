// Measures as a table: what `trilayer measure --format tsv` writes, or what a laboratory has measured by its own means
// (docs/reference/measures-table.md).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/measures/measurement.hpp"

namespace trilayer::measures {

/// Whether the first line of a text is the header of a measures table: tab-separated, with a column `measure`.
bool is_measures_table(std::string_view text);

/// Reads a measures table. Needed are the columns measure, condition, side and value; the state is `value` where a
/// number is given and no other state. Without a column `hemisphere` it is what the measure's definition says.
/// Without a column `muscle` it is the FDI. Rows of measures that are not in the catalogue, and columns that are not
/// known, are left out with a warning each; conditions that protocol::parse_label does not know are warned of.
/// Throws Refusal with file, line, column and what is permitted: unknown words, a number with a unit or a decimal
/// comma, values no such measure can have, another unit or scale than the catalogue's, a measurement stated twice.
Results parse_measurements(std::string_view text, const std::string& place);
Results read_measurements(const std::filesystem::path& file);

/// The measurements of one participant.
struct ParticipantMeasurements {
  std::string participant;
  std::vector<Measurement> measurements;
};

/// Measurements sorted by participant, in the order in which participants first appear.
std::vector<ParticipantMeasurements> by_participant(const std::vector<Measurement>& measurements);

}  // namespace trilayer::measures
