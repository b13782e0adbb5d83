// docs/reference/facts.md shows what is out of scope and what is held out; both are held equal to the data here.
#include <doctest/doctest.h>

#include <string>

#include "trilayer/base/files.hpp"
#include "trilayer/literature/facts.hpp"

namespace trilayer::literature {
namespace {

std::string row(const Check& check, const std::string& last) {
  return "| " + check.id + " | " + check.title + " | " + std::string(name(check.severity)) + " | " + last + " |\n";
}

void expect_table(const std::string& table) {
  const std::string page = base::read_file(TRILAYER_SOURCE_DIR "/docs/reference/facts.md");
  INFO("the table should read:\n", table);
  CHECK((page.find("|---|---|---|---|\n" + table + "\n") != std::string::npos));
}

TEST_CASE("The page says what is out of scope and why") {
  std::string table;
  for (const Check& check : shipped_facts().checks)
    if (!check.in_scope) table += row(check, check.reason);
  expect_table(table);
}

TEST_CASE("The page says what the fit must not use") {
  std::string table;
  for (const Check& check : shipped_facts().checks)
    if (check.held_out) table += row(check, check.topic);
  expect_table(table);
}

TEST_CASE("The page names every key and every word") {
  const std::string page = base::read_file(TRILAYER_SOURCE_DIR "/docs/reference/facts.md");
  const auto named = [&](std::string_view word) {
    CAPTURE(word);
    CHECK(page.find("`" + std::string(word) + "`") != std::string::npos);
  };
  for (const auto& keys : {facts_keys().group, facts_keys().fact, facts_keys().check, facts_keys().target})
    for (const std::string_view key : keys) named(key);
  for (const Mark mark : all_marks) named(name(mark));
  for (const Trend trend : all_trends) named(name(trend));
  for (const Class severity : all_classes) named(name(severity));
}

}  // namespace
}  // namespace trilayer::literature
