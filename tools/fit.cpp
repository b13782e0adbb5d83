// Fits medians and spreads of the table of parameters to the checks, stage by stage: fit STAGE PEOPLE SEED JOBS FILE.
// Regularised Gauss-Newton on the logarithms of the values: the same people with the same noise meet every trial, one
// trial a parameter gives the slopes, and a step is kept where the sum of squares falls. What is fitted pays for
// leaving the value that is shipped, so that what the checks say nothing about stays there. FILE is the checkpoint, a
// line a trial; a second call with the same arguments reads it and goes on. Held-out checks are never looked at. At the
// end people of other seeds, whom the fit has not met, say whether the fitted values are better than the shipped ones.
// Stages are run in their order; each starts from what earlier ones printed (kept in files, as further arguments).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/literature/facts.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/validation/facts/judge.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): a program of its own

// What is moved: a median, or with "~" before its name a spread.
struct Stage {
  std::string_view name;
  std::vector<std::string> moved;
  std::vector<std::string_view> checks;
};

const std::vector<Stage>& stages() {
  static const std::vector<Stage> all{
      {"recruitment",
       {"threshold", "contraction_gain", "excitability_noise", "trial_gain_noise", "central_delay", "peripheral_delay",
        "unit_size"},
       {"T90", "T91", "T92", "S01", "S02", "S04", "S05", "S06"}},
      {"pairs",
       {"gaba_a", "~gaba_a", "facilitation", "~facilitation", "gaba_b", "fast_callosal", "~fast_callosal",
        "slow_callosal", "fast_callosal_threshold", "slow_callosal_threshold"},
       {"T10", "T11", "T12", "T12b", "T13", "T20", "T21", "T22", "S13"}},
      {"silences",
       {"silence", "~silence", "tonic_gate_callosal", "~tonic_gate_callosal", "callosal_delay", "~callosal_delay"},
       {"T01", "T02", "T03", "T04", "T30", "T31", "S11b"}},
      {"task",
       {"premotor_leak", "~premotor_leak", "inhibition_loss_with_force", "tonic_inhibition", "crossed_facilitation",
        "crossed_inhibition", "drive_disinhibition", "callosal_contraction_gain", "phasic_loss_with_force",
        "preparation_gain", "preparation_disinhibition"},
       {"T06", "T14", "T15", "T16", "T53", "T60", "T61", "T62", "T64", "T70", "T71", "T72", "T73", "S17"}},
  };
  return all;
}

using Values = std::map<std::string, double>;  // by the name in a stage

double& part_of(model::RowChange& change, bool spread, const model::Parameter& row) {
  auto& place = spread ? change.spread : change.value;
  if (!place) place = spread ? row.spread : row.value;
  return *place;
}

const model::Parameter& row_of(std::string_view moved) {
  const auto* row = model::find_parameter(moved.starts_with('~') ? moved.substr(1) : moved);
  if (row == nullptr) {
    fmt::print(stderr, "no parameter '{}'\n", moved);
    std::exit(1);
  }
  return *row;
}

double shipped(const std::string& moved) {
  const auto& row = row_of(moved);
  return moved.starts_with('~') ? row.spread : row.value;
}

model::Population population_of(const Values& values) {
  model::Population population;
  for (const auto& [moved, value] : values) {
    const auto& row = row_of(moved);
    auto at = std::find_if(population.changes.begin(), population.changes.end(),
                           [&](const model::RowChange& c) { return c.name == row.name; });
    if (at == population.changes.end()) at = population.changes.insert(at, {std::string(row.name), {}, {}});
    part_of(*at, moved.starts_with('~'), row) = value;
  }
  return population;
}

// What one target lacks: 0 in the middle of what is accepted, 1 in size at its limits; a trend lacks what its worst
// step is short of its own error, in errors, since a step that is no larger than its error is not shown.
void add_residuals(const validation::FactResult& r, std::vector<double>& to) {
  const auto& t = *r.target;
  const auto& all = r.outcome.simulated;
  if (!t.low && !t.high && !t.trend) return;  // only printed
  if (all.empty()) {
    to.insert(to.end(), (t.low || t.high ? 1U : 0U) + (t.trend ? 1U : 0U), 1.0);
    return;
  }
  const double value = all.back(), error = std::max(1e-9, r.outcome.error.value_or(0.1));
  if (t.low && t.high && *t.high > *t.low)
    to.push_back(2.0 * (value - *t.low) / (*t.high - *t.low) - 1.0);
  else if (t.low)
    to.push_back(std::max(0.0, (*t.low - value) / std::max(1e-9, std::abs(*t.low))));
  else if (t.high)
    to.push_back(std::max(0.0, (value - *t.high) / std::max(1e-9, std::abs(*t.high))));
  if (!t.trend) return;
  using literature::Trend;
  const double way = *t.trend == Trend::rises || *t.trend == Trend::not_falls || *t.trend == Trend::above ? 1.0 : -1.0;
  double least = 1e9;
  if (t.reference) least = way * (value - *t.reference);
  for (std::size_t i = 1; !t.reference && i < all.size(); ++i) least = std::min(least, way * (all[i] - all[i - 1]));
  to.push_back(std::clamp((error - least) / error, 0.0, 10.0));
}

using Residuals = std::vector<double>;

class Fit {
 public:
  Fit(const Stage& stage, int people, std::uint64_t seed, int jobs, std::filesystem::path file)
      : stage_(stage), people_(people), seed_(seed), jobs_(jobs), file_(std::move(file)) {
    const auto& facts = literature::shipped_facts();
    for (const std::string_view id : stage.checks) {
      const auto* check = literature::find_check(facts, id);
      if (check != nullptr && check->in_scope && !check->held_out) checks_.push_back(check);
    }
    std::ifstream known(file_);
    for (std::string line; std::getline(known, line);)
      if (const auto tab = line.find('\t'); tab != std::string::npos) known_[line.substr(0, tab)] = numbers(line, tab);
  }

  // The sum of squares of a trial, with what it costs to leave the shipped values.
  double misfit(const Values& values) {
    const Residuals& found = residuals(values, seed_);
    double sum = std::inner_product(found.begin(), found.end(), found.begin(), 0.0);
    for (const std::string& moved : stage_.moved) sum += std::pow(away(values, moved) / freedom, 2);
    return sum;
  }

  // What the checks alone give with people of another seed.
  double unseen(const Values& values, std::uint64_t seed) {
    const Residuals& found = residuals(values, seed);
    return std::inner_product(found.begin(), found.end(), found.begin(), 0.0);
  }

  Values run(Values best) {
    for (const std::string& moved : stage_.moved)
      if (!best.contains(moved)) best[moved] = shipped(moved);
    double least = misfit(best);
    for (int round = 0; round < most_rounds; ++round) {
      const Eigen::VectorXd step = newton_step(best);
      bool better = false;
      for (double share = 1.0; !better && share >= 0.25; share *= 0.5) {
        const Values other = moved_by(best, share * step);
        const double found = misfit(other);
        fmt::print(stderr, "round {}, {:.2f} of the step: {:.4g} after {:.4g}\n", round + 1, share, found, least);
        if (found >= least * (1.0 - worth_it)) continue;
        best = other;
        least = found;
        better = true;
      }
      if (!better) break;
    }
    return best;
  }

 private:
  static constexpr double freedom =
      0.25;  // logarithm by which a value may leave the shipped one for the cost of a limit
  static constexpr double difference = 0.1;    // logarithm, for the slopes: noise of what is detected needs it wide
  static constexpr double longest_step = 0.3;  // logarithm
  static constexpr double worth_it = 0.03;     // share of the sum of squares; less is left
  static constexpr int most_rounds = 2;

  static Residuals numbers(const std::string& line, std::size_t tab) {
    Residuals read;
    std::istringstream rest(line.substr(tab + 1));
    for (double number = 0.0; rest >> number;) read.push_back(number);
    return read;
  }

  static double away(const Values& values, const std::string& moved) {
    return std::log(values.at(moved) / shipped(moved));
  }

  const Residuals& residuals(const Values& values, std::uint64_t seed) {
    std::string key = fmt::format("seed={}", seed);
    for (const auto& [name, value] : values) key += fmt::format(" {}={:.6g}", name, value);
    if (const auto at = known_.find(key); at != known_.end()) return at->second;
    Residuals found;
    for (const auto& r : validation::judge(checks_, population_of(values), people_, seed, jobs_))
      add_residuals(r, found);
    std::ofstream(file_, std::ios::app) << key << '\t' << fmt::format("{:.6g}", fmt::join(found, " ")) << '\n';
    return known_[key] = found;
  }

  Values moved_by(Values values, const Eigen::VectorXd& step) const {
    for (std::size_t i = 0; i < stage_.moved.size(); ++i) {
      const std::string& moved = stage_.moved[i];
      const double wanted =
          values[moved] * std::exp(std::clamp(step[static_cast<Eigen::Index>(i)], -longest_step, longest_step));
      const auto& row = row_of(moved);
      values[moved] = moved.starts_with('~') ? wanted : std::clamp(wanted, row.low, row.high);
    }
    return values;
  }

  Eigen::VectorXd newton_step(const Values& from) {
    const Residuals here = residuals(from, seed_);
    const auto rows = static_cast<Eigen::Index>(here.size()), columns = static_cast<Eigen::Index>(stage_.moved.size());
    const Eigen::VectorXd r = Eigen::Map<const Eigen::VectorXd>(here.data(), rows);
    Eigen::MatrixXd slopes(rows, columns);
    Eigen::VectorXd left(columns);
    for (Eigen::Index i = 0; i < columns; ++i) {
      const std::string& moved = stage_.moved[static_cast<std::size_t>(i)];
      left[i] = away(from, moved);
      const Values other = moved_by(from, Eigen::VectorXd::Unit(columns, i) * difference);
      const Residuals there = residuals(other, seed_);
      const double apart = std::log(other.at(moved) / from.at(moved));  // less at the end of the range
      slopes.col(i).setZero();
      if (apart != 0.0) slopes.col(i) = (Eigen::Map<const Eigen::VectorXd>(there.data(), rows) - r) / apart;
      fmt::print(stderr, "{}: {} of {} slopes\n", moved, i + 1, columns);
    }
    const double weight = 1.0 / (freedom * freedom);
    Eigen::MatrixXd normal = slopes.transpose() * slopes;
    normal.diagonal().array() += weight;
    return -normal.ldlt().solve(slopes.transpose() * r + weight * left);
  }

  const Stage& stage_;
  int people_;
  std::uint64_t seed_;
  int jobs_;
  std::filesystem::path file_;
  std::vector<const literature::Check*> checks_;
  std::map<std::string, Residuals> known_;
};

// What an earlier stage printed: name, shipped and fitted value a line.
void take_fitted(const char* file, Values& into) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string name;
    double before = 0.0, fitted = 0.0;
    if (words >> name >> before >> fitted) into[name] = fitted;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto stage =
      argc < 6 ? stages().end()
               : std::find_if(stages().begin(), stages().end(), [&](const Stage& s) { return s.name == argv[1]; });
  if (stage == stages().end()) {
    fmt::print(stderr, "usage: fit STAGE PEOPLE SEED JOBS FILE [what an earlier stage printed ...]\nstages:");
    for (const Stage& s : stages()) fmt::print(stderr, " {}", s.name);
    fmt::print(stderr, "\n");
    return 1;
  }
  Values start;
  for (int i = 6; i < argc; ++i) take_fitted(argv[i], start);
  const auto seed = std::strtoull(argv[3], nullptr, 10);
  Fit fit(*stage, std::atoi(argv[2]), seed, std::atoi(argv[4]), argv[5]);
  const Values fitted = fit.run(start);
  fmt::print("parameter\tshipped\tfitted\n");
  for (const std::string& moved : stage->moved)
    fmt::print("{}\t{:.4g}\t{:.4g}\n", moved, shipped(moved), fitted.at(moved));
  Values before = fitted;
  for (const std::string& moved : stage->moved) before[moved] = shipped(moved);
  fmt::print("# sum of squares of the checks, shipped and fitted: people of the fit {:.3f} {:.3f}",
             fit.unseen(before, seed), fit.unseen(fitted, seed));
  for (const std::uint64_t other : {seed + 1, seed + 2})
    fmt::print("; unseen {:.3f} {:.3f}", fit.unseen(before, other), fit.unseen(fitted, other));
  fmt::print("\n");
}
