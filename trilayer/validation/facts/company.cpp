#include "trilayer/validation/facts/company.hpp"

#include <algorithm>
#include <mutex>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/validation/facts/visit.hpp"

namespace trilayer::validation {
namespace {

// One person in one study of one company.
struct Task {
  Company* company = nullptr;
  const Study* study = nullptr;
  std::uint32_t number = 0;
  std::string refused{};
};

const Study& study_named(const std::string& id) {
  for (const Study& study : studies())
    if (study.id == id) return study;
  throw base::Bug("a company is to run a study that is none");
}

// Errors of single people are looked at by nobody, so that the bootstrap is short. Where a study asks for no presence,
// the tests of it are made at a level that needs few surrogates: they change neither sizes nor times of single trials.
measures::Settings settings_for(const Study& study) {
  measures::Settings settings;
  settings.bootstrap = 20;
  if (study.asks_presence) return settings;
  settings.surrogates = 19;
  settings.false_alarm_rate = 0.95;
  return settings;
}

std::uint64_t session_seed(std::uint64_t seed, std::uint32_t number) {
  return base::fnv1a(base::format_number(number), seed ^ 0xcbf29ce484222325U);
}

Visit recorded(const Study& study, const std::vector<protocol::PlannedBlock>& blocks, const model::Participant& person,
               std::uint64_t seed) {
  protocol::Protocol protocol;
  protocol.name = study.id;
  protocol.title = study.what;
  protocol.muscles = study.muscles;
  protocol.blocks = blocks;
  Visit visit{person, seed, {}, {}, nullptr};
  visit.session = model::simulate(person, protocol, seed);
  const bool has_pulses = std::any_of(blocks.begin(), blocks.end(),
                                      [](const auto& block) { return block.condition.hemisphere.has_value(); });
  if (&blocks == &study.before && !has_pulses) return visit;  // its raw EMG is all that is looked at
  for (auto& recording : visit.session.recordings) recording.mains = base::Hertz(50.0);  // a laboratory knows its mains
  visit.results = measures::measure({visit.session}, settings_for(study));
  return visit;
}

Visit visit_of(const Study& study, model::Participant person, std::uint64_t seed, std::optional<Visit>& before) {
  for (const auto& setting : study.sets) apply(person, setting);
  if (!study.blocks) return {person, seed, {}, {}, nullptr};
  if (!study.before.empty()) before = recorded(study, study.before, person, seed);
  Visit visit = recorded(study, study.blocks(before ? &*before : nullptr), person, seed);
  visit.before = before ? &*before : nullptr;
  return visit;
}

void work_on(Task& task, const RunOptions& options) {
  const auto person = person_of(*task.company, options.population, options.seed, task.number);
  std::optional<Visit> before;
  try {
    const Visit visit = visit_of(*task.study, person, session_seed(options.seed, task.number), before);
    for (const Reading& reading : task.study->readings)
      task.company->people[task.number][place_of(task.study->id + "." + reading.id)] = reading.read(visit);
  } catch (const base::Refusal& refusal) {
    task.refused = refusal.problem() + " (" + refusal.place() + ")";
  }
}

std::vector<Task> tasks_of(std::vector<Company>& companies, int participants) {
  std::vector<Task> tasks;
  for (Company& company : companies) {
    company.people.assign(static_cast<std::size_t>(participants), Readings(count_of_readings()));
    for (const std::string& id : company.studies)
      for (int k = 0; k < participants; ++k)
        tasks.push_back({&company, &study_named(id), static_cast<std::uint32_t>(k)});
  }
  return tasks;
}

}  // namespace

void apply(model::Participant& participant, const literature::Setting& setting) {
  if (const auto* row = model::find_parameter(setting.name)) {
    for (const auto side : protocol::both_sides) model::value_of(participant, *row, side) = setting.value;
    return;
  }
  bool known = false;
  for (const auto direction : {"left", "right"})
    if (const auto loading = model::parse_loading(setting.name + "." + direction)) {
      participant.loadings[*loading] = setting.value;
      known = true;
    }
  if (!known)
    throw base::Refusal("'" + setting.name + "' is neither a loading nor a parameter", "sets of a group or ablation",
                        "use a loading without its direction (transcallosal) or a name of the table of parameters");
}

model::Participant person_of(const Company& company, const model::Population& population, std::uint64_t seed,
                             std::uint32_t number) {
  model::Population people = population;
  people.age = model::AgeRange{company.group->age_low, company.group->age_high};
  auto person = model::draw_participant({}, seed, number, model::Lesions::none, people);
  for (const auto* sets : {&company.group->sets, &company.sets})
    for (const auto& setting : *sets) apply(person, setting);
  return person;
}

void run(std::vector<Company>& companies, const RunOptions& options) {
  std::vector<Task> tasks = tasks_of(companies, options.participants);
  std::mutex one_at_a_time;
  std::size_t done = 0;
  base::for_each_index(tasks.size(), options.jobs, [&](std::size_t i) {
    work_on(tasks[i], options);
    if (!options.progress) return;
    const std::lock_guard lock(one_at_a_time);
    options.progress(static_cast<double>(++done) / static_cast<double>(tasks.size()));
  });
  for (const Task& task : tasks)
    if (!task.refused.empty()) task.company->refused.emplace(task.study->id, task.refused);
}

}  // namespace trilayer::validation
