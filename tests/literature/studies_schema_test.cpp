// evidence/study.schema.json serves editors and other programs; it is held equal to what the program reads.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "trilayer/base/files.hpp"
#include "trilayer/literature/studies.hpp"

namespace trilayer::literature {
namespace {

using nlohmann::json;
using Words = std::set<std::string>;

json schema() { return json::parse(base::read_file(TRILAYER_SOURCE_DIR "/evidence/study.schema.json")); }

Words keys_of(const json& object) {
  Words keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

Words words_of(const json& list) { return list.get<Words>(); }
Words words_of(const std::vector<std::string_view>& keys) { return {keys.begin(), keys.end()}; }

template <class Enum, std::size_t n>
Words words_of(const std::array<Enum, n>& all) {
  Words words;
  for (const Enum one : all) words.insert(std::string(name(one)));
  return words;
}

void same_keys(const json& table, const std::vector<std::string_view>& keys) {
  CHECK(keys_of(table["properties"]) == words_of(keys));
  CHECK(table["additionalProperties"] == false);
  for (const std::string& key : words_of(table["required"])) CHECK(words_of(keys).contains(key));
}

TEST_CASE("The schema of a study has the keys that the program reads, and permits no others") {
  const json whole = schema();
  const json& definitions = whole["definitions"];
  same_keys(whole, study_keys().study);
  same_keys(definitions["citation"], study_keys().citation);
  same_keys(definitions["author"], study_keys().author);
  same_keys(definitions["group"], study_keys().group);
  same_keys(definitions["protocol"], study_keys().protocol);
  same_keys(definitions["finding"], study_keys().finding);
  same_keys(definitions["value"], study_keys().value);
}

TEST_CASE("The schema of a study has the words that the program knows") {
  const json whole = schema();
  const json& definitions = whole["definitions"];
  const auto words = [](const json& table, const char* key) { return words_of(table["properties"][key]["enum"]); };
  CHECK(words(whole, "design") == words_of(all_designs));
  CHECK(words(whole, "read") == words_of(all_reads));
  CHECK(words(whole, "status") == words_of(all_extractions));
  CHECK(words(definitions["citation"], "mark") == words_of(all_marks));
  CHECK(words(definitions["group"], "mirror_movements") == words_of(all_mirrorings));
  CHECK(words(definitions["finding"], "during") == words_of(all_durings));
  CHECK(words(definitions["finding"], "direction") == words_of(all_changes));
  CHECK(words(definitions["finding"], "supports") == words_of(all_supports));
  CHECK(words(definitions["finding"], "assignment") == words_of(all_assignments));
  CHECK(words(definitions["finding"], "mark") == words_of(all_marks));
  CHECK(words(definitions["value"], "kind") == words_of(all_value_kinds));
}

TEST_CASE("The schema of a study has the years that the program accepts") {
  const json issued = schema()["definitions"]["citation"]["properties"]["issued"];
  CHECK(issued["minimum"] == first_year);
  CHECK(issued["maximum"] == last_year);
}

}  // namespace
}  // namespace trilayer::literature
