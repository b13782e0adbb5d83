#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"

namespace trilayer::app {

void info(const InfoOptions& options) {
  const auto sessions = recording::open(options.path, options.open);
  print(options.format == Format::json ? report::info_json(sessions, source_of(options.path))
                                       : report::info_text(sessions));
}

}  // namespace trilayer::app
