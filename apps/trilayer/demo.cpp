#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <system_error>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/phantom/phantom.hpp"
#include "trilayer/phantom/truth.hpp"
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

// What fits on a screen: the measures people ask for first, single pulses in the blocks where both hands contract. All
// of them are in the report.
measures::Results headlines(const measures::Results& results) {
  constexpr std::array<std::string_view, 7> first{"cmep_latency", "imep_presence", "csp_duration",    "isp_depth",
                                                  "ihi",          "sici",          "mirror_emg_ratio"};
  measures::Results few;
  for (const auto& measurement : results.measurements) {
    const auto& [id, condition, side, muscle, hemisphere] = measurement.key;
    const bool asked_for = std::find(first.begin(), first.end(), id) != first.end();
    const bool single_at_rest = condition.starts_with("single pulse") && condition.find("rest") != std::string::npos;
    const bool latency_of_pair = id == "cmep_latency" && condition.starts_with("paired");
    if (asked_for && !single_at_rest && !latency_of_pair && measurement.state != measures::State::missing)
      few.measurements.push_back(measurement);
  }
  return few;
}

}  // namespace

void demo(const DemoOptions& options) {
  const fs::path out = options.out ? *options.out : next_demo_folder();
  refuse_full_folder(out);
  if (options.truth) {
    base::refuse_to_overwrite(*options.truth);
    refuse_truth_inside(*options.truth, out / "data");
  }

  const phantom::Phantom phantom = phantom::demo_phantom();
  const measures::Settings settings;
  measures::Results results;
  write_whole_folder(out, [&](const fs::path& folder) {
    const fs::path data = folder / "data";
    recording::write_bids(data, {phantom::draw(phantom, demo_seed)});
    const auto sessions = recording::open(data);  // from here on as with any other data set
    {
      ProgressBar bar(!options.quiet);
      results = measures::measure(sessions, settings, options.jobs, [&](double share) {
        stop_if_interrupted();
        bar.show(share);
      });
    }
    write_results(folder, results, sessions, settings, source_of(data), true);
  });
  if (options.truth) base::write_file(*options.truth, phantom::truth_table(phantom));
  if (!options.quiet) say_warnings(results.warnings);

  print(report::to_table(headlines(results)));
  print(fmt::format(
      "\nAll measures, with pictures and reasons: {}\nthe same as tables: {}, {}, {}\nthe data set itself: {}\n",
      (out / "report.html").string(), (out / "measures.tsv").string(), (out / "trials.tsv").string(),
      (out / "measures.json").string(), (out / "data").string()));
}

}  // namespace trilayer::app
