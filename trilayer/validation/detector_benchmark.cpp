#include "trilayer/validation/detector_benchmark.hpp"

#include <array>

namespace trilayer::validation {
namespace {

constexpr std::array tasks{
    BenchmarkTask{"cmep_onset", "Onset of the contralateral response in one trial", score_cmep_onsets},
    BenchmarkTask{"csp_end", "End of the contralateral silence in one trial", score_silence_ends},
    BenchmarkTask{"imep", "Is there an ipsilateral response on the average?", score_imep_criteria},
    BenchmarkTask{"isp", "Is there an ipsilateral silence on the average, and from when to when?", score_isp_criteria},
    BenchmarkTask{"intervals", "Do the 95 % intervals of a block's measures hold the truth?", score_intervals},
    BenchmarkTask{"imep_class", "How late is the ipsilateral response: 0, 1, 6 or 13 ms?", score_imep_classes},
    BenchmarkTask{"thresholds", "Motor threshold, % of stimulator output, from the same answers", score_thresholds},
    BenchmarkTask{"false_alarms", "Recordings in which nothing happens: how many raise an alarm?", score_false_alarms},
};

}  // namespace

std::span<const BenchmarkTask> benchmark_tasks() { return tasks; }

}  // namespace trilayer::validation
