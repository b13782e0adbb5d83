// Silent periods of the hand that the pulse moves (CSP) and of the other one (iSP).
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;

constexpr double high_intensity = 150.0, strong = 50.0;  // %RMT, % of maximum

PlannedBlock for_isp(std::string id, double force, int trials) {
  return contracting(pulses(std::move(id), Hemisphere::left, of_rmt(high_intensity), trials), Side::left, force);
}

Read of_difference(Read first, Read second) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto a = first(visit), b = second(visit);
    return a && b ? std::optional(*a - *b) : std::nullopt;
  };
}

// The left hand's cMEP and CSP, then the iSP of the same hand: T01 takes the onsets of one muscle.
Study strong_contraction() {
  const Side hand = Side::left;
  return {"silences",
          "left FDI at 50 % of maximum, 150 %RMT to the right hemisphere (cMEP, CSP) and to the left one (iSP), 20 "
          "pulses each",
          {"FDI"},
          {},
          fixed({contracting(pulses("csp", Hemisphere::right, of_rmt(high_intensity), 20), hand, strong),
                 for_isp("isp", strong, 20)}),
          {{"csp", of_measure("csp_duration", "csp", hand)},
           {"csp_from_end", of_measure("csp_from_response_end", "csp", hand)},
           {"csp_end", of_measure("csp_from_pulse", "csp", hand)},
           {"isp_present", of_presence("isp_duration", "isp", hand)},
           {"isp_onset", of_measure("isp_onset", "isp", hand)},
           {"isp_duration", of_measure("isp_duration", "isp", hand)},
           {"tct", of_measure("tct", "isp", hand)},
           {"tct_difference", of_difference(of_measure("tct", "isp", hand), of_measure("tct_csp", "isp", hand))}}};
}

Study over_force() {
  Study study{"isp-force", "iSP of the left FDI at 30, 50 and 100 % of maximum, 20 pulses each", {"FDI"}, {}, {}, {}};
  std::vector<PlannedBlock> blocks;
  for (const double force : {30.0, 50.0, 100.0}) {
    blocks.push_back(for_isp(numbered("isp", force), force, 20));
    study.readings.push_back(
        {numbered("duration", force), of_measure("isp_duration", numbered("isp", force), Side::left)});
    study.readings.push_back({numbered("area", force), of_measure("isp_area", numbered("isp", force), Side::left)});
  }
  study.blocks = fixed(blocks);
  return study;
}

// The left hemisphere sends; the hand that it drives rests or contracts lightly.
Study with_other_hand() {
  const auto test = pulses("test-rest", Hemisphere::right, of_rmt(120.0), 12);
  const auto ihi = named(conditioned(test, Hemisphere::left, of_rmt(125.0), 10.0), "ihi-rest");
  const auto light = [](const PlannedBlock& block, std::string id) {
    return named(contracting(block, Side::right, 10.0), std::move(id));
  };
  const auto isp = for_isp("isp-rest", strong, 20);
  return {"isp-other-hand",
          "iSP of the left FDI, and IHI at 10 ms onto its M1 at rest, with the right hand at rest and at 10 %",
          {"FDI"},
          {},
          fixed({isp, light(isp, "isp-light"), test, ihi, light(test, "test-light"), light(ihi, "ihi-light")}),
          {{"area_rest", of_measure("isp_area", "isp-rest", Side::left)},
           {"area_light", of_measure("isp_area", "isp-light", Side::left)},
           {"ihi_rest", of_ratio("ihi-rest", "test-rest", Side::left)},
           {"ihi_light", of_ratio("ihi-light", "test-light", Side::left)}}};
}

constexpr std::array<double, 6> csp_steps{100.0, 110.0, 120.0, 130.0, 140.0, 150.0};  // %AMT

// Correlation of both over intensities, within the person.
std::optional<double> csp_size_correlation(const Visit& visit) {
  std::vector<double> silences, responses;
  for (const double percent : csp_steps) {
    const auto silence = measured(visit, "csp_duration", numbered("csp", percent), Side::right);
    const auto size = mean_size(visit, numbered("csp", percent), Side::right);
    if (!silence || !size) continue;
    silences.push_back(*silence);
    responses.push_back(*size);
  }
  if (silences.size() < 4) return std::nullopt;
  const double a = base::mean(silences), b = base::mean(responses);
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (std::size_t i = 0; i < silences.size(); ++i) {
    ab += (silences[i] - a) * (responses[i] - b);
    aa += (silences[i] - a) * (silences[i] - a);
    bb += (responses[i] - b) * (responses[i] - b);
  }
  return aa > 0.0 && bb > 0.0 ? std::optional(ab / std::sqrt(aa * bb)) : std::nullopt;
}

Study over_intensity() {
  Study study{"csp-intensity", "CSP of the right FDI at 20 %, 100 to 150 %AMT, 8 pulses each", {"FDI"}, {}, {}, {}};
  std::vector<PlannedBlock> blocks;
  for (const double percent : csp_steps) {
    const std::string id = numbered("csp", percent);
    blocks.push_back(contracting(pulses(id, Hemisphere::left, of_amt(percent), 8), Side::right, 20.0));
    study.readings.push_back({id, of_measure("csp_duration", id, Side::right)});
  }
  study.blocks = fixed(blocks);
  for (const double percent : {130.0, 140.0, 150.0})
    study.readings.push_back({numbered("ratio", percent), [=](const Visit& visit) -> std::optional<double> {
                                const auto silence =
                                    measured(visit, "csp_duration", numbered("csp", percent), Side::right);
                                const auto size = mean_size(visit, numbered("csp", percent), Side::right);
                                return silence && size && *size > 0.0 ? std::optional(*silence / *size) : std::nullopt;
                              }});
  study.readings.push_back({"size_correlation", csp_size_correlation});
  return study;
}

Study over_contraction() {
  Study study{
      "csp-contraction", "CSP of the right APB at 10, 30 and 70 %, 150 %RMT, 10 pulses each", {"APB"}, {}, {}, {}};
  std::vector<PlannedBlock> blocks;
  for (const double force : {10.0, 30.0, 70.0}) {
    const std::string id = numbered("csp", force);
    blocks.push_back(contracting(pulses(id, Hemisphere::left, of_rmt(high_intensity), 10), Side::right, force));
    study.readings.push_back({id, of_measure("csp_duration", id, Side::right)});
  }
  study.blocks = fixed(blocks);
  study.readings.push_back({"end", of_measure("csp_from_pulse", "csp-30", Side::right)});
  return study;
}

Study with_both_pulses() {
  auto single = contracting(pulses("single", Hemisphere::left, of_rmt(high_intensity), 20), Side::right, strong);
  auto both = named(single, "both");
  both.condition.both_hemispheres_together = true;
  const auto csp = of_measure("csp_duration", "single", Side::right);
  return {"csp-both",
          "CSP of the right FDI at 50 %, pulses of 150 %RMT to the left hemisphere and to both together, 20 each",
          {"FDI"},
          {},
          fixed({single, both}),
          {{"single", csp}, {"change", of_difference(of_measure("csp_duration", "both", Side::right), csp)}}};
}

}  // namespace

std::vector<Study> silence_studies() {
  return {asking_presence(strong_contraction()),
          asking_presence(over_force()),
          asking_presence(with_other_hand()),
          over_intensity(),
          over_contraction(),
          with_both_pulses()};
}

}  // namespace trilayer::validation
