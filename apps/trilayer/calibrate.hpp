// trilayer calibrate, trilayer train: how far answers can be believed, and where they come from.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace trilayer::app {

/// Adds `calibrate`; what is asked for becomes `chosen`.
void add_calibrate(CLI::App& program, std::function<void()>& chosen);

/// Adds `train`, which is a program of its own beside this one: LibTorch takes a second to load.
void add_train(CLI::App& program, std::function<void()>& chosen);

}  // namespace trilayer::app
