// trilayer-train: learns the network's weights from a bank.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/training/train.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): the program's own main

struct Options {
  std::filesystem::path bank, out, densities;
  training::TrainOptions train;
  bool quiet = false;
};

void add_options(CLI::App& program, Options& options) {
  const auto whole = [](int low, int high) { return CLI::Range(low, high).description(""); };
  auto& t = options.train;
  program.add_option("BANK", options.bank, "bank of simulated sessions")->required()->type_name("");
  program.add_option("--out", options.out, "the network; a new file")->required()->type_name("FILE");
  program
      .add_option("--densities", options.densities, "also LibTorch's log densities of the first sessions; a new file")
      ->type_name("FILE");
  program.add_option("--seed", t.seed, "of first weights, order and masks (default 1)")->type_name("N");
  program.add_option("--members", t.members, "networks whose densities are averaged (default 3)")->check(whole(1, 64));
  program.add_option("--width", t.width, "units a layer (default 64)")->check(whole(1, 4096));
  program.add_option("--blocks", t.blocks, "layers of such units (default 2)")->check(whole(0, 64));
  program.add_option("--components", t.components, "normal laws of the sizes (default 4)")->check(whole(1, 64));
  program.add_option("--epochs", t.epochs, "times every session is seen (default 120)")->check(whole(1, 100000));
  program.add_option("--batch", t.batch, "sessions a step (default 256)")->check(whole(1, 1000000));
  program.add_option("--learning-rate", t.learning_rate, "the largest (default 0.002)");
  program.add_option("--weight-decay", t.weight_decay, "towards the prior (default 0.3)");
  program.add_option("--dropout", t.dropout, "share of units left out while training (default 0.3)");
  program.add_option("--jobs", t.jobs, "threads (default: as many as there are processors)")->check(whole(1, 1024));
  program.add_flag("--quiet", options.quiet, "no progress on standard error");
}

class Progress {
 public:
  explicit Progress(const Options& options)
      : wanted_(!options.quiet), terminal_(::isatty(STDERR_FILENO) == 1), members_(options.train.members) {}

  void show(const training::Epoch& e) const {
    if (!wanted_) return;
    const bool last = e.epoch == e.epochs;
    if (!terminal_ && !last && e.epoch % 10 != 0) return;
    const double done = static_cast<double>(e.member) + static_cast<double>(e.epoch) / e.epochs;
    const double spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    const double left = spent / done * (static_cast<double>(members_) - done);
    fmt::print(
        stderr,
        "{}member {} of {}, epoch {} of {}: {:.3f} bits while training, {:.3f} on sessions held back; {:.0f} s left{}",
        terminal_ ? "\r\033[K" : "", e.member + 1, members_, e.epoch, e.epochs, e.training_bits, e.validation_bits,
        left, terminal_ && !last ? "" : "\n");
  }

 private:
  bool wanted_, terminal_;
  std::size_t members_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

void refuse_existing(const std::filesystem::path& file) {
  if (!file.empty() && std::filesystem::exists(file))
    throw base::Refusal("is there already and is not overwritten", file.string(), "name a new file");
}

// Number of the session and log density, for the test that both evaluations agree.
std::string densities_text(const inference::Network& network, inference::Bank bank) {
  constexpr std::size_t shown = 40;
  bank.rows.resize(std::min(bank.rows.size(), shown));
  const auto logs = training::log_densities(network, bank);
  std::string text = "session\tlog_density\n";
  for (std::size_t i = 0; i < logs.size(); ++i) text += fmt::format("{}\t{:.9f}\n", bank.rows[i].number, logs[i]);
  return text;
}

void run(const Options& options) {
  refuse_existing(options.out);
  refuse_existing(options.densities);
  const auto bank = inference::read_bank(options.bank);
  const Progress progress(options);
  const auto network = training::train(bank, options.train, [&](const training::Epoch& e) { progress.show(e); });
  const std::string bytes = inference::to_bytes(network);
  base::write_file(options.out, bytes);
  if (!options.densities.empty()) base::write_file(options.densities, densities_text(network, bank));
  fmt::print("written: {} ({} members, {} kB)\n", options.out.string(), network.members.size(), bytes.size() / 1000);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program("Learns a network from a bank of simulated sessions.", "trilayer train");
  Options options;
  options.train.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  add_options(program, options);
  CLI11_PARSE(program, argc, argv);
  try {
    run(options);
    return 0;
  } catch (const base::Refusal& refusal) {
    fmt::print(stderr, "trilayer train: {}\n", refusal.what());
    return 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "trilayer train: this is a fault of the program, not of your input: {}\n", error.what());
    return 3;
  }
}
