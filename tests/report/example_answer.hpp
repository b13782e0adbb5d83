// A made-up answer for the report's tests: nothing in it was inferred.
#pragma once

#include "trilayer/report/interpretation.hpp"

namespace trilayer::tests {

/// Leads in II and (less) I of the right direction, whose III is not informed; II or III of the left one undetermined,
/// its I lowered.
inference::Answer example_answer();

/// Only the prior: a recording that says nothing.
inference::Answer uninformed_answer();

report::Made example_made();

}  // namespace trilayer::tests
