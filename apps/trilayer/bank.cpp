#include "trilayer/inference/bank.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/inference/bank_build.hpp"
#include "trilayer/inference/bank_format.hpp"
#include "trilayer/report/terminal.hpp"

namespace trilayer::app {
namespace {

using inference::Bank;
using measures::State;

std::string time_left(double seconds) {
  if (seconds < 90.0) return fmt::format("{:.0f} s", seconds);
  if (seconds < 5400.0) return fmt::format("{:.0f} min", seconds / 60.0);
  return fmt::format("{:.1f} h", seconds / 3600.0);
}

// Sessions done, how fast, how long still: redrawn on a terminal, in a log a line every so often.
class BankProgress {
 public:
  explicit BankProgress(bool wanted) : wanted_(wanted), terminal_(::isatty(STDERR_FILENO) == 1) {}
  ~BankProgress() {
    if (wanted_ && terminal_ && shown_) std::fputs("\r\033[K", stderr);
  }
  BankProgress(const BankProgress&) = delete;
  BankProgress& operator=(const BankProgress&) = delete;

  void show(std::uint32_t done, std::uint32_t count) {
    const auto now = Clock::now();
    if (!started_) begin(done, now);
    if (!wanted_ || (shown_ && done < count && now - drawn_ < (terminal_ ? often : seldom))) return;
    drawn_ = now;
    shown_ = true;
    const double spent = std::chrono::duration<double>(now - start_).count(), made = done - before_;
    std::string line = fmt::format("{} of {} sessions", done, count);
    if (made > 0 && spent > 0.0)
      line += fmt::format(", {:.1f} a minute, about {} left", 60.0 * made / spent,
                          time_left(spent / made * (count - done)));
    if (terminal_) {
      std::fputs(("\r" + line + "\033[K").c_str(), stderr);
    } else {
      say(line);
    }
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr auto often = std::chrono::milliseconds(200);
  static constexpr auto seldom = std::chrono::seconds(60);

  void begin(std::uint32_t done, Clock::time_point now) {
    started_ = true;
    start_ = now;
    before_ = done;
    if (wanted_ && done > 0) say(fmt::format("going on: {} sessions are there already", done));
  }

  bool wanted_, terminal_, started_ = false, shown_ = false;
  Clock::time_point start_, drawn_;
  std::uint32_t before_ = 0;
};

std::string range_of(const Bank& bank) {
  if (bank.rows.empty()) return "none";
  const auto first = bank.rows.front().number, last = bank.rows.back().number;
  const bool gaps = last - first + 1 != bank.rows.size();
  return fmt::format("{}, numbers {} to {}{}", bank.rows.size(), first, last, gaps ? " with gaps" : "");
}

// How often each loading is present, and in which state each feature is found.
std::string contents_of(const Bank& bank) {
  const auto sessions = static_cast<double>(bank.rows.size());
  const auto percent = [&](double count) { return fmt::format("{:5.1f} %", 100.0 * count / sessions); };
  std::string text = "\nloading                present\n";
  for (const auto loading : model::all_loadings) {
    double present = 0;
    for (const auto& row : bank.rows) present += row.truth[loading] > 0.0 ? 1 : 0;
    text += fmt::format("{:<22} {}\n", model::name(loading), percent(present));
  }
  text += fmt::format("\n{:<58} {:>7} {:>7} {:>10} {:>7} {:>7}\n", "feature, both directions together", "value",
                      "absent", "confounded", "other", "missing");
  const auto& names = inference::feature_names();
  for (std::size_t i = 0; i < names.size(); i += 2) {
    double value = 0, absent = 0, confounded = 0, missing = 0, all = 0;
    for (const auto& row : bank.rows)
      for (const std::size_t f : {i, i + 1}) {
        const State state = row.features[f].state;
        value += state == State::value ? 0.5 : 0.0;
        absent += state == State::absent ? 0.5 : 0.0;
        confounded += state == State::confounded ? 0.5 : 0.0;
        missing += state == State::missing ? 0.5 : 0.0;
        all += 0.5;
      }
    text += fmt::format("{:<58} {} {} {:>10} {} {}\n", inference::title_of(i), percent(value), percent(absent),
                        percent(confounded), percent(all - value - absent - confounded - missing), percent(missing));
  }
  return text;
}

}  // namespace

namespace {

// The number of this process and of all, counted from 0, as launchers tell it.
std::optional<std::pair<std::uint32_t, std::uint32_t>> rank_of_process() {
  constexpr std::array<std::pair<const char*, const char*>, 4> variables{
      {{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},  // Open MPI
       {"PMI_RANK", "PMI_SIZE"},                          // MPICH, Intel MPI
       {"MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE"},    // MVAPICH2
       {"SLURM_PROCID", "SLURM_NTASKS"}}};                // srun
  for (const auto& [rank, size] : variables) {
    const char *own = std::getenv(rank), *all = std::getenv(size);
    const auto k = own == nullptr ? -1 : base::parse_integer(own).value_or(-1);
    const auto n = all == nullptr ? -1 : base::parse_integer(all).value_or(-1);
    if (k >= 0 && k < n && n <= 1'000'000)
      return std::pair(static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(n));
  }
  return std::nullopt;
}

// Shard and shards from the launcher; bank.tri becomes bank-2of8.tri.
BankBuildOptions with_launcher(BankBuildOptions options) {
  const auto rank = rank_of_process();
  if (!rank)
    throw base::Refusal("no launcher says which of how many processes this is", "--shard launcher",
                        "start it by mpirun or srun, or name the shard: --shard 1/8");
  options.shard = rank->first + 1;
  options.shards = rank->second;
  const auto name = fmt::format("{}-{}of{}{}", options.out.stem().string(), options.shard, options.shards,
                                options.out.extension().string());
  options.out.replace_filename(name);
  return options;
}

}  // namespace

void build_bank(const BankBuildOptions& options) {
  if (options.shard_from_launcher) {
    BankBuildOptions own = with_launcher(options);
    own.shard_from_launcher = false;
    return build_bank(own);
  }
  inference::BankPlan plan{options.protocol, options.seed, options.first, options.sessions, options.jobs};
  plan = inference::shard_of(plan, options.shard, options.shards);
  {
    BankProgress progress(!options.quiet);
    inference::build_bank(plan, options.out,
                          [&](std::uint32_t done, std::uint32_t count) { progress.show(done, count); });
  }
  print(fmt::format("written: {} ({} sessions)\n", options.out.string(), plan.count));
}

void merge_banks(const BankMergeOptions& options) {
  base::refuse_to_overwrite(options.out);
  std::vector<Bank> shards;
  for (const auto& file : options.shards) shards.push_back(inference::read_bank(file));
  const Bank bank = inference::merge(std::move(shards));
  base::write_file(options.out, inference::to_bytes(bank));
  print(fmt::format("written: {} ({} sessions)\n", options.out.string(), bank.rows.size()));
}

void bank_info(const std::filesystem::path& file) {
  const std::string bytes = base::read_file(file, std::size_t{1} << 32);
  const std::string place = file.filename().string();
  const auto header = inference::header_of(bytes, place);
  const auto& recipe = header.recipe;
  print(
      fmt::format("protocol   {} ({:016x})\nseed       {}\nmodel      version {}\nfeatures   {} a session "
                  "({:016x})\nsettings   {:016x}\nbytes      {} ({:016x})\n",
                  report::one_line(recipe.protocol_name), recipe.protocol, recipe.seed, recipe.model_version,
                  header.features, recipe.features, recipe.settings, bytes.size(), base::fnv1a(bytes)));
  const Bank bank = inference::bank_from_bytes(bytes, place);
  print(fmt::format("sessions   {}\n", range_of(bank)));
  if (!bank.rows.empty()) print(contents_of(bank));
}

}  // namespace trilayer::app
