#include "trilayer/base/parallel.hpp"

#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>

namespace trilayer::base {

void for_each_index(std::size_t count, int jobs, const std::function<void(std::size_t)>& work) {
  if (jobs <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  const int threads = std::min(jobs, tbb::info::default_concurrency());  // TBB writes to stderr where asked for more
  tbb::task_arena arena(std::min<int>(threads, static_cast<int>(std::min<std::size_t>(count, 1024))));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, work, tbb::simple_partitioner()); });
}

}  // namespace trilayer::base
