// trilayer evidence pool MEASURE: how what was published of a measure is pooled.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace trilayer::app {

/// Adds `pool` to the command `evidence`; where it is asked for, `chosen` becomes what it does.
void add_evidence_pool(CLI::App& evidence, std::function<void()>& chosen);

}  // namespace trilayer::app
