// Inhibition between the hemispheres under force, and after pulses to the hemisphere that sends it.
#include <algorithm>
#include <array>

#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/one_millivolt.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;

constexpr double fixed_conditioning = 130.0;  // %RMT, as T15 asks
constexpr std::array<double, 4> forces{10.0, 30.0, 70.0, 90.0};
constexpr double matched_conditioning = 120.0;                             // at the lowest force
constexpr std::array<double, 5> searched{60.0, 75.0, 90.0, 105.0, 120.0};  // %RMT
constexpr double reference_force = 10.0;

std::string id_of(double force, double percent) { return numbered(numbered("alone", force), percent); }

// The conditioning pulse alone, while the hand that it moves contracts: how large its own response is.
std::vector<PlannedBlock> conditioning_alone() {
  std::vector<PlannedBlock> blocks;
  for (const double force : forces)
    for (const double percent : searched)
      if (force != reference_force || percent == matched_conditioning)
        blocks.push_back(
            contracting(pulses(id_of(force, percent), Hemisphere::right, of_rmt(percent), 12), Side::left, force));
  return blocks;
}

// The conditioning intensity whose own response is as large as that at the lowest force.
protocol::Intensity matched(const Visit& before, double force) {
  if (force == reference_force) return of_rmt(matched_conditioning);
  const auto wanted = size_of_average(before, id_of(reference_force, matched_conditioning), Side::left);
  std::vector<std::string> ids;
  for (const double percent : searched) ids.push_back(id_of(force, percent));
  const auto weakest = size_of_average(before, ids.front(), Side::left);
  if (!wanted || !weakest) return of_rmt(matched_conditioning);
  if (*weakest >= *wanted) return of_rmt(searched.front());
  return of_rmt(intensity_for(before, ids, Side::left, *wanted, size_of_average).value_or(matched_conditioning));
}

Study over_force() {
  Study study{
      "ihi-force",
      "IHI at 10 ms onto the M1 of a resting hand while the other one holds 10 to 90 %: conditioning with equal "
      "responses of its own, or fixed at 130 %RMT",
      {"FDI"},
      conditioning_alone(),
      {},
      {}};
  study.blocks = [](const Visit* before) {
    std::vector<PlannedBlock> blocks;
    for (const double force : forces) {
      const auto test =
          contracting(pulses(numbered("test", force), Hemisphere::left, of_rmt(120.0), 20), Side::left, force);
      blocks.push_back(test);
      blocks.push_back(
          named(conditioned(test, Hemisphere::right, matched(*before, force), 10.0), numbered("matched", force)));
      blocks.push_back(
          named(conditioned(test, Hemisphere::right, of_rmt(fixed_conditioning), 10.0), numbered("fixed", force)));
    }
    return blocks;
  };
  for (const std::string_view word : {"matched", "fixed"})
    for (const double force : forces)
      study.readings.push_back(
          {numbered(word, force), of_ratio(numbered(word, force), numbered("test", force), Side::right)});
  for (const double force : forces)
    study.readings.push_back({numbered("percent", force), [=](const Visit& visit) -> std::optional<double> {
                                for (const auto& b : visit.session.recordings.front().blocks)
                                  if (b.id == numbered("matched", force))
                                    return b.condition.conditioning->intensity->percent;
                                return std::nullopt;
                              }});
  return study;
}

// The first pulse, ms before the conditioning one.
struct First {
  std::string_view word;
  double percent, before;
};
constexpr std::array<First, 3> firsts{{{"sici", 75.0, 3.0}, {"lici", 120.0, 100.0}, {"icf", 75.0, 12.0}}};

std::string id_of(const First& first, std::string_view what, double interval) {
  return numbered(std::string(first.word) + "-" + std::string(what), interval);
}

// What IHI is after the first pulse: all three pulses over the first and the test pulse alone.
Study after_first_pulse() {
  Study study{"ihi-sender",
              "IHI at 10 and 40 ms without and with a first pulse to the sending hemisphere (SICI, LICI, ICF of it)",
              {"FDI"},
              recruitment_of(Hemisphere::left),
              {},
              {}};
  study.blocks = [](const Visit* before) {
    const auto test = pulses("test", Hemisphere::left, one_millivolt(*before, Hemisphere::left), 10);
    std::vector<PlannedBlock> blocks{test};
    for (const double interval : {10.0, 40.0}) {
      const auto pair = conditioned(test, Hemisphere::right, of_rmt(125.0), interval);
      blocks.push_back(named(pair, numbered("ihi", interval)));
      for (const First& first : firsts) {
        const double lead = interval + first.before;
        blocks.push_back(
            named(conditioned(test, Hemisphere::right, of_rmt(first.percent), lead), id_of(first, "alone", interval)));
        blocks.push_back(
            named(preceded(pair, Hemisphere::right, of_rmt(first.percent), lead), id_of(first, "ihi", interval)));
      }
    }
    return blocks;
  };
  for (const double interval : {10.0, 40.0}) {
    study.readings.push_back({numbered("ihi", interval), of_ratio(numbered("ihi", interval), "test", Side::right)});
    for (const First& first : firsts)
      study.readings.push_back({id_of(first, "ihi", interval),
                                of_ratio(id_of(first, "ihi", interval), id_of(first, "alone", interval), Side::right)});
  }
  return study;
}

}  // namespace

std::vector<Study> callosum_interaction_studies() { return {over_force(), after_first_pulse()}; }

}  // namespace trilayer::validation
