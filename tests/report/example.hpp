// A small made-up session and its results, drawn by hand for the report's tests: nothing in it was measured.
#pragma once

#include <cstddef>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::tests {

/// One of every state, scale and kind of reason; fits `example_sessions()`.
measures::Results example_results();

/// One participant with four blocks of both FDI: each hemisphere at rest and in contraction, one of paired pulses and
/// a task of the right hand.
std::vector<recording::Session> example_sessions();

/// A long session: `blocks` blocks of `trials` trials over `muscles` muscles of both sides.
std::vector<recording::Session> long_session(std::size_t blocks, std::size_t trials, std::size_t muscles);

}  // namespace trilayer::tests
