// The command line: reads options, runs one command, turns what went wrong into a message and an exit status.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "apps/trilayer/calibrate.hpp"
#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/evidence.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): the program's own main

enum Status { done = 0, refused = 1, usage = 2, fault = 3 };

// Text in lines of at most `width` characters.
std::string wrapped(const std::string& text, std::size_t width) {
  std::string out;
  std::size_t column = 0;
  for (const std::string& word : base::split(text, ' ')) {
    const bool fits = column == 0 || column + 1 + word.size() <= width;
    if (!fits) out += '\n';
    if (fits && column > 0) out += ' ';
    column = (fits && column > 0 ? column + 1 : 0) + word.size();
    out += word;
  }
  return out;
}

// A number with a decimal point, as far as a mapping file may shift too: CLI11 alone would take "nan".
const CLI::Validator shift(
    [](std::string& text) {
      const auto number = base::parse_number(text);
      const bool fits = number && *number >= -1000.0 && *number <= 1000.0;
      return fits ? std::string() : "'" + text + "' is not a number from -1000 to 1000";
    },
    "");

// A seed: CLI11 alone would wrap a negative number round.
const CLI::Validator natural(
    [](std::string& text) {
      const auto number = base::parse_integer(text);
      return number && *number >= 0 ? std::string() : "'" + text + "' is not a whole number from 0";
    },
    "");

void add_reading(CLI::App& command, recording::OpenOptions& open) {
  open.detectors = app::detectors_in_use();
  command
      .add_option_function<std::string>(
          "--mapping", [&open](const std::string& file) { open.mapping = file; },
          "what the channels and markers of the file are (TOML)")
      ->type_name("FILE");
  auto* pulses = command
                     .add_option_function<std::string>(
                         "--pulses", [&open](const std::string& file) { open.pulse_table = file; },
                         "table of the pulses and conditions, one row a trial (TSV)")
                     ->type_name("FILE");
  command.add_option("--pulse-marker", open.pulse_marker, "code of the marker that is the test pulse")
      ->type_name("NAME")
      ->excludes(pulses);
  command
      .add_option_function<std::string>(
          "--hemisphere", [&open](const std::string& side) { open.hemisphere = protocol::parse_hemisphere(side); },
          "the hemisphere that pulse stimulates")
      ->check(CLI::IsMember({"left", "right"}).description(""))
      ->type_name("left|right");
  command
      .add_option_function<std::string>(
          "--marker-shift",
          [&open](const std::string& ms) { open.marker_shift = base::Milliseconds(*base::parse_number(ms)); },
          "milliseconds to add to every pulse time, where markers are known to come early or late")
      ->check(shift)
      ->type_name("MS");
}

app::Format parse_format(const std::string& text) {
  if (text == "mep-cmap") return app::Format::mep_cmap;
  if (text == "hbmep") return app::Format::hbmep;
  if (text == "markdown") return app::Format::markdown;
  return text == "json" ? app::Format::json : text == "tsv" ? app::Format::tsv : app::Format::table;
}

void add_format(CLI::App& command, app::Format& format, const std::vector<std::string>& choices) {
  command
      .add_option_function<std::string>(
          "--format", [&format](const std::string& text) { format = parse_format(text); },
          "how results are printed (default table)")
      ->check(CLI::IsMember(choices).description(""))
      ->type_name(fmt::format("{}", fmt::join(choices, "|")));
}

void add_work(CLI::App& command, int& jobs, bool& quiet) {
  command.add_option("--jobs", jobs, "threads to work with (default: as many as there are processors)")
      ->check(CLI::Range(1, 1024).description(""))
      ->type_name("N");
  command.add_flag("--quiet", quiet, "no warnings and no progress on standard error");
}

void add_truth(CLI::App& command, std::optional<std::filesystem::path>& truth) {
  command
      .add_option_function<std::string>(
          "--truth", [&truth](const std::string& file) { truth = file; }, "also write what was put into the data (TSV)")
      ->type_name("FILE");
}

int processors() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

void add_measure(CLI::App& program, std::function<void()>& chosen) {
  auto options = std::make_shared<app::MeasureOptions>();
  options->jobs = processors();
  CLI::App& command = *program.add_subcommand(
      "measure", "measure a recording (.vhdr, .edf, .bdf) or an EMG-BIDS data set; results on standard output");
  command.add_option("PATH", options->path, "file or folder")->required()->type_name("");
  add_reading(command, options->open);
  add_format(command, options->format, {"table", "json", "tsv", "mep-cmap", "hbmep"});
  command
      .add_option_function<std::string>(
          "--out", [options](const std::string& folder) { options->out = folder; },
          "new folder for measures.tsv, measures.json and report.html")
      ->type_name("DIR");
  command.add_flag("--per-trial", options->per_trial, "the numbers of single trials too");
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::measure(*options); }; });
}

void add_interpret(CLI::App& program, std::function<void()>& chosen) {
  auto options = std::make_shared<app::InterpretOptions>();
  options->jobs = processors();
  CLI::App& command = *program.add_subcommand(
      "interpret", "say how strongly each layer is involved, from a recording, a data set or a table of measures");
  command.add_option("PATH", options->path, "file or folder")->required()->type_name("");
  add_reading(command, options->open);
  command
      .add_option_function<std::string>(
          "--bank", [options](const std::string& file) { options->bank = file; },
          "bank of simulated sessions to compare with (default: the one that comes with the program)")
      ->type_name("FILE");
  command
      .add_option_function<std::string>(
          "--network", [options](const std::string& file) { options->network = file; },
          "network to answer with (default: the one that comes with the program)")
      ->type_name("FILE");
  command
      .add_option("--method", options->method,
                  "network, or abc: regression on the bank (default network; abc where only a --bank is named)")
      ->check(CLI::IsMember({"network", "abc"}).description(""))
      ->type_name("network|abc");
  add_format(command, options->format, {"table", "json"});
  command
      .add_option_function<std::string>(
          "--out", [options](const std::string& folder) { options->out = folder; },
          "new folder for interpretation.json, measures.tsv and report.html")
      ->type_name("DIR");
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::interpret(*options); }; });
}

void add_review(CLI::App& program, std::function<void()>& chosen) {
  auto options = std::make_shared<app::ReviewOptions>();
  CLI::App& command =
      *program.add_subcommand("review", "decide on single trials: kept beside the data, and applied from then on");
  command.add_option("PATH", options->path, "file or folder")->required()->type_name("");
  add_reading(command, options->open);
  command.add_option("--recording", options->recording, "which one, in a data set of several")->type_name("NAME");
  auto* block = command.add_option("--block", options->block, "id of the block")->type_name("ID");
  auto* trial = command.add_option("--trial", options->trial, "its position in the block, from 1")
                    ->check(CLI::Range(1, 1'000'000).description(""))
                    ->type_name("N");
  auto* side = command
                   .add_option_function<std::string>(
                       "--side", [options](const std::string& text) { options->side = protocol::parse_side(text); },
                       "with --muscle: this muscle only")
                   ->check(CLI::IsMember({"left", "right"}).description(""))
                   ->type_name("left|right");
  auto* muscle = command.add_option("--muscle", options->muscle, "with --side: this muscle only")->type_name("NAME");
  side->needs(muscle);
  muscle->needs(side);
  command.add_option("--measure", options->measure, "whose mark moves: cmep_latency or csp_duration")
      ->needs(side)
      ->type_name("ID");
  auto* who = command.add_option("--who", options->who, "initials, not a name")->type_name("XY");
  auto* why = command.add_option("--why", options->why, "the reason")->type_name("TEXT");
  auto* what = command.add_option_group("decision");
  what->add_flag_callback(
      "--list", [] {}, "show the decisions that are there");
  std::vector<CLI::Option*> decisions{what->add_flag_callback(
                                          "--reject", [options] { options->verdict = recording::Verdict::reject; },
                                          "the trial, or this muscle of it, is not used"),
                                      what->add_flag_callback(
                                          "--accept", [options] { options->verdict = recording::Verdict::accept; },
                                          "it is used, whatever the checks say; an earlier decision ends"),
                                      what->add_option_function<std::string>(
                                              "--move",
                                              [options](const std::string& ms) {
                                                options->verdict = recording::Verdict::moved;
                                                options->move = base::parse_number(ms);
                                              },
                                              "where the onset or the end of silence is, ms after the pulse; of a "
                                              "whole trial how much later the pulse was")
                                          ->check(shift)
                                          ->type_name("MS")};
  for (CLI::Option* decision : decisions) decision->needs(block)->needs(trial)->needs(who)->needs(why);
  what->require_option(1);
  command.callback([options, &chosen] { chosen = [options] { app::review(*options); }; });
}

void add_advise(CLI::App& program, std::function<void()>& chosen) {
  auto options = std::make_shared<app::AdviseOptions>();
  options->jobs = processors();
  CLI::App& command = *program.add_subcommand("advise", "say which protocol would tell most next, given what is known");
  command.add_option("PATH", options->path, "file or folder; without one nothing is known yet")->type_name("");
  add_reading(command, options->open);
  command.add_option("--protocol", options->protocols, "only this one, by name or file; may be given several times")
      ->type_name("PROTOCOL");
  const auto positive = CLI::PositiveNumber;
  command.add_option("--most-minutes", options->minutes, "at most so long")->check(positive)->type_name("MIN");
  command.add_option("--most-pulses", options->pulses, "at most so many")->check(positive)->type_name("N");
  command
      .add_option("--rmt", options->resting_threshold,
                  "resting threshold, % of maximum output, where the file has none")
      ->check(positive)
      ->type_name("PERCENT");
  command.add_option("--ceiling", options->ceiling, "strongest pulse allowed, % of maximum output (default 100)")
      ->check(positive)
      ->type_name("PERCENT");
  add_format(command, options->format, {"table", "json"});
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::advise(*options); }; });
}

void add_info(CLI::App& program, std::function<void()>& chosen) {
  auto options = std::make_shared<app::InfoOptions>();
  CLI::App& command = *program.add_subcommand("info", "say what a file holds: channels, markers, blocks, warnings");
  command.add_option("PATH", options->path, "file or folder")->required()->type_name("");
  add_reading(command, options->open);
  add_format(command, options->format, {"table", "json"});
  command.callback([options, &chosen] { chosen = [options] { app::info(*options); }; });
}

void add_demo(CLI::App& program, std::function<void()>& chosen) {
  auto options = std::make_shared<app::DemoOptions>();
  options->jobs = processors();
  CLI::App& command = *program.add_subcommand(
      "demo", "simulate a participant of known truth, measure and interpret the data (default: into trilayer-demo)");
  command
      .add_option_function<std::string>(
          "--out", [options](const std::string& folder) { options->out = folder; }, "new folder to write to")
      ->type_name("DIR");
  add_truth(command, options->truth);
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::demo(*options); }; });
}

void add_protocol(CLI::App& program, std::function<void()>& chosen) {
  auto options = std::make_shared<app::ProtocolOptions>();
  CLI::App& command = *program.add_subcommand("protocol", "list, show or check protocols: what a session is to be");
  command.require_subcommand(1);
  command.add_subcommand("list", "the protocols that come with the program")->callback([&chosen] {
    chosen = app::list_protocols;
  });
  CLI::App& show = *command.add_subcommand("show", "the blocks of a protocol, with trials, pulses and minutes");
  show.add_option("PROTOCOL", options->protocol, "name of the list, or file")->required()->type_name("");
  show.add_option_function<std::string>(
          "--format", [options](const std::string& text) { options->as_toml = text == "toml"; },
          "table (default), or the file itself to begin one's own from")
      ->check(CLI::IsMember({"table", "toml"}).description(""))
      ->type_name("table|toml");
  show.callback([options, &chosen] { chosen = [options] { app::show_protocol(*options); }; });
  CLI::App& check = *command.add_subcommand("check", "say whether a laboratory's own protocol can be used");
  check.add_option("FILE", options->protocol, "file (TOML)")->required()->type_name("");
  check.callback([options, &chosen] { chosen = [options] { app::check_protocol(*options); }; });
}

void add_simulate(CLI::App& program, std::function<void()>& chosen) {
  auto options = std::make_shared<app::SimulateOptions>();
  options->jobs = processors();
  CLI::App& command = *program.add_subcommand("simulate", "simulate a session of a virtual participant, as EMG-BIDS");
  command.add_option("PROTOCOL", options->protocol, "name (trilayer protocol list), or file")
      ->required()
      ->type_name("");
  command.add_option("--out", options->out, "new folder to write to")->required()->type_name("DIR");
  command
      .add_option_function<std::string>(
          "--participant", [options](const std::string& file) { options->participant = file; },
          "loadings and parameters (TOML); default: a healthy person of median values")
      ->type_name("FILE");
  command
      .add_option_function<std::uint32_t>(
          "--person", [options](std::uint32_t number) { options->person = number; },
          "a person drawn from the population, by number, instead of the median one")
      ->excludes("--participant")
      ->type_name("N");
  command.add_option("--loading", options->loadings, "a loading from 0 to 1, such as corticospinal.right=0.6")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->take_all();
  command.add_option("--seed", options->seed, "number of the session: the same gives the same bytes (default 1)")
      ->check(natural)
      ->type_name("N");
  add_truth(command, options->truth);
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::simulate(*options); }; });
}

// "2/8": which of how many.
const CLI::Validator shard(
    [](std::string& text) {
      if (text == "launcher") return std::string();
      const auto parts = base::split(text, '/');
      const auto k = parts.size() == 2 ? base::parse_integer(parts[0]) : std::nullopt;
      const auto n = parts.size() == 2 ? base::parse_integer(parts[1]) : std::nullopt;
      const bool fits = k && n && *k >= 1 && *k <= *n && *n <= 1'000'000;
      return fits ? std::string()
                  : "'" + text + "' is no shard: 1/8 to 8/8 are the eight of eight, launcher asks mpirun or srun";
    },
    "");

void add_bank_build(CLI::App& bank, std::function<void()>& chosen) {
  auto options = std::make_shared<app::BankBuildOptions>();
  options->jobs = processors();
  CLI::App& command = *bank.add_subcommand("build", "simulate and measure sessions; after a kill, go on with them");
  command.add_option("--out", options->out, "new file; finished sessions wait in FILE.part")
      ->required()
      ->type_name("FILE");
  command.add_option("--protocol", options->protocol, "name or file (default mirror_battery)")->type_name("PROTOCOL");
  command.add_option("--seed", options->seed, "of all sessions (default 1)")->check(natural)->type_name("N");
  const auto number = CLI::Range(std::uint32_t{0}, std::uint32_t{2'000'000'000}).description("");
  command.add_option("--sessions", options->sessions, "how many (default 1000)")->check(number)->type_name("N");
  command.add_option("--first", options->first, "number of the first (default 0)")->check(number)->type_name("N");
  command
      .add_option_function<std::string>(
          "--shard",
          [options](const std::string& text) {
            options->shard_from_launcher = text == "launcher";
            if (options->shard_from_launcher) return;
            const auto parts = base::split(text, '/');
            options->shard = static_cast<std::uint32_t>(*base::parse_integer(parts[0]));
            options->shards = static_cast<std::uint32_t>(*base::parse_integer(parts[1]));
          },
          "only the K-th of N stretches of the sessions; launcher: as mpirun or srun numbers this process")
      ->check(shard)
      ->type_name("K/N|launcher");
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::build_bank(*options); }; });
}

void add_bank(CLI::App& program, std::function<void()>& chosen) {
  CLI::App& bank = *program.add_subcommand("bank", "build, merge or look at banks of simulated sessions");
  bank.require_subcommand(1);
  add_bank_build(bank, chosen);
  auto merged = std::make_shared<app::BankMergeOptions>();
  CLI::App& merge = *bank.add_subcommand("merge", "put shards of one bank together");
  merge.add_option("--out", merged->out, "new file")->required()->type_name("FILE");
  merge.add_option("SHARD", merged->shards, "files of `bank build`")->required()->type_name("");
  merge.callback([merged, &chosen] { chosen = [merged] { app::merge_banks(*merged); }; });
  auto file = std::make_shared<std::filesystem::path>();
  CLI::App& info = *bank.add_subcommand("info", "say what a bank was made with and what it holds");
  info.add_option("FILE", *file, "bank")->required()->type_name("");
  info.callback([file, &chosen] { chosen = [file] { app::bank_info(*file); }; });
}

void add_benchmark(CLI::App& program, std::function<void()>& chosen) {
  CLI::App& benchmark = *program.add_subcommand("benchmark", "score this program's parts where the truth is known");
  benchmark.require_subcommand(1);
  CLI::App& command =
      *benchmark.add_subcommand("detectors", "published detectors and this program's own on the same drawn recordings");
  auto options = std::make_shared<app::BenchmarkOptions>();
  options->jobs = processors();
  command.add_option("--task", options->tasks, "only this task; may be given several times")->type_name("TASK");
  command.add_option("--repeats", options->repeats, "recordings a circumstance (default 100)")
      ->check(CLI::Range(1, 100000).description(""))
      ->type_name("N");
  command.add_option("--seed", options->seed, "of all that is drawn (default 1)")->check(natural)->type_name("N");
  add_format(command, options->format, {"table", "markdown", "tsv", "json"});
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::benchmark_detectors(*options); }; });
}

void add_validate(CLI::App& program, std::function<void()>& chosen) {
  CLI::App& command = *program.add_subcommand("validate", "hold the simulator against what has been published");
  auto options = std::make_shared<app::ValidateOptions>();
  options->jobs = processors();
  command.add_option("--check", options->checks, "only this check; may be given several times")->type_name("ID");
  command.add_option("--group", options->group, "only what is asked of this group")->type_name("ID");
  command.add_flag("--ablations", options->ablations, "also without the mechanism behind each check");
  command.add_option("--participants", options->participants, "virtual people a group (default 200)")
      ->check(CLI::Range(2, 100000).description(""))
      ->type_name("N");
  command.add_option("--seed", options->seed, "of people and sessions (default 1)")->check(natural)->type_name("N");
  command.add_flag("--list", options->list, "only say which checks there are");
  command.add_option("--page", options->page, "also write a page with a picture of each target; a new file")
      ->type_name("FILE");
  add_format(command, options->format, {"table", "tsv", "json"});
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::validate(*options); }; });
}

void add_replay(CLI::App& program, std::function<void()>& chosen) {
  CLI::App& command = *program.add_subcommand("replay", "simulate published studies and print both results");
  auto options = std::make_shared<app::ReplayOptions>();
  options->jobs = processors();
  command.add_option("STUDY", options->path, "a study.toml, its folder, or a folder of such folders")->required();
  command.add_option("--participants", options->participants, "virtual people a group (default: the publication's)")
      ->check(CLI::Range(2, 100000).description(""))
      ->type_name("N");
  command.add_option("--seed", options->seed, "of people and sessions (default 1)")->check(natural)->type_name("N");
  add_format(command, options->format, {"table", "tsv", "json"});
  add_work(command, options->jobs, options->quiet);
  command.callback([options, &chosen] { chosen = [options] { app::replay(*options); }; });
}

// Runs a command and turns what it throws into a message and an exit status.
int run(const std::function<void()>& command) {
  try {
    command();
    return done;
  } catch (const app::ReaderGone&) {
    return done;
  } catch (const app::Interrupted& interrupted) {
    std::signal(interrupted.signal, SIG_DFL);
    std::raise(interrupted.signal);  // the shell is to see what ended it
    return refused;
  } catch (const base::Refusal& refusal) {
    app::say(fmt::format("trilayer: {}", refusal.what()));
    return refused;
  } catch (const std::filesystem::filesystem_error& error) {
    app::say(fmt::format("trilayer: {}\n  what to do: check permissions and the space left", error.what()));
    return refused;
  } catch (const std::exception& error) {
    app::say(
        fmt::format("trilayer {}: this is a fault of the program, not of your input: {}\n"
                    "  what to do: please report it (CONTRIBUTING.md says where) with this message, the command "
                    "and, if you can share it, the file",
                    TRILAYER_VERSION, error.what()));
    return fault;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that closes early shows as a failed write
  CLI::App program(
      "Reads bilateral TMS-EMG recordings, measures what bears on mirror movements,\n"
      "and says how strongly each of three layers of mechanism is involved.",
      "trilayer");
  program.set_version_flag("--version", std::string("trilayer ") + TRILAYER_VERSION);
  program.footer("Exit status: 0 done, 1 input refused, 2 wrong usage, 3 a fault of the program.\n\n" +
                 wrapped(report::intended_use, 100));
  program.require_subcommand(1);
  std::function<void()> chosen;
  add_measure(program, chosen);
  add_interpret(program, chosen);
  add_advise(program, chosen);
  add_info(program, chosen);
  add_review(program, chosen);
  add_demo(program, chosen);
  add_protocol(program, chosen);
  add_simulate(program, chosen);
  add_bank(program, chosen);
  add_benchmark(program, chosen);
  app::add_train(program, chosen);
  app::add_calibrate(program, chosen);
  add_validate(program, chosen);
  app::add_evidence(program, chosen);
  add_replay(program, chosen);
  const auto is_named = [&](const CLI::App* command) { return command->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && program.get_subcommands(is_named).empty()) {
    std::vector<std::string> names;
    for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
    app::say(fmt::format("'{}' is no command: they are {} (trilayer --help)", argv[1], fmt::join(names, ", ")));
    return usage;  // CLI11 would only say that a command is missing
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? done : usage;  // prints help and version to stdout, mistakes to stderr
  }
  return run(chosen);
}
