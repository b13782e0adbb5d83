#include "trilayer/recording/bids/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording::bids {

using Json = nlohmann::ordered_json;

Json read_json(const std::filesystem::path& path) {
  const std::string text = base::to_utf8(base::read_file(path));
  try {
    Json object = Json::parse(text);
    if (object.is_object()) return object;
  } catch (const Json::parse_error& error) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, text.size()));
    throw base::Refusal("is no valid JSON",
                        path.string() + ", line " + std::to_string(1 + std::count(text.begin(), end, '\n')),
                        "look for a comma or bracket too many or too few there");
  } catch (const Json::out_of_range&) {
    throw base::Refusal("holds a number too large for a number", path.string(), "correct the number");
  }
  throw base::Refusal("is JSON, but no object", path.string(), "write it as { \"Key\": value, ... }");
}

Json read_merged(const std::vector<std::filesystem::path>& paths) {
  Json merged = Json::object();
  for (const auto& path : paths) merged.update(read_json(path));
  return merged;
}

std::optional<double> number_of(const Json& object, std::string_view key, const std::string& place) {
  const auto found = object.find(std::string(key));
  if (found == object.end() || found->is_null() || *found == "n/a") return std::nullopt;
  if (!found->is_number())
    throw base::Refusal(std::string(key) + " is no number", place, "write a number, without quotes and unit");
  return found->get<double>();
}

std::string text_of(const Json& object, std::string_view key, const std::string& place) {
  const auto found = object.find(std::string(key));
  if (found == object.end() || found->is_null() || *found == "n/a") return "";
  if (!found->is_string()) throw base::Refusal(std::string(key) + " is no text", place, "write a text in quotes");
  return found->get<std::string>();
}

}  // namespace trilayer::recording::bids
