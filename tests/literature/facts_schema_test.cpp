// evidence/facts.schema.json serves editors and other programs; it is held equal to what the program reads.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "trilayer/base/files.hpp"
#include "trilayer/literature/facts.hpp"

namespace trilayer::literature {
namespace {

using nlohmann::json;
using Words = std::set<std::string>;

json schema() { return json::parse(base::read_file(TRILAYER_SOURCE_DIR "/evidence/facts.schema.json")); }

Words keys_of(const json& object) {
  Words keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

Words words_of(const json& list) { return list.get<Words>(); }

template <class Enum, std::size_t n>
Words words_of(const std::array<Enum, n>& all) {
  Words words;
  for (const Enum one : all) words.insert(std::string(name(one)));
  return words;
}

Words words_of(const std::vector<std::string_view>& keys) { return {keys.begin(), keys.end()}; }

TEST_CASE("The schema has the keys that the program reads, and permits no others") {
  const json definitions = schema()["definitions"];
  const auto same = [&](const char* table, const std::vector<std::string_view>& keys) {
    CAPTURE(table);
    CHECK(keys_of(definitions[table]["properties"]) == words_of(keys));
    CHECK(definitions[table]["additionalProperties"] == false);
    for (const std::string& key : words_of(definitions[table]["required"])) CHECK(words_of(keys).contains(key));
  };
  same("group", facts_keys().group);
  same("fact", facts_keys().fact);
  same("check", facts_keys().check);
  same("target", facts_keys().target);
  CHECK(keys_of(schema()["properties"]) == Words{"group", "fact", "check"});
}

TEST_CASE("The schema has the words that the program knows") {
  const json definitions = schema()["definitions"];
  CHECK(words_of(definitions["fact"]["properties"]["mark"]["enum"]) == words_of(all_marks));
  CHECK(words_of(definitions["check"]["properties"]["class"]["enum"]) == words_of(all_classes));
  CHECK(words_of(definitions["target"]["properties"]["direction"]["enum"]) == words_of(all_trends));
}

}  // namespace
}  // namespace trilayer::literature
