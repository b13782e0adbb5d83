// Every measure over graded loadings: what each layer does to what a laboratory sees. dose_response PEOPLE JOBS prints
// docs/explanation/layers.tsv. The same people (no lesions) at every loading, direction right; blocks of mirror_battery
// that bear on that direction. Values that are confounded count as values; `confounded` says how many they are.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "trilayer/base/parallel.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): a program of its own
using model::Layer;

// Which layers are loaded together.
struct Combination {
  std::string_view name;
  std::vector<Layer> layers;
};
const std::array<Combination, 4> combinations{{{"I", {Layer::corticospinal}},
                                               {"II", {Layer::transcallosal}},
                                               {"III", {Layer::supraspinal}},
                                               {"II and III", {Layer::transcallosal, Layer::supraspinal}}}};
constexpr std::array<double, 5> doses{0.0, 0.25, 0.5, 0.75, 1.0};

// Blocks that bear on the direction right: pulses of the left hemisphere seen in the left hand, the right M1 under the
// left one's pulses, contractions of the right hand.
const std::array<std::string_view, 19> wanted{"rest-140-left",
                                              "rest-120-right",
                                              "sici-3-right",
                                              "icf-12-right",
                                              "lici-100-right",
                                              "ihi-10-right",
                                              "ihi-40-right",
                                              "hold-10-right",
                                              "hold-30-right",
                                              "hold-60-right",
                                              "hold-30-complex-right",
                                              "move-30-right",
                                              "choice-right",
                                              "together-right",
                                              "active-contralateral-right",
                                              "active-ipsilateral-left",
                                              "active-both-left",
                                              "active-contralateral-left",
                                              "ihi-10-alone-right"};

protocol::Protocol blocks_of_one_direction() {
  protocol::Protocol protocol = protocol::find_protocol("mirror_battery");
  std::erase_if(protocol.blocks, [](const protocol::PlannedBlock& block) {
    return std::find(wanted.begin(), wanted.end(), block.id) == wanted.end();
  });
  return protocol;
}

// Measure, block, side.
using Place = std::tuple<std::string, std::string, std::string>;
struct Sum {
  int values = 0, confounded = 0, absent = 0;
  double sum = 0.0, squares = 0.0;
};
using Sums = std::map<Place, Sum>;

void add(Sums& sums, const std::vector<measures::Measurement>& found) {
  for (const auto& m : found) {
    if (m.state == measures::State::missing || !m.key.side) continue;
    Sum& s = sums[{m.key.measure, m.block, std::string(protocol::name(*m.key.side))}];
    if (m.state == measures::State::absent) ++s.absent;
    const bool confounded = m.state == measures::State::confounded;
    if (!m.value || (m.state != measures::State::value && !confounded)) continue;
    ++s.values;
    s.confounded += confounded ? 1 : 0;
    s.sum += *m.value;
    s.squares += *m.value * *m.value;
  }
}

Sums measured(const Combination& combination, double dose, int people, int jobs) {
  static const protocol::Protocol protocol = blocks_of_one_direction();
  std::vector<std::vector<measures::Measurement>> found(static_cast<std::size_t>(people));
  base::for_each_index(found.size(), jobs, [&](std::size_t i) {
    model::Loadings loadings;
    for (const Layer layer : combination.layers) loadings[{layer, protocol::Direction::right}] = dose;
    const auto person = model::draw_participant(loadings, 1, static_cast<std::uint32_t>(i), model::Lesions::none);
    const auto session = model::simulate(person, protocol, 1 + i);
    found[i] = measures::measure({session}, measures::Settings{}).measurements;
  });
  Sums sums;
  for (const auto& each : found) add(sums, each);
  return sums;
}

void print(std::string_view combination, double dose, const Sums& sums) {
  for (const auto& [place, s] : sums) {
    const auto& [measure, block, side] = place;
    if (s.values + s.absent == 0) continue;
    const double n = s.values, mean = s.values > 0 ? s.sum / n : 0.0;
    const double variance = s.values > 1 ? std::max(0.0, (s.squares - n * mean * mean) / (n - 1.0)) : 0.0;
    const std::string value = s.values > 0 ? fmt::format("{:.4g}\t{:.2g}", mean, std::sqrt(variance / n)) : "\t";
    fmt::print("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", combination, dose, measure, block, side, s.values, s.confounded,
               s.absent, value);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: dose_response PEOPLE JOBS\n");
    return 1;
  }
  const int people = std::atoi(argv[1]), jobs = std::atoi(argv[2]);
  fmt::print("layers\tloading\tmeasure\tblock\tside\tvalues\tconfounded\tabsent\tmean\tstandard_error\n");
  const Sums health = measured(combinations[0], 0.0, people, jobs);
  for (const Combination& combination : combinations)
    for (const double dose : doses) {
      print(combination.name, dose, dose == 0.0 ? health : measured(combination, dose, people, jobs));
      fmt::print(stderr, "\r{}, {}: done   ", combination.name, dose);
    }
  fmt::print(stderr, "\n");
}
