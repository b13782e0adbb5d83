// trilayer evidence list, show, search, check, coverage, export: what has been published.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace trilayer::app {

/// Adds the command `evidence` with all its parts; what is asked for becomes `chosen`.
void add_evidence(CLI::App& program, std::function<void()>& chosen);

}  // namespace trilayer::app
