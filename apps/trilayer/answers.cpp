#include "apps/trilayer/answers.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "apps/trilayer/output.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/measures/measures_table.hpp"
#include "trilayer/report/draws_netcdf.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::app {

namespace {

// What somebody entered and no feature looks at is said, not passed over: "cmep_area (2 rows)".
void warn_of_unused(inference::Answer& answer, const std::vector<measures::Measurement>& measurements) {
  std::vector<measures::Key> unused;
  inference::features_of(measurements, {}, &unused);
  std::map<std::string, int> rows;
  for (const measures::Key& key : unused)
    if (key.measure != "wrong_hand_lead") ++rows[key.measure];  // that is the selection's
  std::vector<std::string> words;
  for (const auto& [measure, count] : rows)
    words.push_back(measure + " (" + std::to_string(count) + (count == 1 ? " row)" : " rows)"));
  if (!words.empty())
    answer.warnings.push_back({"not_used",
                               "the answer does not rest on these rows, whose measure or condition is no feature: " +
                                   report::join(words, ", ") + ". docs/reference/features.md lists what is",
                               ""});
}

// A label that is no plain name (it came from a table) gives way to the number of the participant.
std::string draws_name(const std::vector<inference::Answer>& answers, std::size_t k) {
  if (answers.size() == 1) return "draws.nc";
  const std::string& label = answers[k].participant;
  const bool plain = !label.empty() && std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return "draws-" + (plain ? label : "number-" + std::to_string(k + 1)) + ".nc";
}

}  // namespace

std::vector<inference::Answer> answers_for(const Measured& measured, const inference::Method& method,
                                           const inference::Bank* like) {
  const inference::Asked asked{true, like};
  const auto people = measures::by_participant(measured.results.measurements);
  std::vector<inference::Answer> answers;
  if (measured.sessions.empty())
    for (const auto& person : people) {
      answers.push_back(inference::interpret(person.participant, person.measurements, {}, method, asked));
      warn_of_unused(answers.back(), person.measurements);
    }
  for (const auto& session : measured.sessions) {
    const auto person = std::find_if(people.begin(), people.end(),
                                     [&](const auto& one) { return one.participant == session.participant; });
    const std::vector<measures::Measurement> nothing;
    answers.push_back(inference::interpret(session.participant, person == people.end() ? nothing : person->measurements,
                                           session.context, method, asked));
  }
  return answers;
}

report::Made made_with(const inference::Method& method, const inference::Recipe& recipe) {
  const bool by_network = method.network != nullptr;
  return {by_network ? 0 : method.hash, recipe.features, recipe.settings, recipe.model_version,
          by_network ? method.hash : 0, method.name};
}

void say_warnings_of(const std::vector<inference::Answer>& answers) {
  for (const auto& answer : answers)
    for (base::Warning warning : answer.warnings) {
      if (warning.text.starts_with(warning.place)) warning.place.clear();
      if (answers.size() > 1) warning.place = report::join({"participant " + answer.participant, warning.place}, ", ");
      say_warnings({warning});
    }
}

void write_answers(const std::filesystem::path& folder, const Measured& measured, const measures::Settings& settings,
                   const report::Source& source, const std::vector<inference::Answer>& answers,
                   const report::Made& made) {
  base::write_file(folder / "interpretation.json", report::to_json(answers, source, made));
  for (std::size_t k = 0; k < answers.size(); ++k)
    base::write_file(folder / draws_name(answers, k), report::draws_netcdf(answers[k], source, made));
  base::write_file(folder / "report.html",
                   report::to_html(measured.results, measured.sessions, settings, source, answers, made));
}

}  // namespace trilayer::app
