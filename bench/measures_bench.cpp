// Trials measured per second on one core. Run: build/release/bench/measures_bench
#include <benchmark/benchmark.h>

#include <algorithm>

#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/ipsilateral_mep.hpp"
#include "trilayer/measures/ipsilateral_silent_period.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/phantom.hpp"

using namespace trilayer;

namespace {

constexpr int trials = 100;

// One block of `trials` pulses to the left hemisphere, both hands contracting; 5 kHz.
recording::Session session_of(int count, base::Microvolts hum) {
  phantom::Phantom phantom;
  phantom.hum = hum;
  phantom::PhantomBlock block;
  block.plan.id = "left";
  block.plan.trials = count;
  block.plan.interval = base::Seconds(2.0);
  block.plan.condition.hemisphere = protocol::Hemisphere::left;
  for (const auto side : protocol::both_sides) {
    block.plan.condition.hands[side].contraction = protocol::Contraction::active;
    block.hands[side].background = base::Microvolts(80.0);
  }
  block.hands.right.response = phantom::Response{};
  block.hands.right.silence = phantom::Silence{base::Milliseconds(21.0), base::Milliseconds(150.0)};
  block.hands.left.silence = phantom::Silence{};
  phantom.blocks = {block};
  return phantom::draw(phantom, 1);
}

std::size_t channel_of(const recording::Recording& recording, protocol::Side side) {
  return *recording::find_channel(recording, side, "FDI");
}

void count_trials(benchmark::State& state, int each) {
  state.counters["trials/s"] = benchmark::Counter(static_cast<double>(each) * static_cast<double>(state.iterations()),
                                                  benchmark::Counter::kIsRate);
}

// Cutting, presence, size, onset and end of every trial.
void cmep_single_trials(benchmark::State& state) {
  const auto session = session_of(trials, base::Microvolts(0.0));
  const auto& recording = session.recordings[0];
  const std::size_t channel = channel_of(recording, protocol::Side::right);
  for (auto _ : state)
    benchmark::DoNotOptimize(measures::look(session, recording, recording.blocks[0], channel, {}, std::nullopt));
  count_trials(state, trials);
}
BENCHMARK(cmep_single_trials)->Unit(benchmark::kMillisecond);

// The same with mains hum fitted and subtracted round every trial.
void cmep_single_trials_with_hum(benchmark::State& state) {
  const auto session = session_of(trials, base::Microvolts(50.0));
  const auto& recording = session.recordings[0];
  const std::size_t channel = channel_of(recording, protocol::Side::right);
  const auto hum = measures::find_hum(recording, channel);
  for (auto _ : state)
    benchmark::DoNotOptimize(measures::look(session, recording, recording.blocks[0], channel, {}, hum));
  count_trials(state, trials);
}
BENCHMARK(cmep_single_trials_with_hum)->Unit(benchmark::kMillisecond);

// The four cMEP measurements with their bootstrap errors, after the look.
void cmep_measurements(benchmark::State& state) {
  const auto session = session_of(trials, base::Microvolts(0.0));
  const auto& recording = session.recordings[0];
  const auto look = measures::look(session, recording, recording.blocks[0],
                                   channel_of(recording, protocol::Side::right), {}, std::nullopt);
  for (auto _ : state) benchmark::DoNotOptimize(measures::contralateral_mep(look, nullptr, {}));
  count_trials(state, trials);
}
BENCHMARK(cmep_measurements)->Unit(benchmark::kMillisecond);

// Look and surrogate test of one ipsilateral muscle, blocks of 20 trials.
template <class Test>
void surrogate_test(benchmark::State& state, Test&& test) {
  const auto session = session_of(20, base::Microvolts(0.0));
  const auto& recording = session.recordings[0];
  const std::size_t channel = channel_of(recording, protocol::Side::left);
  for (auto _ : state) {
    const auto look = measures::look(session, recording, recording.blocks[0], channel, {}, std::nullopt);
    benchmark::DoNotOptimize(test(look));
  }
  count_trials(state, 20);
}
void imep_test(benchmark::State& state) {
  surrogate_test(state, [](const auto& look) { return measures::test_imep(look, nullptr, 1, {}); });
}
BENCHMARK(imep_test)->Unit(benchmark::kMillisecond);
void isp_test(benchmark::State& state) {
  surrogate_test(state, [](const auto& look) { return measures::test_isp(look, 1, {}); });
}
BENCHMARK(isp_test)->Unit(benchmark::kMillisecond);

// Everything, both hands, from session to results; cost must be linear in trials.
void whole_session(benchmark::State& state) {
  const int count = static_cast<int>(state.range(0));
  const std::vector<recording::Session> sessions{session_of(count, base::Microvolts(0.0))};
  for (auto _ : state) benchmark::DoNotOptimize(measures::measure(sessions, {}, 1));
  count_trials(state, count);
}
BENCHMARK(whole_session)->Arg(20)->Arg(80)->Arg(320)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
