#include "trilayer/validation/replay/replay.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/validation/facts/company.hpp"

namespace trilayer::validation {
namespace {

// Address of random numbers: apart from those of the population.
constexpr std::uint32_t of_settings = 0x72706c79;

double clamped(const std::string& name, double value) {
  if (const auto* row = model::find_parameter(name)) return std::clamp(value, row->low, row->high);
  return std::clamp(value, 0.0, 1.0);
}

model::Participant person_of(const StudyGroup& group, std::uint64_t seed, std::uint32_t number) {
  model::Population population;
  population.age = model::AgeRange{group.age_low, group.age_high};
  auto person = model::draw_participant({}, seed, number, model::Lesions::none, population);
  base::Stream stream(seed, number, of_settings);
  for (const GroupSetting& setting : group.settings) {
    const double value = setting.mean.value + setting.spread * stream.normal();
    apply(person, {setting.mean.name, clamped(setting.mean.name, value)});
  }
  return person;
}

using measures::State;

// Measures that compare blocks name all of them, "ihi-10+test".
const measures::Measurement* found(const measures::Results& results, const StudyFinding& finding,
                                   const std::string& block) {
  for (const auto& m : results.measurements) {
    if (m.key.measure != finding.measure || m.key.side != finding.side) continue;
    const auto blocks = base::split(m.block, '+');
    if (std::find(blocks.begin(), blocks.end(), block) != blocks.end()) return &m;
  }
  return nullptr;
}

std::optional<double> value_of(const measures::Results& results, const StudyFinding& finding,
                               const std::string& block) {
  const auto* m = found(results, finding, block);
  if (m == nullptr) return std::nullopt;
  if (finding.share_present) {
    if (m->state == State::absent) return 0.0;
    return m->value ? std::optional(1.0) : std::nullopt;
  }
  const bool counts = m->state == State::value || (finding.accept_confounded && m->state == State::confounded);
  return counts ? m->value : std::nullopt;
}

// What every person of a group gave: a column a finding, and one more for the block it is against.
struct Column {
  std::vector<std::optional<double>> own, against_block;
};

struct GroupRun {
  const PublishedStudy* study = nullptr;
  const StudyGroup* group = nullptr;
  int people = 0;
  std::vector<Column> columns;  ///< one a finding of the study
};

struct Task {
  GroupRun* run = nullptr;
  std::uint32_t number = 0;
};

void work_on(const Task& task, std::uint64_t seed) {
  const PublishedStudy& study = *task.run->study;
  const auto person = person_of(*task.run->group, seed, task.number);
  auto session = model::simulate(person, study.protocol, seed + task.number);
  for (auto& recording : session.recordings) recording.mains = base::Hertz(50.0);  // a laboratory knows its mains
  measures::Settings settings;
  settings.bootstrap = 20;  // errors of single people are looked at by nobody
  const auto results = measures::measure({session}, settings);
  for (std::size_t k = 0; k < study.findings.size(); ++k) {
    const StudyFinding& finding = study.findings[k];
    Column& column = task.run->columns[k];
    column.own[task.number] = value_of(results, finding, finding.block);
    if (!finding.against_block.empty())
      column.against_block[task.number] = value_of(results, finding, finding.against_block);
  }
}

std::optional<Simulated> summary(const std::vector<double>& values, bool is_share) {
  if (values.size() < 2) return std::nullopt;
  const double n = static_cast<double>(values.size());
  Simulated s;
  s.people = static_cast<int>(values.size());
  for (const double v : values) s.mean += v / n;
  for (const double v : values) s.sd += (v - s.mean) * (v - s.mean) / (n - 1.0);
  s.sd = std::sqrt(s.sd);
  const double share = (s.mean * n + 2.0) / (n + 4.0);
  s.error = is_share ? std::sqrt(share * (1.0 - share) / (n + 4.0)) : s.sd / std::sqrt(n);
  return s;
}

std::vector<double> given(const std::vector<std::optional<double>>& column) {
  std::vector<double> values;
  for (const auto& value : column)
    if (value) values.push_back(*value);
  return values;
}

const GroupRun& run_of(const std::vector<GroupRun>& runs, const PublishedStudy& study, const std::string& group) {
  const auto at = std::find_if(runs.begin(), runs.end(),
                               [&](const GroupRun& run) { return run.study == &study && run.group->id == group; });
  base::require(at != runs.end(), "a finding's group was run");
  return *at;
}

std::optional<Simulated> difference_of(const std::vector<GroupRun>& runs, const PublishedStudy& study, std::size_t k) {
  const StudyFinding& finding = study.findings[k];
  const Column& own = run_of(runs, study, finding.group).columns[k];
  if (!finding.against_block.empty()) {
    std::vector<double> differences;
    for (std::size_t i = 0; i < own.own.size(); ++i)
      if (own.own[i] && own.against_block[i]) differences.push_back(*own.own[i] - *own.against_block[i]);
    return summary(differences, false);
  }
  const auto a = summary(given(own.own), finding.share_present);
  const auto b = summary(given(run_of(runs, study, finding.against_group).columns[k].own), finding.share_present);
  if (!a || !b) return std::nullopt;
  return Simulated{std::min(a->people, b->people), a->mean - b->mean, std::hypot(a->sd, b->sd),
                   std::hypot(a->error, b->error)};
}

int people_of(const PublishedStudy& study, const std::string& group) {
  for (const StudyGroup& each : study.groups)
    if (each.id == group) return each.n;
  return 0;
}

ReplayedFinding judged(const std::vector<GroupRun>& runs, const PublishedStudy& study, std::size_t k) {
  const StudyFinding& finding = study.findings[k];
  ReplayedFinding result{
      &finding, summary(given(run_of(runs, study, finding.group).columns[k].own), finding.share_present), {}, {}, {},
      {}};
  if (!result.simulated) {
    result.reason = "fewer than two people gave a value";
    return result;
  }
  if (finding.published) {
    const auto error = published_error(finding, people_of(study, finding.group));
    if (error)
      result.value = agreement_of_value(result.simulated->mean, result.simulated->error, *finding.published, *error);
    else
      result.reason = "the publication's spread is not known";
  }
  if (finding.relation) {
    result.difference = difference_of(runs, study, k);
    if (result.difference)
      result.direction = agreement_of_relation(*finding.relation, result.difference->mean, result.difference->error);
    else
      result.reason = "fewer than two people gave what it is compared with";
  }
  return result;
}

}  // namespace

std::string_view name(Agreement agreement) {
  switch (agreement) {
    case Agreement::agrees:
      return "agrees";
    case Agreement::too_small:
      return "too small";
    case Agreement::too_large:
      return "too large";
    case Agreement::right:
      return "right";
    case Agreement::not_shown:
      return "not shown";
    case Agreement::wrong:
      break;
  }
  return "wrong";
}

std::optional<double> published_error(const StudyFinding& finding, int n) {
  if (!finding.published || n < 1) return std::nullopt;
  if (finding.share_present) {
    const double share = (*finding.published * n + 2.0) / (n + 4.0);
    return std::sqrt(share * (1.0 - share) / (n + 4.0));
  }
  if (!finding.sd) return std::nullopt;
  return *finding.sd / std::sqrt(static_cast<double>(n));
}

Agreement agreement_of_value(double simulated, double simulated_error, double published, double published_error) {
  const double distance = simulated - published;
  if (std::abs(distance) <= 2.0 * std::hypot(simulated_error, published_error)) return Agreement::agrees;
  return distance < 0.0 ? Agreement::too_small : Agreement::too_large;
}

Agreement agreement_of_relation(Relation relation, double difference, double error) {
  const bool differs = std::abs(difference) > 2.0 * error;
  if (relation == Relation::same) return differs ? Agreement::wrong : Agreement::right;
  if (!differs) return Agreement::not_shown;
  return (difference > 0.0) == (relation == Relation::above) ? Agreement::right : Agreement::wrong;
}

std::vector<Replay> replay(const std::vector<PublishedStudy>& studies, const ReplayOptions& options) {
  std::vector<GroupRun> runs;
  for (const PublishedStudy& study : studies)
    for (const StudyGroup& group : study.groups) {
      GroupRun run{&study, &group, options.participants > 0 ? options.participants : group.n, {}};
      const std::vector<std::optional<double>> nobody(static_cast<std::size_t>(run.people));
      run.columns.assign(study.findings.size(), {nobody, nobody});
      runs.push_back(std::move(run));
    }
  std::vector<Task> tasks;
  for (GroupRun& run : runs)
    for (int k = 0; k < run.people; ++k) tasks.push_back({&run, static_cast<std::uint32_t>(k)});
  std::mutex one_at_a_time;
  std::size_t done = 0;
  base::for_each_index(tasks.size(), options.jobs, [&](std::size_t i) {
    work_on(tasks[i], options.seed);
    if (!options.progress) return;
    const std::lock_guard lock(one_at_a_time);
    options.progress(static_cast<double>(++done) / static_cast<double>(tasks.size()));
  });
  std::vector<Replay> replays;
  for (const PublishedStudy& study : studies) {
    Replay one{&study, options.participants, {}};
    for (std::size_t k = 0; k < study.findings.size(); ++k) one.findings.push_back(judged(runs, study, k));
    replays.push_back(std::move(one));
  }
  return replays;
}

}  // namespace trilayer::validation
