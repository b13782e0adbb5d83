// Answers per second on one core. Run: build/release/bench/inference_bench
#include <benchmark/benchmark.h>

#include "trilayer/inference/abc.hpp"
#include "trilayer/inference/contributions.hpp"
#include "trilayer/inference/network/network_posterior.hpp"
#include "trilayer/inference/rules.hpp"

using namespace trilayer;

namespace {

const std::size_t features = inference::feature_names().size();

// Features that are noise but for the first two; the time does not depend on what they say.
inference::BankRow session_of(std::uint32_t number) {
  base::Stream stream(1, number);
  inference::BankRow row;
  row.number = number;
  row.truth = inference::draw_loadings({}, stream);
  for (std::size_t f = 0; f < features; ++f) {
    const double signal = f < 2 ? 2.0 * row.truth.values[2 + f] : 0.0;
    row.features.push_back({measures::State::value, signal + stream.normal(), 0.2});
  }
  return row;
}

// A full session, on a bank of so many.
void interpret(benchmark::State& state) {
  inference::Bank bank;
  for (std::uint32_t number = 0; number < static_cast<std::uint32_t>(state.range(0)); ++number)
    bank.rows.push_back(session_of(number));
  const auto observed = session_of(1'000'000).features;
  for (auto _ : state) benchmark::DoNotOptimize(inference::answer_of(inference::posterior(observed, bank)));
}
BENCHMARK(interpret)->Arg(1000)->Arg(5000)->Arg(20000)->Unit(benchmark::kMillisecond);

// The same where every measurement is coarser than the bank's, which is then blurred.
void interpret_coarse(benchmark::State& state) {
  inference::Bank bank;
  for (std::uint32_t number = 0; number < 5000; ++number) bank.rows.push_back(session_of(number));
  auto observed = session_of(1'000'000).features;
  for (auto& feature : observed) feature.error = 0.5;
  for (auto _ : state) benchmark::DoNotOptimize(inference::answer_of(inference::posterior(observed, bank)));
}
BENCHMARK(interpret_coarse)->Unit(benchmark::kMillisecond);

// The same session by the network inside the program: 2000 draws and the answer made of them.
void interpret_by_network(benchmark::State& state) {
  const auto& network = inference::shipped_network();
  const auto observed = session_of(1'000'000).features;
  for (auto _ : state) benchmark::DoNotOptimize(inference::answer_of(inference::posterior(observed, network)));
}
BENCHMARK(interpret_by_network)->Unit(benchmark::kMillisecond);

// Without draws: the density of all members.
void density_by_network(benchmark::State& state) {
  const auto& network = inference::shipped_network();
  const auto observed = session_of(1'000'000).features;
  for (auto _ : state) benchmark::DoNotOptimize(inference::densities(network, observed));
}
BENCHMARK(density_by_network)->Unit(benchmark::kMicrosecond);

// What every measure adds.
void contributions_by_network(benchmark::State& state) {
  const auto& network = inference::shipped_network();
  const auto observed = session_of(1'000'000).features;
  for (auto _ : state) benchmark::DoNotOptimize(inference::contributions(observed, network));
}
BENCHMARK(contributions_by_network)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
