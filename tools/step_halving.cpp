// Does the step of integration matter? The same people with the same noise at 0.1 and at 0.05 ms: the means over people
// of every measure of a protocol. step_halving PROTOCOL PEOPLE JOBS. Noise is held for 0.5 ms whatever the step, and
// drawn by address: the pairs differ in nothing else.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "trilayer/base/parallel.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): a program of its own

// Measure, block, side.
using Place = std::tuple<std::string, std::string, std::string>;
using Values = std::map<Place, double>;

Values measured(const protocol::Protocol& protocol, std::uint32_t person, double step) {
  model::Laboratory laboratory;
  laboratory.step = base::Milliseconds(step);
  const auto participant = model::draw_participant({}, 1, person, model::Lesions::none);
  const auto session = model::simulate(participant, protocol, 1 + person, 1, laboratory);
  Values values;
  for (const auto& m : measures::measure({session}, measures::Settings{}).measurements)
    if (m.state == measures::State::value && m.key.side)
      values[{m.key.measure, m.block, std::string(protocol::name(*m.key.side))}] = *m.value;
  return values;
}

// Means over people, and of the difference its standard error.
struct Pairs {
  int people = 0;
  double coarse = 0.0, fine = 0.0, squares = 0.0, spread = 0.0;
};

void print(const std::map<Place, Pairs>& all, int people) {
  fmt::print("measure\tblock\tside\tpeople\tmean_0.1_ms\tmean_0.05_ms\tchange_percent\tstandard_error_percent\n");
  double largest = 0.0;
  int rows = 0, beyond = 0, clearly = 0;
  std::string where;
  for (const auto& [place, p] : all) {
    if (2 * p.people < people || p.coarse == 0.0) continue;  // means over a few people say nothing
    const double n = p.people, coarse = p.coarse / n, change = (p.fine - p.coarse) / n;
    const double error = std::sqrt(std::max(0.0, p.squares / n - change * change) / n);
    // Means that may be 0 (correlations, differences) are held against the spread between people instead.
    const double size = std::max(std::abs(coarse), std::sqrt(std::max(0.0, p.spread / n - coarse * coarse)));
    const double percent = 100.0 * change / size;
    const auto& [measure, block, side] = place;
    fmt::print("{}\t{}\t{}\t{}\t{:.5g}\t{:.5g}\t{:.2f}\t{:.2f}\n", measure, block, side, p.people, coarse, p.fine / n,
               percent, 100.0 * error / size);
    ++rows;
    beyond += std::abs(percent) > 2.0 ? 1 : 0;
    clearly += std::abs(percent) - 200.0 * error / size > 2.0 ? 1 : 0;
    if (std::abs(percent) <= largest) continue;
    largest = std::abs(percent);
    where = measure + ", " + block;
  }
  fmt::print(
      stderr,
      "{} means; {} move by more than 2 %, {} of them by more than 2 % and two standard errors; the largest change "
      "is {:.2f} % ({})\n",
      rows, beyond, clearly, largest, where);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: step_halving PROTOCOL PEOPLE JOBS\n");
    return 1;
  }
  const auto protocol = protocol::find_protocol(argv[1]);
  const int people = std::atoi(argv[2]);
  std::vector<Values> coarse(static_cast<std::size_t>(people)), fine(coarse.size());
  base::for_each_index(2 * coarse.size(), std::atoi(argv[3]), [&](std::size_t i) {
    const auto person = static_cast<std::uint32_t>(i / 2);
    (i % 2 == 0 ? coarse : fine)[i / 2] = measured(protocol, person, i % 2 == 0 ? 0.1 : 0.05);
  });
  std::map<Place, Pairs> all;
  for (std::size_t i = 0; i < coarse.size(); ++i)
    for (const auto& [place, value] : coarse[i]) {
      const auto other = fine[i].find(place);
      if (other == fine[i].end()) continue;
      Pairs& p = all[place];
      ++p.people;
      p.coarse += value;
      p.fine += other->second;
      p.squares += (other->second - value) * (other->second - value);
      p.spread += value * value;
    }
  print(all, people);
}
