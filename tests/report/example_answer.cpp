#include "tests/report/example_answer.hpp"

namespace trilayer::tests {
namespace {

using model::Layer;
using protocol::Direction;

inference::LoadingAnswer loading(model::LoadingName name, double presence, double mean, double low, double high,
                                 double bits) {
  constexpr double prior = 0.32;
  const double odds = presence / (1.0 - presence);
  return {name, prior, presence, odds * (1.0 - prior) / prior, mean, low, high, bits, {}};
}

}  // namespace

inference::Answer example_answer() {
  inference::Answer a;
  a.participant = "04";
  a.loadings = {loading({Layer::corticospinal, Direction::left}, 0.02, 0.01, 0.0, 0.0, 0.42),
                loading({Layer::corticospinal, Direction::right}, 0.97, 0.46, 0.21, 0.74, 1.31),
                loading({Layer::transcallosal, Direction::left}, 0.55, 0.24, 0.0, 0.66, 0.14),
                loading({Layer::transcallosal, Direction::right}, 0.998, 0.81, 0.58, 0.97, 2.2),
                loading({Layer::supraspinal, Direction::left}, 0.52, 0.26, 0.0, 0.71, 0.16),
                loading({Layer::supraspinal, Direction::right}, 0.34, 0.17, 0.0, 0.78, 0.01)};
  a.selection = {
      {Direction::right, measures::State::value, 0.15, 0.44, 40, ""},
      {Direction::left, measures::State::missing, std::nullopt, std::nullopt, 0, "no choice reactions with this hand"}};
  a.leading = {{Layer::transcallosal, Direction::right}, {Layer::corticospinal, Direction::right}};
  a.undetermined = {{{{Layer::transcallosal, Direction::left}, {Layer::supraspinal, Direction::left}},
                     0.86,
                     "layer II or III, undetermined (intended left hand)"}};
  a.not_informed = {{Layer::supraspinal, Direction::right}};
  a.used = {"IHI ratio, 10 ms (right)", "iMEP size above background, 120 %RMT at rest (right)",
            "mirror EMG ratio, choice reaction (right)"};
  a.lacked = {"IHI ratio, 40 ms (left)", "mirror EMG ratio, phasic movement (left)"};
  a.warnings = {{"few_draws", "the answer rests on 61 effective draws", ""}};
  a.lateralisation = {{{Layer::corticospinal, 0.45, 0.2, 0.74, 0.97, 0.01},
                       {Layer::transcallosal, 0.57, -0.02, 0.93, 0.94, 0.05},
                       {Layer::supraspinal, -0.09, -0.62, 0.6, 0.25, 0.42}}};
  a.callosal_gain = {{Direction::left, 0.72, 0.31, 1.5}, {Direction::right, 0.18, 0.05, 0.52}};
  a.roles = {{"IHI ratio, 10 ms (right)", {0.0, 0.1, 0.2, 1.8, 0.0, -0.5}, 0.61},
             {"iMEP size above background, 120 %RMT at rest (right)", {0.0, 2.9, 0.0, -0.1, 0.0, 0.0}, 0.44}};
  a.likeness = {
      0.23, 84, {"CSP duration, contracting (left): 3.4 SD larger than the other measures lead one to expect"}};
  a.method = "network";
  a.bank_sessions = 4000;
  a.effective_draws = 61.0;
  return a;
}

inference::Answer uninformed_answer() {
  inference::Answer a;
  for (const auto name : model::all_loadings) {
    a.loadings[model::index_of(name)] = loading(name, 0.32, 0.17, 0.0, 0.76, 0.0);
    a.not_informed.push_back(name);
  }
  for (const Layer layer : model::all_layers) a.lateralisation[static_cast<std::size_t>(layer)].layer = layer;
  a.method = "network";
  a.participant = "recording";
  a.lacked = {"IHI ratio, 10 ms (right)", "IHI ratio, 10 ms (left)"};
  a.bank_sessions = 4000;
  return a;
}

report::Made example_made() { return {0, 0xfeedULL, 0xbeefULL, 1, 0x0123456789abcdefULL, "network"}; }

}  // namespace trilayer::tests
