// The text header of an EDF or BDF file, looked at before libedf does: libedf says "format error" for everything.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace trilayer::recording {

/// One signal as the header describes it; an annotation signal is marked as such.
struct EdfSignal {
  std::string label, unit;  ///< without trailing blanks
  double physical_min = 0.0, physical_max = 0.0;
  int digital_min = 0, digital_max = 0;
  int samples_per_record = 0;
  bool annotation = false;  ///< only in EDF+ and BDF+
};

struct EdfHeader {
  bool bdf = false;   ///< 24 bit
  bool plus = false;  ///< EDF+C or BDF+C
  long long records = 0;
  double record_duration = 0.0;  ///< s
  std::vector<EdfSignal> signals;
};

/// Reads and checks the header and the size of the file.
/// Source of the layout: Kemp et al. 1992, "A simple format for exchange of digitized polygraphic recordings", and the
/// EDF+ specification, edfplus.info/specs. Throws Refusal for anything that does not fit, saying which field.
EdfHeader read_edf_header(const std::filesystem::path& path);

}  // namespace trilayer::recording
