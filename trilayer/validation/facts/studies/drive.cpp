// Drive that both hands share: coherence of their EMG, synchrony of their motor units.

#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"
#include "trilayer/validation/facts/synchrony.hpp"

namespace trilayer::validation {
namespace {

using protocol::Side;

Study coherence() {
  auto both = movements("hold", protocol::Task::sustained_contraction, Side::right, 20.0, 3, 10.0);
  both.condition.intended.reset();
  both.condition.both_intended = true;
  return {"coherence",   "both FDI hold 20 %, three times 10 s",
          {"FDI"},       {},
          fixed({both}), {{"beta", of_confounded("coherence_beta", "hold", Side::left)}}};
}

// Motor units are not in a recording: the model is asked itself.
Study units() {
  return {"units",
          "both FDI hold 20 %, 20 s: motor units of the two hands",
          {"FDI"},
          {},
          {},
          {{"cis", [](const Visit& visit) { return unit_synchrony(visit.person, visit.seed).cis; }},
           {"lag", [](const Visit& visit) { return unit_synchrony(visit.person, visit.seed).lag; }}}};
}

}  // namespace

std::vector<Study> drive_studies() { return {asking_presence(coherence()), units()}; }

}  // namespace trilayer::validation
