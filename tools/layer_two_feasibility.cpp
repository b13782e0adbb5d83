// Can a transcallosal loading of 0 and of 0.5 be told apart? Areas under the curve for IHI, iSP and both, over people
// with their spreads and residual circuits, corticospinal loadings of 0 to 0.3, and lesions. The table of
// docs/explanation/layer-two.md: layer_two_feasibility PARTICIPANTS JOBS
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trilayer/base/parallel.hpp"
#include "trilayer/inference/regression.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): a program of its own
using measures::Measurement;
using measures::State;
using protocol::Direction;
using protocol::Side;

constexpr std::uint64_t seed = 20260901;
constexpr double loading_sought = 0.5;

// What bears on transcallosal.right: inhibition of the right M1 by the left, seen in the left hand.
constexpr std::string_view protocol_text = R"(
name = "layer_two"
title = "IHI and iSP of one direction"
muscles = ["FDI"]
[[block]]
id = "rest"
trials = 15
interval_s = 5
hemisphere = "right"
intensity = "120 %RMT"
contraction = "rest"
[[block]]
id = "ihi10"
trials = 15
interval_s = 5
hemisphere = "right"
intensity = "120 %RMT"
contraction = "rest"
conditioning = { hemisphere = "left", intensity = "120 %RMT", interval_ms = 10 }
[[block]]
id = "ihi40"
trials = 15
interval_s = 5
hemisphere = "right"
intensity = "120 %RMT"
contraction = "rest"
conditioning = { hemisphere = "left", intensity = "120 %RMT", interval_ms = 40 }
[[block]]
id = "isp"
trials = 20
interval_s = 5
hemisphere = "left"
intensity = "140 %RMT"
contraction = "active_left"
contraction_percent = 30
)";

// A population of the table.
struct Population {
  std::string name;
  double corticospinal = 0.0;
  model::Lesions lesions = model::Lesions::none;
};

// One person's measures: ln IHI at 10 and 40 ms, iSP area in ms (0 where looked for and not there). Nothing where a
// measure could not be had.
using Seen = std::array<std::optional<double>, 3>;

std::optional<double> number(const Measurement& m) {
  if (m.key.measure == "isp_area") return m.state == State::absent ? 0.0 : m.value;
  return m.value && *m.value > 0.0 ? std::optional(std::log(*m.value)) : std::nullopt;
}

Seen measured(const model::Participant& person, const protocol::Protocol& plan, std::uint64_t session) {
  Seen seen;
  for (const Measurement& m :
       measures::measure({model::simulate(person, plan, session)}, measures::Settings{}, 1).measurements) {
    if (m.key.side != Side::left) continue;
    if (m.key.measure == "ihi") seen[m.block.find("ihi10") != std::string::npos ? 0 : 1] = number(m);
    if (m.key.measure == "isp_area" && m.block == "isp") seen[2] = number(m);
  }
  return seen;
}

struct Sample {
  std::vector<Seen> people;
  std::vector<double> loaded;  // 1 with the loading, 0 without
};

Sample sample_of(const Population& population, std::uint32_t participants, int jobs) {
  const auto plan = protocol::parse_protocol(protocol_text, "layer_two");
  Sample sample{std::vector<Seen>(2 * participants), std::vector<double>(2 * participants)};
  base::for_each_index(sample.people.size(), jobs, [&](std::size_t i) {
    const bool loaded = i % 2 == 1;
    model::Loadings loadings;
    loadings[{model::Layer::corticospinal, Direction::right}] = population.corticospinal;
    if (loaded) loadings[{model::Layer::transcallosal, Direction::right}] = loading_sought;
    const auto person = model::draw_participant(loadings, seed, static_cast<std::uint32_t>(i), population.lesions);
    sample.people[i] = measured(person, plan, seed + i);
    sample.loaded[i] = loaded ? 1.0 : 0.0;
  });
  return sample;
}

// Cross-fitted ridge regression of "loaded" on some of the measures; what a person lacks stands at the mean, flagged.
std::vector<double> scores(const Sample& sample, std::span<const std::size_t> chosen) {
  const std::size_t n = sample.people.size();
  inference::Matrix design{n, 2 * chosen.size(), std::vector<double>(2 * chosen.size() * n, 0.0)};
  for (std::size_t c = 0; c < chosen.size(); ++c) {
    double sum = 0.0, squares = 0.0, count = 0.0;
    for (const Seen& seen : sample.people)
      if (const auto& x = seen[chosen[c]]) sum += *x, squares += *x * *x, count += 1.0;
    const double mean = sum / std::max(1.0, count);
    const double spread = std::sqrt(std::max(1e-12, squares / std::max(1.0, count) - mean * mean));
    for (std::size_t i = 0; i < n; ++i) {
      const auto& x = sample.people[i][chosen[c]];
      design.column(2 * c)[i] = x ? (*x - mean) / spread : 0.0;
      design.column(2 * c + 1)[i] = x ? 0.0 : 1.0;
    }
  }
  const inference::Matrix target{n, 1, sample.loaded};
  const std::vector<double> nobody(design.columns, 0.0);
  std::vector<std::size_t> folds;
  for (std::size_t f = 0; f <= 5; ++f) folds.push_back(f * n / 5);
  const std::array penalties{1e-4, 1e-2, 1.0};
  return inference::ridge(design, target, nobody, folds, penalties).of_rows.values;
}

// Probability that a loaded person scores higher than one who is not; ties count half. With its error after Hanley and
// McNeil 1982 [M].
struct Area {
  double value = 0.5;
  double error = 0.0;
};

Area area(const std::vector<double>& score, const std::vector<double>& loaded) {
  double wins = 0.0, pairs = 0.0, positives = 0.0;
  for (std::size_t i = 0; i < score.size(); ++i) {
    positives += loaded[i];
    for (std::size_t j = 0; j < score.size(); ++j)
      if (loaded[i] > loaded[j]) {
        pairs += 1.0;
        wins += score[i] > score[j] ? 1.0 : score[i] < score[j] ? 0.0 : 0.5;
      }
  }
  const double a = wins / pairs, m = positives, n = static_cast<double>(score.size()) - positives;
  const double q1 = a / (2.0 - a), q2 = 2.0 * a * a / (1.0 + a);
  return {a, std::sqrt((a * (1.0 - a) + (m - 1.0) * (q1 - a * a) + (n - 1.0) * (q2 - a * a)) / (m * n))};
}

std::string cell(const Sample& sample, std::span<const std::size_t> chosen) {
  const Area a = area(scores(sample, chosen), sample.loaded);
  return fmt::format("{:.2f} ± {:.2f}", a.value, a.error);
}

}  // namespace

int main(int argc, char** argv) {
  const auto participants = static_cast<std::uint32_t>(argc > 1 ? std::max(20, std::atoi(argv[1])) : 500);
  const int jobs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 2;
  const std::array populations{Population{"corticospinal.right 0", 0.0}, Population{"corticospinal.right 0.1", 0.1},
                               Population{"corticospinal.right 0.2", 0.2}, Population{"corticospinal.right 0.3", 0.3},
                               Population{"lesions in one of four people", 0.0, model::Lesions::some}};
  fmt::print("{} people at 0 and {} at {} each; area under the curve ± standard error\n\n", participants, participants,
             loading_sought);
  fmt::print("| population | IHI 10 ms | IHI 40 ms | both IHI | iSP | IHI and iSP |\n|---|---|---|---|---|---|\n");
  for (const Population& population : populations) {
    const Sample sample = sample_of(population, participants, jobs);
    using Chosen = std::vector<std::size_t>;
    fmt::print("| {} | {} | {} | {} | {} | {} |\n", population.name, cell(sample, Chosen{0}), cell(sample, Chosen{1}),
               cell(sample, Chosen{0, 1}), cell(sample, Chosen{2}), cell(sample, Chosen{0, 1, 2}));
    std::fflush(stdout);
  }
  return 0;
}
