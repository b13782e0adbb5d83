#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/report/scores.hpp"
#include "trilayer/report/terminal.hpp"
#include "trilayer/validation/detector_benchmark.hpp"

namespace trilayer::app {
namespace {

using validation::BenchmarkTask;

std::vector<const BenchmarkTask*> chosen_tasks(const std::vector<std::string>& names) {
  std::vector<const BenchmarkTask*> chosen;
  std::string known;
  for (const BenchmarkTask& task : validation::benchmark_tasks()) {
    known += (known.empty() ? "" : ", ") + std::string(task.id);
    if (names.empty() || std::find(names.begin(), names.end(), task.id) != names.end()) chosen.push_back(&task);
  }
  for (const std::string& name : names)
    if (std::none_of(chosen.begin(), chosen.end(), [&](const BenchmarkTask* task) { return task->id == name; }))
      throw base::Refusal("is no task of the benchmark", name, "choose among " + known);
  return chosen;
}

}  // namespace

void benchmark_detectors(const BenchmarkOptions& options) {
  const auto tasks = chosen_tasks(options.tasks);
  std::vector<validation::Score> scores;
  for (const BenchmarkTask* task : tasks) {
    if (!options.quiet) say(fmt::format("{}: {}", task->id, task->title));
    ProgressBar bar(!options.quiet);
    const auto made = task->run({options.repeats, options.seed, options.jobs}, [&](double share) { bar.show(share); });
    scores.insert(scores.end(), made.begin(), made.end());
  }
  const report::BenchmarkSource source{options.repeats, options.seed, TRILAYER_VERSION};
  switch (options.format) {
    case Format::mep_cmap:
    case Format::hbmep:  // of single trials only
    case Format::table:
      return print(report::scores_table(scores));
    case Format::markdown:
      return print(report::scores_markdown(scores));
    case Format::tsv:
      return print(report::scores_tsv(scores));
    case Format::json:
      return print(report::scores_json(scores, source));
  }
}

}  // namespace trilayer::app
