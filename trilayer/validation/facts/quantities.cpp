#include "trilayer/validation/facts/quantities.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/validation/facts/study.hpp"

namespace trilayer::validation {
namespace {

using literature::Target;

enum class Kind { mean, sd, skewness, share };

struct Row {
  std::string_view check, id;
  Kind kind;
  std::string_view reading;
  std::string_view minus = "";  // another reading of the same person
};

constexpr Row rows[]{
    {"T01", "tct_mean_ms", Kind::mean, "tct"},
    {"T01", "tct_sd_ms", Kind::sd, "tct"},
    {"T01", "tct_people_share", Kind::share, "tct"},
    {"T02", "isp_duration_mean_ms", Kind::mean, "isp_duration"},
    {"T02", "isp_duration_sd_ms", Kind::sd, "isp_duration"},
    {"T02", "isp_duration_people_share", Kind::share, "isp_duration"},
    {"T03", "isp_present_share", Kind::mean, "isp_present"},
    {"T04", "isp_onset_mean_ms", Kind::mean, "isp_onset"},
    {"T10", "ihi_10_ratio_mean", Kind::mean, "ihi_10"},
    {"T10", "ihi_10_ratio_sd", Kind::sd, "ihi_10"},
    {"T10", "ihi_10_ratio_people_share", Kind::share, "ihi_10"},
    {"T11", "ihi_40_ratio_mean", Kind::mean, "ihi_40"},
    {"T20", "sici_ratio_mean", Kind::mean, "sici"},
    {"T20", "sici_ratio_sd", Kind::sd, "sici"},
    {"T20", "sici_ratio_people_share", Kind::share, "sici"},
    {"T20", "sici_ratio_skewness", Kind::skewness, "sici"},
    {"T20", "sici_facilitated_share", Kind::share, "sici"},
    {"T21", "icf_ratio_mean", Kind::mean, "icf"},
    {"T21", "icf_ratio_sd", Kind::sd, "icf"},
    {"T21", "icf_people_below_one_share", Kind::share, "icf"},
    {"T30", "csp_duration_mean_ms", Kind::mean, "csp"},
    {"T30", "csp_duration_sd_ms", Kind::sd, "csp"},
    {"T30", "csp_duration_people_share", Kind::share, "csp"},
    {"T31", "csp_from_cmep_end_mean_ms", Kind::mean, "csp_from_end"},
    {"T31", "csp_from_cmep_onset_minus_end_ms", Kind::mean, "csp", "csp_from_end"},
    {"T90", "cmep_latency_active_mean_ms", Kind::mean, "latency_active"},
    {"T90", "cmep_latency_active_sd_ms", Kind::sd, "latency_active"},
    {"T91", "cmep_latency_rest_minus_active_mean_ms", Kind::mean, "latency_140", "latency_active"},
    {"S01", "cmep_latency_rest_mean_ms", Kind::mean, "latency_120"},
    {"S02", "cmep_latency_140_minus_120_mean_ms", Kind::mean, "latency_140", "latency_120"},
};

std::vector<double> values_of(const Row& row, const std::vector<const Readings*>& people) {
  std::vector<double> values;
  const auto at = place_of(row.reading);
  for (const Readings* person : people) {
    const auto value = (*person)[at];
    const auto other = row.minus.empty() ? std::optional(0.0) : (*person)[place_of(row.minus)];
    if (value && other) values.push_back(*value - *other);
  }
  return values;
}

std::optional<double> statistic_of(Kind kind, const Target& target, const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  if (values.empty() || (kind == Kind::sd && n < 2) || (kind == Kind::skewness && n < 3)) return std::nullopt;
  double mean = 0.0, second = 0.0, third = 0.0, within = 0.0;
  for (const double v : values) mean += v / n;
  for (const double v : values) {
    second += (v - mean) * (v - mean);
    third += (v - mean) * (v - mean) * (v - mean);
    if ((!target.people_low || v >= *target.people_low) && (!target.people_high || v <= *target.people_high))
      within += 1.0 / n;
  }
  if (kind == Kind::mean) return mean;
  if (kind == Kind::share) return within;
  if (kind == Kind::sd) return std::sqrt(second / (n - 1.0));
  if (!(second > 0.0)) return std::nullopt;
  return third / n / std::pow(second / n, 1.5);
}

const Row* row_of(const literature::Check& check, const Target& target) {
  const auto at = std::find_if(std::begin(rows), std::end(rows),
                               [&](const Row& row) { return row.check == check.id && row.id == target.quantity; });
  return at == std::end(rows) ? nullptr : at;
}

void compute(const Row& row, const std::vector<Readings>& adults, std::uint64_t seed, FactResult& result) {
  const Target& target = *result.target;
  const Statistic statistic = [&](const std::vector<const Readings*>& people) {
    return statistic_of(row.kind, target, values_of(row, people));
  };
  std::vector<const Readings*> all;
  for (const Readings& person : adults) all.push_back(&person);
  result.people = static_cast<int>(values_of(row, all).size());
  result.simulated = statistic(all);
  if (!result.simulated) {
    result.reason = "not computed: too few people gave a value";
    return;
  }
  result.error = bootstrap_error(adults, statistic, seed);
  result.verdict = verdict_on(target, *result.simulated);
}

}  // namespace

const std::vector<Quantity>& computed_quantities() {
  static const std::vector<Quantity> all = [] {
    std::vector<Quantity> list;
    for (const Row& row : rows) list.push_back({row.check, row.id});
    return list;
  }();
  return all;
}

bool needs_study(const std::vector<const literature::Check*>& checks) {
  for (const auto* check : checks)
    for (const Target& target : check->targets)
      if (check->in_scope && row_of(*check, target)) return true;
  return false;
}

std::vector<FactResult> judge_facts(const std::vector<const literature::Check*>& checks,
                                    const std::vector<Readings>& adults, std::uint64_t seed) {
  std::vector<FactResult> results;
  for (const auto* check : checks)
    for (const Target& target : check->targets) {
      FactResult result;
      result.check = check;
      result.target = &target;
      result.group = target.group.empty() ? check->group : target.group;
      const Row* row = row_of(*check, target);
      if (!check->in_scope)
        result.reason = "out of scope: " + check->reason;
      else if (!row)
        result.reason = "not computed: no study simulates this yet";
      else
        compute(*row, adults, seed, result);
      results.push_back(result);
    }
  return results;
}

}  // namespace trilayer::validation
