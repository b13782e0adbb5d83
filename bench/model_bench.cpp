// Speed of the simulator on one core. Run: build/release/bench/model_bench
#include <benchmark/benchmark.h>

#include <array>

#include "trilayer/measures/measure.hpp"
#include "trilayer/model/kernel.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/model/trial.hpp"
#include "trilayer/protocol/protocol_file.hpp"

using namespace trilayer;

namespace {

using protocol::Hemisphere;
using protocol::Side;

void rate(benchmark::State& state, const char* what, double each) {
  state.counters[what] =
      benchmark::Counter(each * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

// From command to the EMG of both hands, without the amplifier.
void trial(benchmark::State& state, double effort, const model::Grid& grid) {
  const model::Body body = model::make_body(model::median_participant(), {"FDI"}, 1);
  model::Demand demand;
  demand.steady = {effort, effort};
  std::uint32_t number = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(model::run_trial(body, grid, demand, {{0.0, Hemisphere::left, 1.2}}, {1, number++, 0}));
  rate(state, "trials/s", 1.0);
}
BENCHMARK_CAPTURE(trial, rest_400_ms, 0.0, {-100.0, 300.0, 0.1})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(trial, rest_whole_segment, 0.0, {-1100.0, 450.0, 0.1})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(trial, active_400_ms, 0.3, {-100.0, 300.0, 0.1})->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(trial, active_whole_segment, 0.3, {-1100.0, 450.0, 0.1})->Unit(benchmark::kMicrosecond);

// The same in whole segments as they are recorded, with the amplifier: one block of 40 trials.
void recorded_trials(benchmark::State& state, protocol::Contraction contraction) {
  protocol::Protocol protocol;
  protocol.blocks.resize(1);
  protocol::PlannedBlock& block = protocol.blocks[0];
  block.trials = 40;
  block.condition.hemisphere = Hemisphere::left;
  block.condition.intensity = protocol::Intensity{58.0, protocol::IntensityReference::maximum_stimulator_output};
  for (const Side side : protocol::both_sides) block.condition.hands[side] = {contraction, 30.0};
  const auto participant = model::median_participant();
  for (auto _ : state) benchmark::DoNotOptimize(model::simulate(participant, protocol, 1));
  rate(state, "trials/s", 40.0);
}
BENCHMARK_CAPTURE(recorded_trials, rest, protocol::Contraction::rest)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(recorded_trials, active, protocol::Contraction::active)->Unit(benchmark::kMillisecond);

// Both hands contracting for ten seconds, one muscle each.
void sustained_emg(benchmark::State& state) {
  const model::Body body = model::make_body(model::median_participant(), {"FDI"}, 1);
  model::Demand demand;
  demand.steady = {0.3, 0.3};
  for (auto _ : state) benchmark::DoNotOptimize(model::run_trial(body, {0.0, 10000.0, 0.1}, demand, {}, {1, 0, 0}));
  rate(state, "s of EMG/s", 10.0);
}
BENCHMARK(sustained_emg)->Unit(benchmark::kMillisecond);

void battery(benchmark::State& state, bool is_measured) {
  const auto protocol = protocol::find_protocol("mirror_battery");
  const auto participant = model::median_participant();
  std::uint64_t seed = 0;
  for (auto _ : state) {
    std::vector<recording::Session> sessions{model::simulate(participant, protocol, ++seed)};
    if (is_measured) benchmark::DoNotOptimize(measures::measure(sessions, {}, 1));
    benchmark::DoNotOptimize(sessions);
  }
  rate(state, "sessions/min", 60.0);
}
BENCHMARK_CAPTURE(battery, simulated, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(battery, simulated_and_measured, true)->Unit(benchmark::kMillisecond)->Iterations(2);

// A neuron's step costs 9 additions and multiplications and 2 comparisons (advance() in motoneurons.cpp).
constexpr double flops_a_step = 11.0;

// One pool in steady contraction. Without noise the loop alone is left, with what holds its input for 0.5 ms.
void motoneuron_loop(benchmark::State& state, double noise) {
  const model::Grid grid{0.0, 2000.0, 0.1};
  model::Pool pool = model::make_pool(model::median_participant(), Side::right, 1);
  pool.noise = noise;
  model::PoolInput input;
  input.tonic.assign(grid.coarse_size(), 0.2F);
  for (auto _ : state) benchmark::DoNotOptimize(model::run_pool(pool, grid, input, {{1, 0, 1}, {1, 0, 2}, {1, 0, 3}}));
  const double steps = static_cast<double>(grid.fine_size() * model::padded_size);
  rate(state, "neuron-steps/s", steps);
  rate(state, "flop/s", flops_a_step * steps);
}
BENCHMARK_CAPTURE(motoneuron_loop, without_noise, 0.0)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(motoneuron_loop, with_noise, 1.1)->Unit(benchmark::kMicrosecond);

// What the machine gives a plain loop of the same width, compiled the same way: 6 multiplications and 6 additions a
// lane, each waiting for the last, lanes side by side, everything in the nearest cache.
TRILAYER_KERNEL
void multiply_and_add(float* __restrict x, float a, float b) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < model::padded_size; ++i) {
    float y = x[i];
    y = y * a + b;
    y = y * a + b;
    y = y * a + b;
    y = y * a + b;
    y = y * a + b;
    y = y * a + b;
    x[i] = y;
  }
}
void floating_point_limit(benchmark::State& state) {
  alignas(64) std::array<float, model::padded_size> x{};
  constexpr int repeats = 1000;
  for (auto _ : state) {
    for (int k = 0; k < repeats; ++k) multiply_and_add(x.data(), 0.999F, 0.001F);
    benchmark::DoNotOptimize(x);
  }
  rate(state, "flop/s", 12.0 * model::padded_size * repeats);
}
BENCHMARK(floating_point_limit)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
