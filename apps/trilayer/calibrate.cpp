#include "apps/trilayer/calibrate.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/inference/method.hpp"
#include "trilayer/report/calibration.hpp"
#include "trilayer/validation/calibration/calibration.hpp"

namespace trilayer::app {
namespace {

struct CalibrateOptions {
  std::uint64_t seed = 2;
  std::uint32_t sessions = 1000;
  std::string protocol = "mirror_battery";
  std::filesystem::path held_out;              ///< a bank of sessions that is there already; empty: they are simulated
  std::vector<std::string> methods, patterns;  ///< empty: all
  std::filesystem::path bank, network;         ///< empty: those that come with the program
  std::filesystem::path page;
  std::string format = "table";
  int jobs = 1;
  bool quiet = false;
};

inference::Bank held_out_of(const CalibrateOptions& options, ProgressBar& bar) {
  if (!options.held_out.empty()) return inference::read_bank(options.held_out);
  const inference::BankPlan plan{options.protocol, options.seed, 0, options.sessions, options.jobs};
  inference::Bank bank{inference::recipe_of(plan), std::vector<inference::BankRow>(options.sessions)};
  std::atomic<std::uint32_t> done = 0;
  base::for_each_index(bank.rows.size(), options.jobs, [&](std::size_t i) {
    bank.rows[i] = inference::bank_row(plan, static_cast<std::uint32_t>(i));
    bar.show(static_cast<double>(++done) / static_cast<double>(options.sessions));
  });
  return bank;
}

// Sessions that a method has learnt from would say nothing about it.
void refuse_known(const inference::Bank& held_out, const inference::Recipe& learnt, std::string_view what) {
  if (held_out.recipe.seed != learnt.seed || held_out.recipe.protocol != learnt.protocol) return;
  throw base::Refusal(fmt::format("the {} was made from sessions of the same seed", what),
                      fmt::format("seed {}", learnt.seed), "take another --seed, or a --held-out bank of another seed");
}

std::vector<inference::NamedPattern> patterns_of(const std::vector<std::string>& names) {
  std::vector<inference::NamedPattern> chosen;
  for (const auto& pattern : inference::named_patterns())
    if (names.empty() || std::find(names.begin(), names.end(), pattern.name) != names.end()) chosen.push_back(pattern);
  return chosen;
}

bool is_wanted(const CalibrateOptions& options, std::string_view method) {
  return options.methods.empty() ||
         std::find(options.methods.begin(), options.methods.end(), method) != options.methods.end();
}

void calibrate(const CalibrateOptions& options) {
  if (!options.page.empty() && std::filesystem::exists(options.page))
    throw base::Refusal("is there already and is not overwritten", options.page.string(), "name a new file");
  std::optional<inference::Bank> own_bank;
  std::optional<inference::Network> own_network;
  if (!options.bank.empty()) own_bank = inference::read_bank(options.bank);
  if (!options.network.empty()) own_network = inference::read_network(options.network);
  const inference::Bank& bank = own_bank ? *own_bank : inference::shipped_bank();
  const inference::Network& network = own_network ? *own_network : inference::shipped_network();
  std::vector<inference::Method> methods;
  if (is_wanted(options, "network")) methods.push_back(inference::network_method(network));
  if (is_wanted(options, "abc")) methods.push_back(inference::abc_method(bank));

  inference::Bank held_out;
  {
    ProgressBar bar(!options.quiet);
    held_out = held_out_of(options, bar);
  }
  if (is_wanted(options, "network")) refuse_known(held_out, network.recipe, "network");
  if (is_wanted(options, "abc")) refuse_known(held_out, bank.recipe, "bank");
  std::vector<validation::PatternCalibration> results;
  {
    ProgressBar bar(!options.quiet);
    results = validation::calibrate(
        held_out, methods, patterns_of(options.patterns), options.jobs,
        [&](std::size_t done, std::size_t all) { bar.show(static_cast<double>(done) / static_cast<double>(all)); });
  }
  report::CalibrationSource source{held_out.recipe.seed, held_out.recipe.protocol_name, inference::hash_of(held_out)};
  if (is_wanted(options, "network")) source.network = inference::hash_of(network);
  if (is_wanted(options, "abc")) source.bank = inference::hash_of(bank);
  source.features = held_out.recipe.features;
  source.settings = held_out.recipe.settings;
  source.model_version = held_out.recipe.model_version;
  if (!options.page.empty()) {
    base::write_file(options.page, report::calibration_page(results, source));
    say("written: " + options.page.string());
  }
  if (options.format == "json") return print(report::calibration_json(results, source));
  print(options.format == "tsv" ? report::calibration_tsv(results, source) : report::calibration_table(results));
}

std::vector<std::string> pattern_names() {
  std::vector<std::string> names;
  for (const auto& pattern : inference::named_patterns()) names.push_back(pattern.name);
  return names;
}

}  // namespace

void add_calibrate(CLI::App& program, std::function<void()>& chosen) {
  CLI::App& command =
      *program.add_subcommand("calibrate", "how far answers can be believed, on simulated sessions never learnt from");
  auto options = std::make_shared<CalibrateOptions>();
  options->jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const auto from_0 = CLI::Range(std::uint32_t{0}, std::uint32_t{2'000'000'000}).description("");
  command.add_option("--seed", options->seed, "of the sessions; not that of the network or bank (default 2)")
      ->check(from_0)
      ->type_name("N");
  command.add_option("--sessions", options->sessions, "how many (default 1000)")->check(from_0)->type_name("N");
  command.add_option("--protocol", options->protocol, "name or file (default mirror_battery)")->type_name("PROTOCOL");
  command
      .add_option("--held-out", options->held_out,
                  "a bank of sessions to score on instead: simulating 1000 takes some twenty minutes")
      ->type_name("FILE");
  command.add_option("--method", options->methods, "only this; default both")
      ->check(CLI::IsMember({"network", "abc"}).description(""))
      ->type_name("network|abc");
  command.add_option("--pattern", options->patterns, "only this; may be given several times")
      ->check(CLI::IsMember(pattern_names()).description(""))
      ->type_name("NAME");
  command.add_option("--bank", options->bank, "bank of the abc method (default: the program's)")->type_name("FILE");
  command.add_option("--network", options->network, "network (default: the program's)")->type_name("FILE");
  command.add_option("--page", options->page, "also write a page with pictures; a new file")->type_name("FILE");
  command.add_option("--format", options->format, "how results are printed (default table)")
      ->check(CLI::IsMember({"table", "tsv", "json"}).description(""))
      ->type_name("table|tsv|json");
  command.add_option("--jobs", options->jobs, "threads to work with (default: as many as there are processors)")
      ->check(CLI::Range(1, 1024).description(""))
      ->type_name("N");
  command.add_flag("--quiet", options->quiet, "no progress on standard error");
  command.callback([options, &chosen] { chosen = [options] { calibrate(*options); }; });
}

}  // namespace trilayer::app
