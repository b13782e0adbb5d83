#include <fmt/format.h>

#include <string>
#include <system_error>

#include "apps/trilayer/answers.hpp"
#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/participant_file.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"
#include "trilayer/recording/bids/bids.hpp"

namespace trilayer::app {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t demo_seed = 1;
constexpr int most_demos = 99;

bool is_free(const fs::path& folder) {
  std::error_code error;
  return !fs::exists(fs::symlink_status(folder, error)) ||
         (fs::is_directory(folder, error) && fs::is_empty(folder, error));
}

// The demo may be run again and again: earlier results stay, the new ones get the next free number.
fs::path next_demo_folder() {
  const std::string name = "trilayer-demo";
  if (is_free(name)) return name;
  for (int n = 2; n <= most_demos; ++n)
    if (const fs::path folder = name + "-" + std::to_string(n); is_free(folder)) return folder;
  throw base::Refusal(fmt::format("there are {} of them already", most_demos), name + "-...",
                      "remove some, or name a folder with --out");
}

// Somebody whose left hand mirrors the right one: a fast uncrossed path, and little inhibition over the callosum.
model::Participant demo_participant() {
  using enum model::Layer;
  auto participant = model::median_participant();
  participant.label = "demo";
  participant.age = 25.0;  // as laboratories know it: the median person of the tables is of this age
  participant.loadings[{corticospinal, protocol::Direction::right}] = 0.5;
  participant.loadings[{transcallosal, protocol::Direction::right}] = 0.9;
  return participant;
}

// Shows how far one part of the work is.
template <class Work>
auto with_bar(bool wanted, Work&& work) {
  ProgressBar bar(wanted);
  return work([&](double share) {
    stop_if_interrupted();
    bar.show(share);
  });
}

}  // namespace

void demo(const DemoOptions& options) {
  const fs::path out = options.out ? *options.out : next_demo_folder();
  refuse_full_folder(out);
  if (options.truth) {
    base::refuse_to_overwrite(*options.truth);
    refuse_truth_inside(*options.truth, out / "data");
  }

  const model::Participant participant = demo_participant();
  const protocol::Protocol protocol = protocol::find_protocol("mirror_battery");
  const measures::Settings settings;
  Measured measured;
  std::vector<inference::Answer> answers;
  const inference::Network& network = inference::shipped_network();
  const inference::Method method = inference::network_method(network);
  write_whole_folder(out, [&](const fs::path& folder) {
    const fs::path data = folder / "data";
    recording::write_bids(data, {with_bar(!options.quiet, [&](const auto& progress) {
                            return model::simulate(participant, protocol, demo_seed, options.jobs, {}, progress);
                          })});
    measured.sessions = recording::open(data);  // from here on as with any other data set
    measured.results = with_bar(!options.quiet, [&](const auto& progress) {
      return measures::measure(measured.sessions, settings, options.jobs, progress);
    });
    answers = answers_for(measured, method, &inference::shipped_bank());
    write_tables(folder, measured.results, source_of(data), true);
    write_answers(folder, measured, settings, source_of(data), answers, made_with(method, network.recipe));
  });
  if (options.truth) base::write_file(*options.truth, model::truth_table(participant));
  if (!options.quiet) say_warnings(measured.results.warnings);

  print(report::to_table(answers));
  print(fmt::format(
      "\nThe answer as a page, with every measure, its picture and reason: {}\nthe same for programs: {}, {}, {}, {}\n"
      "the data set itself: {}\n",
      (out / "report.html").string(), (out / "interpretation.json").string(), (out / "measures.tsv").string(),
      (out / "trials.tsv").string(), (out / "measures.json").string(), (out / "data").string()));
}

}  // namespace trilayer::app
