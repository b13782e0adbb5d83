#include "trilayer/inference/advice.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/measured.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/report/advice.hpp"

namespace trilayer::app {
namespace {

struct Known {
  inference::FeatureRow features;
  std::optional<double> resting_threshold;  ///< the higher of both hemispheres, %MSO
};

Known known_from(const AdviseOptions& options) {
  if (options.path.empty()) return {inference::features_of({}, {}), std::nullopt};
  const Measured measured = measured_from(options.path, options.open, {}, options.jobs, options.quiet);
  if (measured.sessions.size() > 1)
    throw base::Refusal("holds several participants; advice is for one", options.path.string(),
                        "name the folder of one of them");
  const recording::Context context =
      measured.sessions.empty() ? recording::Context{} : measured.sessions.front().context;
  Known known{inference::features_of(measured.results.measurements, context), std::nullopt};
  for (const auto& threshold : context.thresholds)
    if (!threshold.active)
      known.resting_threshold = std::max(known.resting_threshold.value_or(0.0), threshold.percent_output);
  return known;
}

std::vector<protocol::Protocol> protocols_of(const AdviseOptions& options) {
  std::vector<protocol::Protocol> all;
  for (const auto& name : options.protocols.empty() ? protocol::shipped_protocols() : options.protocols)
    all.push_back(protocol::find_protocol(name));
  return all;
}

}  // namespace

void advise(const AdviseOptions& options) {
  const Known known = known_from(options);
  inference::Limits limits{options.minutes, options.pulses, std::nullopt};
  const auto threshold = options.resting_threshold ? options.resting_threshold : known.resting_threshold;
  if (threshold) limits.highest_intensity = 100.0 * options.ceiling.value_or(100.0) / *threshold;
  if (options.ceiling && !threshold)
    throw base::Refusal("a ceiling says nothing without a resting threshold", "--ceiling",
                        "add --rmt PERCENT, in % of maximum output");
  const auto advice = inference::advise(known.features, inference::shipped_network(), inference::shipped_bank(),
                                        protocols_of(options), limits);
  print(options.format == Format::json ? report::advice_json(advice) : report::advice_table(advice));
}

}  // namespace trilayer::app
