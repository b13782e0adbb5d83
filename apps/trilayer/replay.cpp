#include "trilayer/report/replay.hpp"
#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/validation/replay/replay.hpp"

namespace trilayer::app {

void replay(const ReplayOptions& options) {
  const auto studies = validation::read_studies(options.path);
  validation::ReplayOptions work;
  work.participants = options.participants;
  work.seed = options.seed;
  work.jobs = options.jobs;
  std::vector<validation::Replay> replays;
  {
    ProgressBar bar(!options.quiet);
    work.progress = [&](double share) { bar.show(share); };
    replays = validation::replay(studies, work);
  }
  if (options.format == Format::json) return print(report::replay_json(replays, options.seed, model::model_version));
  if (options.format == Format::tsv) return print(report::replay_tsv(replays));
  print(report::replay_table(replays));
}

}  // namespace trilayer::app
