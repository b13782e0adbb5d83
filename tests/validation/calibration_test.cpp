// The scores of answers, where it is known what they must be: the prior, the truth, and posteriors that are too sure.
#include "trilayer/validation/calibration/calibration.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/inference/design.hpp"
#include "trilayer/inference/prior.hpp"
#include "trilayer/report/calibration.hpp"

namespace trilayer::validation {
namespace {

using doctest::Approx;
using inference::Posterior;

constexpr double noise = 0.15;

// Sessions with one feature a loading: the loading, or 0, seen with an error.
inference::Bank sessions(std::uint32_t count) {
  inference::Bank bank;
  for (std::uint32_t k = 0; k < count; ++k) {
    base::Stream stream(11, k);
    inference::BankRow row;
    row.number = k;
    row.truth = inference::draw_loadings({}, stream);
    row.features.resize(inference::feature_names().size());
    for (std::size_t i = 0; i < 6; ++i)
      row.features[2 + i] = {measures::State::value, row.truth.values[i] + noise * stream.normal(), noise, 10};
    bank.rows.push_back(row);
  }
  return bank;
}

// The exact posterior of such a session by weighting draws of the prior; `sure` above 1 is surer than it may be.
Posterior weighted(const inference::FeatureRow& row, double sure) {
  static const std::vector<model::Loadings> draws = [] {
    std::vector<model::Loadings> all;
    for (std::uint32_t k = 0; k < 6000; ++k) {
      base::Stream stream(12, k);
      all.push_back(inference::draw_loadings({}, stream));
    }
    return all;
  }();
  Posterior posterior;
  posterior.used = {2};
  double sum = 0.0;
  for (const auto& draw : draws) {
    double squares = 0.0;
    for (std::size_t i = 0; i < 6; ++i) squares += std::pow((row[2 + i].value - draw.values[i]) / noise, 2);
    posterior.draws.push_back(draw);
    posterior.weights.push_back(std::exp(-0.5 * sure * squares));
    sum += posterior.weights.back();
  }
  for (double& weight : posterior.weights) weight /= sum;
  return posterior;
}

inference::Method method(const std::string& name, std::function<Posterior(const inference::FeatureRow&)> posterior) {
  return {name, 0, 0, nullptr, std::move(posterior)};
}

PatternCalibration scored(const inference::Method& by, std::uint32_t count) {
  const auto& full = inference::named_patterns().front();
  return calibrate(sessions(count), {by}, {full}, 2).front();
}

TEST_CASE("The prior covers as it should, says nothing, and nothing leads") {
  const auto result = scored(method("prior", [](const inference::FeatureRow&) { return Posterior{}; }), 400);
  for (const auto& loading : result.loadings) {
    CHECK(loading.overall.coverage_90 == Approx(0.9).epsilon(0.06));
    CHECK(loading.overall.log_skill == 0.0);
    CHECK(std::abs(loading.overall.crps_skill) < 1e-12);
    CHECK(loading.uniformity_p > 0.001);
    CHECK(loading.auc_0_vs_half == 0.5);
    CHECK(loading.false_positive_at_zero == 0.0);
    CHECK(loading.informed == 0.0);
  }
  CHECK(result.nothing_but_leads == 0.0);
}

TEST_CASE("Exact posteriors are calibrated and better than the prior; surer ones are found out") {
  const auto right = scored(method("exact", [](const auto& row) { return weighted(row, 1.0); }), 150);
  const auto sure = scored(method("sure", [](const auto& row) { return weighted(row, 6.0); }), 150);
  double covered = 0.0, covered_by_sure = 0.0, bits = 0.0, bits_of_sure = 0.0;
  for (std::size_t i = 0; i < 6; ++i) {
    covered += right.loadings[i].overall.coverage_90 / 6.0;
    covered_by_sure += sure.loadings[i].overall.coverage_90 / 6.0;
    bits += right.loadings[i].overall.log_skill;
    bits_of_sure += sure.loadings[i].overall.log_skill;
    CHECK(right.loadings[i].uniformity_p > 0.001);
    CHECK(right.loadings[i].auc_0_vs_half > 0.9);
    CHECK(right.loadings[i].overall.crps_skill > 0.4);
  }
  CHECK(covered == Approx(0.9).epsilon(0.05));
  CHECK(covered_by_sure < 0.8);
  CHECK(bits > 1.0);
  CHECK(bits > bits_of_sure);
  CHECK(right.tarp_deviation < 0.12);
}

TEST_CASE("Sessions fall into the bin of their truth, 0 apart") {
  const auto result = scored(method("prior", [](const inference::FeatureRow&) { return Posterior{}; }), 300);
  for (const auto& loading : result.loadings) {
    int sum = 0, places = 0;
    for (const auto& bin : loading.bins) sum += bin.n;
    for (const int n : loading.places) places += n;
    CHECK(sum == 300);
    CHECK(places == 300);
    CHECK(loading.bins[0].n > 150);
  }
}

TEST_CASE("Table, JSON and page name every pattern, method and loading") {
  const std::vector results{scored(method("prior", [](const inference::FeatureRow&) { return Posterior{}; }), 60)};
  const report::CalibrationSource source{2, "mirror_battery", 1, 2, 3, 4, 5, 3};
  for (const auto& text : {report::calibration_json(results, source), report::calibration_page(results, source)})
    for (const char* words : {"full battery", "prior", "corticospinal.left", "supraspinal.right"})
      CHECK(text.find(words) != std::string::npos);
  CHECK(report::calibration_table(results).find("full") != std::string::npos);
}

}  // namespace
}  // namespace trilayer::validation
