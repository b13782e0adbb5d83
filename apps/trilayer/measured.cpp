#include "apps/trilayer/measured.hpp"

#include <algorithm>

#include "apps/trilayer/output.hpp"
#include "trilayer/recording/judgements.hpp"

namespace trilayer::app {
namespace {

// One participant of a data set may lack pulses, and its measures are then missing; a whole input without any is
// refused.
void require_any_blocks(const std::vector<recording::Session>& sessions) {
  const auto has_blocks = [](const recording::Session& session) {
    return std::any_of(session.recordings.begin(), session.recordings.end(),
                       [](const recording::Recording& recording) { return !recording.blocks.empty(); });
  };
  if (!sessions.empty() && std::none_of(sessions.begin(), sessions.end(), has_blocks))
    recording::require_blocks(sessions.front());
}

}  // namespace

Measured measure_path(const std::filesystem::path& path, const recording::OpenOptions& open,
                      const measures::Settings& settings, int jobs, bool quiet) {
  Measured measured{recording::open(path, open), {}};
  require_any_blocks(measured.sessions);
  recording::require_sides(measured.sessions);
  ProgressBar bar(!quiet);
  measured.results = measures::measure(measured.sessions, settings, jobs, [&](double share) { bar.show(share); });
  return measured;
}

}  // namespace trilayer::app
