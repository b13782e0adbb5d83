// The motoneuron pools of both hands for another simulator: writes what they receive and what ours makes of it, and how
// long ours takes. pools_for_peer FOLDER TRIALS: active trials of 400 ms with a pulse each. pools.py reads the folder.
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "trilayer/model/corticospinal.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/premotor.hpp"
#include "trilayer/model/trial.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): a program of its own
using protocol::Side;

constexpr model::Grid grid{-100.0, 300.0, 0.1};

struct Job {
  Side side;
  model::PoolInput input;
  model::PoolNoise noise;
};

std::vector<Job> jobs_of(const model::Participant& participant, int trials) {
  std::vector<Job> jobs;
  for (int k = 0; k < trials; ++k) {
    base::Stream effort(1, static_cast<std::uint32_t>(k), 1), rate(1, static_cast<std::uint32_t>(k), 2);
    const auto command = model::steady_command(grid, {0.3, 0.3}, effort);
    const auto activity = model::m1_activity(participant, model::premotor_drive(participant, command, {}));
    const auto response = model::respond(participant, grid, {{0.0, protocol::Hemisphere::left, 1.2}}, activity);
    const auto tonic = model::tonic_output(activity.rate, response, rate);
    for (const Side side : protocol::both_sides) {
      const auto trial = static_cast<std::uint32_t>(2 * k + (side == Side::left ? 0 : 1));
      jobs.push_back({side,
                      model::pool_input(participant, grid, side, response, tonic, activity.rate, 1.0),
                      {{1, trial, 0}, {1, trial, 1}, {1, trial, 2}}});
    }
  }
  return jobs;
}

void write(const std::filesystem::path& file, const void* data, std::size_t bytes) {
  std::ofstream(file, std::ios::binary).write(static_cast<const char*>(data), static_cast<std::streamsize>(bytes));
}

// Seconds for all jobs, the best of five.
double timed(const std::vector<Job>& jobs, const protocol::BySide<model::Pool>& pools, std::size_t& spikes) {
  double best = 1e9;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const auto start = std::chrono::steady_clock::now();
    spikes = 0;
    for (const Job& job : jobs) spikes += model::run_pool(pools[job.side], grid, job.input, job.noise).size();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: pools_for_peer FOLDER TRIALS\n");
    return 1;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  const auto participant = model::median_participant();
  protocol::BySide<model::Pool> noisy{model::make_pool(participant, Side::left, 1),
                                      model::make_pool(participant, Side::right, 1)};
  auto quiet = noisy;
  quiet.left.noise = quiet.right.noise = 0.0;
  const auto jobs = jobs_of(participant, std::atoi(argv[2]));
  std::vector<float> tonic, synaptic;
  std::string spikes = "column\tunit\tstep\n";
  for (std::size_t j = 0; j < jobs.size(); ++j) {
    tonic.insert(tonic.end(), jobs[j].input.tonic.begin(), jobs[j].input.tonic.end());
    synaptic.insert(synaptic.end(), jobs[j].input.synaptic.begin(), jobs[j].input.synaptic.end());
    for (const auto& spike : model::run_pool(quiet[jobs[j].side], grid, jobs[j].input, jobs[j].noise))
      spikes += fmt::format("{}\t{}\t{}\n", j, spike.unit, spike.step);
  }
  write(folder / "tonic.f32", tonic.data(), tonic.size() * sizeof(float));
  write(folder / "synaptic.f32", synaptic.data(), synaptic.size() * sizeof(float));
  write(folder / "spikes.tsv", spikes.data(), spikes.size());
  std::size_t quiet_spikes = 0, noisy_spikes = 0;
  const double without = timed(jobs, quiet, quiet_spikes), with = timed(jobs, noisy, noisy_spikes);
  const auto& pool = noisy.left;
  const std::string settings = fmt::format(
      "{{\"columns\": {}, \"coarse\": {}, \"fine\": {}, \"units\": {}, \"tau\": {}, \"threshold\": {}, \"refractory\": "
      "{}, "
      "\"ahp_decay\": {}, \"ahp\": {}, \"noise\": {}, \"seconds_without_noise\": {}, \"seconds_with_noise\": {}, "
      "\"spikes_without_noise\": {}, \"spikes_with_noise\": {},\n\"gain\": [{}],\n\"recruited_at\": [{}]}}\n",
      jobs.size(), grid.coarse_size(), grid.fine_size(), model::pool_size, pool.membrane.time_constant,
      pool.membrane.threshold, pool.membrane.refractory, pool.membrane.ahp_decay, pool.after_hyperpolarisation,
      pool.noise, without, with, quiet_spikes, noisy_spikes,
      fmt::join(pool.synaptic_gain.begin(), pool.synaptic_gain.begin() + model::pool_size, ", "),
      fmt::join(pool.tonic_threshold.begin(), pool.tonic_threshold.begin() + model::pool_size, ", "));
  write(folder / "settings.json", settings.data(), settings.size());
  fmt::print("{} pools of {} units, 400 ms: {:.4f} s without noise ({} spikes), {:.4f} s with noise ({} spikes)\n",
             jobs.size(), model::pool_size, without, quiet_spikes, with, noisy_spikes);
}
