#include "trilayer/model/simulate.hpp"

#include <fmt/format.h>

#include <string>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/participant_file.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/protocol/protocol_file.hpp"
#include "trilayer/recording/bids/bids.hpp"

namespace trilayer::app {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t population_seed = 20260401;  // of --person; banks draw their people from other ones

// "corticospinal.right=0.6", as --loading takes it.
void set_loading(const std::string& said, model::Participant& participant) {
  const auto sign = said.find('=');
  const std::string name = said.substr(0, sign);
  const auto loading = model::parse_loading(base::trim(name));
  if (!loading) {
    std::vector<std::string> names;
    for (const auto each : model::all_loadings) names.push_back(model::name(each));
    const auto near = base::nearest(name, {names.begin(), names.end()});
    throw base::Refusal("'" + name + "' is no loading", "--loading " + said,
                        near.empty() ? fmt::format("write one of {}", fmt::join(names, ", "))
                                     : "did you mean '" + std::string(near) + "'?");
  }
  const auto value = sign == std::string::npos ? std::nullopt : base::parse_number(said.substr(sign + 1));
  if (!value || *value < 0.0 || *value > 1.0)
    throw base::Refusal("'" + name + "' needs a number from 0 to 1", "--loading " + said,
                        "write --loading " + name + "=0.6");
  participant.loadings[*loading] = *value;
}

model::Participant participant_of(const SimulateOptions& options) {
  auto participant = model::median_participant();
  if (options.participant) participant = model::read_participant(*options.participant);
  if (options.person) participant = model::draw_participant({}, population_seed, *options.person, model::Lesions::none);
  for (const std::string& loading : options.loadings) set_loading(loading, participant);
  return participant;
}

std::string summary(const recording::Session& session, const fs::path& out) {
  std::size_t blocks = 0, trials = 0;
  for (const auto& recording : session.recordings) {
    blocks += recording.blocks.size();
    for (const auto& block : recording.blocks) trials += block.trials.size();
  }
  return fmt::format("written: {} (participant {}, {} blocks, {} trials)\n", out.string(), session.participant, blocks,
                     trials);
}

}  // namespace

void simulate(const SimulateOptions& options) {
  refuse_full_folder(options.out);
  if (options.truth) {
    base::refuse_to_overwrite(*options.truth);
    refuse_truth_inside(*options.truth, options.out);
  }
  const auto protocol = protocol::find_protocol(options.protocol);
  const auto participant = participant_of(options);

  recording::Session session;
  write_whole_folder(options.out, [&](const fs::path& folder) {
    {
      ProgressBar bar(!options.quiet);
      session = model::simulate(participant, protocol, options.seed, options.jobs, {}, [&](double share) {
        stop_if_interrupted();
        bar.show(share);
      });
    }
    recording::write_bids(folder, {session});
    stop_if_interrupted();
    // Last, so that neither the data nor its truth is there without the other.
    if (options.truth) base::write_file(*options.truth, model::truth_table(participant));
  });
  if (!options.quiet)
    for (const auto& recording : session.recordings) say_warnings(recording.warnings);
  print(summary(session, options.out));
}

}  // namespace trilayer::app
