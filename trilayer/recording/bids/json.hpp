// JSON of a data set: read with clear refusals, and asked for values of the type they should have.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trilayer::recording::bids {

/// The object a file holds. Throws Refusal with the line where it is no JSON, or no object.
nlohmann::ordered_json read_json(const std::filesystem::path& path);

/// The objects of several files in one; keys of a later file replace those of an earlier one.
nlohmann::ordered_json read_merged(const std::vector<std::filesystem::path>& paths);

/// Nothing where the key is not there or "n/a". Throws Refusal where it is no number or no text.
std::optional<double> number_of(const nlohmann::ordered_json& object, std::string_view key, const std::string& place);
std::string text_of(const nlohmann::ordered_json& object, std::string_view key, const std::string& place);

}  // namespace trilayer::recording::bids
