// Work on many things at once, with results that do not depend on how many threads there are.
#pragma once

#include <cstddef>
#include <functional>

namespace trilayer::base {

/// Calls `work(i)` for every i in [0, count), on at most `jobs` threads (at least 1). Each call must write only to
/// its own place. The first exception thrown is thrown on.
void for_each_index(std::size_t count, int jobs, const std::function<void(std::size_t)>& work);

}  // namespace trilayer::base
