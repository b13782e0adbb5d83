// File names of BIDS: entities, suffix, extension; and which table or sidecar applies to which data file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trilayer::recording::bids {

/// "sub-01_task-rest_run-2_emg.edf": entities sub, task, run; suffix "emg"; extension ".edf" as it stands.
struct Name {
  std::map<std::string, std::string> entities;
  std::string suffix;
  std::string extension;

  friend bool operator==(const Name&, const Name&) = default;
};

/// Nothing where the text is no such name (an entity twice or without a label, no suffix, letters and digits only).
std::optional<Name> parse_name(std::string_view file);

/// True for a label of BIDS: letters and digits, at least one.
bool is_label(std::string_view text);

/// "run-2" before "run-10", else by letters.
bool comes_before(const std::string& a, const std::string& b);

/// The files with this suffix and extension that BIDS's inheritance applies to a data file: from the data set's root
/// down to the data file's folder, in one folder those with fewer entities first. The last is the nearest.
std::vector<std::filesystem::path> applicable(const std::filesystem::path& root, const std::filesystem::path& data,
                                              std::string_view suffix, std::string_view extension);

}  // namespace trilayer::recording::bids
