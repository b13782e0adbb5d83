// The whole way from sessions to results.
#pragma once

#include <functional>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// Told how far the work is, from 0 to 1; may be called from several threads, one at a time.
using Progress = std::function<void(double)>;

/// Measures everything the sessions allow. The same input and settings give the same results, whatever `jobs` is.
/// Measures that no block can give are in the results with their reason.
Results measure(const std::vector<recording::Session>& sessions, const Settings& settings, int jobs = 1,
                const Progress& progress = {});

}  // namespace trilayer::measures
