// Fits medians and spreads of the table of parameters to the checks, stage by stage: fit STAGE PEOPLE SEED JOBS FILE.
// The same people with the same noise meet every trial of new values. Each parameter in turn is moved up and down by a
// step; what lowers the misfit stays, and where nothing does the step is halved, until it is below 2 %. FILE is the
// checkpoint: every evaluation a line; a second call with the same arguments reads it and goes on. Held-out checks are
// never looked at. Stages are run in their order; each starts from what earlier ones found (their FILEs as further
// arguments).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
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

// 0 in the middle of what is accepted, 1 at its limits; a trend costs what its worst step lacks, in errors.
double cost(const validation::FactResult& r) {
  const auto& t = *r.target;
  if (r.outcome.simulated.empty()) return 1.0;
  const double value = r.outcome.simulated.back(), error = r.outcome.error.value_or(0.1);
  double sum = 0.0;
  if (t.low && t.high && *t.high > *t.low) sum += std::abs(2.0 * (value - *t.low) / (*t.high - *t.low) - 1.0);
  if (t.low && !t.high) sum += std::max(0.0, (*t.low - value) / std::max(1e-9, std::abs(*t.low)));
  if (t.high && !t.low) sum += std::max(0.0, (value - *t.high) / std::max(1e-9, std::abs(*t.high)));
  if (!t.trend) return sum * sum;
  using literature::Trend;
  const double way = *t.trend == Trend::rises || *t.trend == Trend::not_falls || *t.trend == Trend::above ? 1.0 : -1.0;
  double least = 1e9;
  const auto& all = r.outcome.simulated;
  if (t.reference) least = way * (value - *t.reference);
  for (std::size_t i = 1; !t.reference && i < all.size(); ++i) least = std::min(least, way * (all[i] - all[i - 1]));
  const double wanted = error;  // a step that is no larger than its error is not shown
  return sum * sum + std::pow(std::max(0.0, (wanted - least) / std::max(1e-9, error)), 2);
}

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
      if (const auto tab = line.find('\t'); tab != std::string::npos)
        known_[line.substr(0, tab)] = std::atof(line.c_str() + tab + 1);
  }

  double misfit(const Values& values) {
    std::string key;
    for (const auto& [name, value] : values) key += fmt::format("{}={:.6g} ", name, value);
    if (const auto at = known_.find(key); at != known_.end()) return at->second;
    double sum = 0.0;
    for (const auto& r : validation::judge(checks_, population_of(values), people_, seed_, jobs_)) sum += cost(r);
    std::ofstream(file_, std::ios::app) << key << '\t' << fmt::format("{:.6g}", sum) << '\n';
    return known_[key] = sum;
  }

  Values run(Values best) {
    for (const std::string& moved : stage_.moved)
      if (!best.contains(moved)) best[moved] = shipped(moved);
    double least = misfit(best);
    for (double step = 0.2; step >= 0.02; step *= 0.5) {
      for (bool better = true; better;) {
        better = false;
        for (const std::string& moved : stage_.moved)
          for (const double factor : {1.0 + step, 1.0 / (1.0 + step)}) {
            Values other = best;
            const auto& row = row_of(moved);
            const double wanted = best[moved] * factor;
            other[moved] = moved.starts_with('~') ? wanted : std::clamp(wanted, row.low, row.high);
            const double found = misfit(other);
            if (found >= least - 1e-9) continue;
            fmt::print(stderr, "{} {:.4g} -> {:.4g}: misfit {:.4g} -> {:.4g}\n", moved, best[moved], other[moved],
                       least, found);
            best = std::move(other);
            least = found;
            better = true;
            break;
          }
      }
    }
    return best;
  }

 private:
  const Stage& stage_;
  int people_;
  std::uint64_t seed_;
  int jobs_;
  std::filesystem::path file_;
  std::vector<const literature::Check*> checks_;
  std::map<std::string, double> known_;
};

// The best values of an earlier stage's checkpoint.
Values best_of(const char* file) {
  std::ifstream in(file);
  Values best;
  double least = 1e99;
  for (std::string line; std::getline(in, line);) {
    const auto tab = line.find('\t');
    if (tab == std::string::npos || std::atof(line.c_str() + tab + 1) >= least) continue;
    least = std::atof(line.c_str() + tab + 1);
    best.clear();
    std::istringstream words(line.substr(0, tab));
    for (std::string word; words >> word;)
      best[word.substr(0, word.find('='))] = std::atof(word.c_str() + word.find('=') + 1);
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const auto stage =
      argc < 6 ? stages().end()
               : std::find_if(stages().begin(), stages().end(), [&](const Stage& s) { return s.name == argv[1]; });
  if (stage == stages().end()) {
    fmt::print(stderr, "usage: fit STAGE PEOPLE SEED JOBS FILE [FILE of an earlier stage ...]\nstages:");
    for (const Stage& s : stages()) fmt::print(stderr, " {}", s.name);
    fmt::print(stderr, "\n");
    return 1;
  }
  Values start;
  for (int i = 6; i < argc; ++i)
    for (const auto& [name, value] : best_of(argv[i])) start[name] = value;
  Fit fit(*stage, std::atoi(argv[2]), std::strtoull(argv[3], nullptr, 10), std::atoi(argv[4]), argv[5]);
  fmt::print("parameter\tshipped\tfitted\n");
  for (const auto& [name, value] : fit.run(start)) fmt::print("{}\t{:.4g}\t{:.4g}\n", name, shipped(name), value);
}
