// docs/reference/features.md shows the table of features; it is held equal to features.toml here.
#include <doctest/doctest.h>

#include <string>

#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/inference/feature_rules.hpp"

namespace trilayer::inference {
namespace {

std::string range_text(const std::optional<Range>& range, const char* unit) {
  if (!range) return "";
  const auto number = [](double value) { return base::format_number(value); };
  return number(range->low) + " to " + number(range->high) + " (" + number(range->nominal) + ") " + unit;
}

void add(std::string& text, const std::string& part) {
  if (!part.empty()) text += (text.empty() ? "" : ", ") + part;
}

std::string pulses_text(const FeatureRule& rule) {
  std::string text;
  if (rule.conditioned == Conditioned::same_hemisphere) add(text, "pair in one hemisphere");
  if (rule.conditioned == Conditioned::other_hemisphere) add(text, "pair from the other hemisphere");
  if (rule.both_hemispheres_together) add(text, "both hemispheres together");
  add(text, range_text(rule.interval, "ms"));
  const std::string first = range_text(rule.conditioning_intensity, "%RMT");
  const std::string test = range_text(rule.intensity, "%RMT");
  add(text, first.empty() ? test : first + " then " + test);
  if (rule.any_intensity) add(text, "or not known");
  return text;
}

std::string hands_text(Hands hands) {
  switch (hands) {
    case Hands::any:
      return "any";
    case Hands::rest:
      return "rest";
    case Hands::measured_active:
      return "measured one active";
    case Hands::other_active:
      return "other one active";
    case Hands::both_active:
      return "both active";
  }
  return "";
}

std::string task_text(const FeatureRule& rule) {
  if (rule.task == protocol::Task::stimulation) return pulses_text(rule) + "; hands: " + hands_text(rule.hands);
  std::string text(name(rule.task));
  add(text, range_text(rule.force, "% force"));
  if (rule.complexity) add(text, std::string(name(*rule.complexity)));
  return text;
}

std::string scale_text(Scale scale) {
  return scale == Scale::linear ? "linear" : scale == Scale::log ? "log" : "logit";
}

std::string expected_table() {
  std::string table;
  for (const FeatureRule& rule : feature_rules().rows) {
    table += "| `" + rule.name + "` | " + rule.title + " | ";
    table += rule.context ? "of the person | linear, years | as stated |\n"
                          : "`" + std::string(rule.measure->id) + "` | " + scale_text(rule.scale) + " | " +
                                task_text(rule) + " |\n";
  }
  return table;
}

TEST_CASE("The page of the features shows the table as it is") {
  const std::string page = base::read_file(TRILAYER_SOURCE_DIR "/docs/reference/features.md");
  INFO("the table should read:\n", expected_table());
  CHECK((page.find("|---|---|---|---|---|\n" + expected_table() + "\n") != std::string::npos));
  std::string muscles;
  for (const auto& muscle : feature_rules().muscles) add(muscles, muscle);
  CHECK((page.find(muscles) != std::string::npos));
}

}  // namespace
}  // namespace trilayer::inference
