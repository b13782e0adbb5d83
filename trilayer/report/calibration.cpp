#include "trilayer/report/calibration.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace trilayer::report {

using validation::Bin;
using validation::LoadingCalibration;
using validation::PatternCalibration;
using json = nlohmann::ordered_json;

namespace {

json bin_json(const Bin& bin) {
  return {{"from", bin.from},
          {"to", bin.to},
          {"n", bin.n},
          {"coverage_90", bin.coverage_90},
          {"interval_holds", bin.interval_holds},
          {"crps_skill", bin.crps_skill},
          {"log_skill", bin.log_skill}};
}

json loading_json(const LoadingCalibration& loading) {
  json object{{"name", loading.name}};
  for (const Bin& bin : loading.bins) object["bins"].push_back(bin_json(bin));
  object["overall"] = bin_json(loading.overall);
  object["places"] = loading.places;
  object["uniformity_p"] = loading.uniformity_p;
  object["false_positive_at_zero"] = loading.false_positive_at_zero;
  object["leads_from_half"] = loading.leads_from_half;
  object["auc_0_vs_half"] = loading.auc_0_vs_half;
  object["recovery"] = loading.recovery;
  object["informed"] = loading.informed;
  object["log_skill_error"] = loading.log_skill_error;
  return object;
}

json pattern_json(const PatternCalibration& pattern) {
  json object{{"name", pattern.name},
              {"title", pattern.title},
              {"method", pattern.method},
              {"sessions", pattern.sessions},
              {"joint_bits", pattern.joint_bits},
              {"joint_bits_error", pattern.joint_bits_error},
              {"tarp_deviation", pattern.tarp_deviation},
              {"leads_where_nothing_is", pattern.nothing_but_leads},
              {"two_three_correlation", pattern.two_three_correlation}};
  for (const LoadingCalibration& loading : pattern.loadings) object["loadings"].push_back(loading_json(loading));
  return object;
}

// Both directions of a layer: the model knows no preferred side, so that they are two samples of the same.
double both(const PatternCalibration& pattern, std::size_t layer, double LoadingCalibration::*of) {
  return 0.5 * (pattern.loadings[2 * layer].*of + pattern.loadings[2 * layer + 1].*of);
}

std::string coverage_words(const PatternCalibration& pattern, std::size_t layer, std::size_t bin) {
  int n = 0;
  double held = 0.0;
  for (const std::size_t i : {2 * layer, 2 * layer + 1}) {
    const Bin& b = pattern.loadings[i].bins[bin];
    n += b.n;
    held += b.n * b.coverage_90;
  }
  return n == 0 ? "-" : fmt::format("{:.0f}", 100.0 * held / n);
}

double covered(const PatternCalibration& pattern, std::size_t layer) {
  return 0.5 * (pattern.loadings[2 * layer].overall.coverage_90 + pattern.loadings[2 * layer + 1].overall.coverage_90);
}

double bits(const PatternCalibration& pattern, std::size_t layer) {
  return 0.5 * (pattern.loadings[2 * layer].overall.log_skill + pattern.loadings[2 * layer + 1].overall.log_skill);
}

}  // namespace

std::string calibration_json(std::span<const PatternCalibration> results, const CalibrationSource& source) {
  json object{{"schema", "trilayer calibration, version 1"}, {"seed", source.seed}, {"protocol", source.protocol}};
  const auto hash = [](std::uint64_t value) {
    return value == 0 ? json(nullptr) : json(fmt::format("{:016x}", value));
  };
  object["hashes"] = {{"held_out", hash(source.held_out)},
                      {"network", hash(source.network)},
                      {"bank", hash(source.bank)},
                      {"features", hash(source.features)},
                      {"settings", hash(source.settings)}};
  object["model_version"] = source.model_version;
  object["patterns"] = json::array();
  for (const PatternCalibration& pattern : results) object["patterns"].push_back(pattern_json(pattern));
  return object.dump(1) + "\n";
}

std::string calibration_table(std::span<const PatternCalibration> results) {
  std::string text =
      fmt::format("{:<15} {:<8} {:<5} {:>8} {:>22} {:>9} {:>9} {:>6} {:>7} {:>9}\n", "pattern", "method", "layer",
                  "90 % of", "by truth 0/.3/.6/1", "leads at", "leads", "AUC", "bits", "informed");
  text += fmt::format("{:<15} {:<8} {:<5} {:>8} {:>22} {:>9} {:>9} {:>6} {:>7} {:>9}\n", "", "", "", "all", "%", "0",
                      "from 0.5", "0/0.5", "/person", "of people");
  constexpr std::array numerals{"I", "II", "III"};
  for (const PatternCalibration& p : results)
    for (std::size_t layer = 0; layer < 3; ++layer) {
      const std::string bins = coverage_words(p, layer, 0) + " / " + coverage_words(p, layer, 1) + " / " +
                               coverage_words(p, layer, 2) + " / " + coverage_words(p, layer, 3);
      text +=
          fmt::format("{:<15} {:<8} {:<5} {:>6.1f} % {:>22} {:>7.1f} % {:>7.1f} % {:>6.2f} {:>7.2f} {:>7.0f} %\n",
                      layer == 0 ? p.name : "", layer == 0 ? p.method : "", numerals[layer], 100.0 * covered(p, layer),
                      bins, 100.0 * both(p, layer, &LoadingCalibration::false_positive_at_zero),
                      100.0 * both(p, layer, &LoadingCalibration::leads_from_half),
                      both(p, layer, &LoadingCalibration::auc_0_vs_half), bits(p, layer),
                      100.0 * both(p, layer, &LoadingCalibration::informed));
    }
  text += "\nJoint score, bits over the prior a session (standard error); largest deviation of joint coverage (TARP)\n";
  for (const PatternCalibration& p : results)
    text += fmt::format("{:<15} {:<8} {:6.2f} ({:.2f})   {:.3f}   something leads where nothing is: {:.1f} %\n", p.name,
                        p.method, p.joint_bits, p.joint_bits_error, p.tarp_deviation, 100.0 * p.nothing_but_leads);
  return text;
}

std::string calibration_tsv(std::span<const PatternCalibration> results, const CalibrationSource& source) {
  std::string text =
      "learnt\tpattern\tmethod\tlayer\tsessions\tcoverage_90\tleads_at_zero\tleads_from_half\tauc_0_vs_half\tbits\t"
      "informed\n";
  for (const PatternCalibration& p : results)
    for (std::size_t layer = 0; layer < 3; ++layer)
      text += fmt::format("{:016x}\t{}\t{}\t{}\t{}\t{:.4f}\t{:.4f}\t{:.4f}\t{:.4f}\t{:.4f}\t{:.4f}\n",
                          p.method == "network" ? source.network : source.bank, p.name, p.method,
                          model::numeral(model::all_layers[layer]), p.sessions, covered(p, layer),
                          both(p, layer, &LoadingCalibration::false_positive_at_zero),
                          both(p, layer, &LoadingCalibration::leads_from_half),
                          both(p, layer, &LoadingCalibration::auc_0_vs_half), bits(p, layer),
                          both(p, layer, &LoadingCalibration::informed));
  return text;
}

}  // namespace trilayer::report
