#include "trilayer/validation/calibration/calibration.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "trilayer/base/parallel.hpp"

namespace trilayer::validation {
namespace {

constexpr std::array<double, 4> bin_ends{0.0, 0.3, 0.6, 1.0};

bool is_in(const Bin& bin, double truth) { return bin.to == 0.0 ? truth == 0.0 : truth > bin.from && truth <= bin.to; }

Bin summed(Bin bin, const std::vector<SessionScore>& scores, std::size_t i, bool all) {
  double crps = 0.0, crps_prior = 0.0;
  for (const SessionScore& s : scores) {
    if (!all && !is_in(bin, s.truth.values[i])) continue;
    ++bin.n;
    bin.coverage_90 += s.place[i] >= 0.05 && s.place[i] <= 0.95 ? 1.0 : 0.0;
    bin.interval_holds += s.holds[i] ? 1.0 : 0.0;
    bin.log_skill += s.log_bits[i];
    crps += s.crps[i];
    crps_prior += s.crps_prior[i];
  }
  if (bin.n == 0) return bin;
  for (double* share : {&bin.coverage_90, &bin.interval_holds, &bin.log_skill}) *share /= bin.n;
  bin.crps_skill = crps_prior > 0.0 ? 1.0 - crps / crps_prior : 0.0;
  return bin;
}

double share_of(const std::vector<SessionScore>& scores, const std::function<bool(const SessionScore&)>& of,
                const std::function<bool(const SessionScore&)>& has) {
  int all = 0, some = 0;
  for (const SessionScore& s : scores) {
    if (!of(s)) continue;
    ++all;
    some += has(s) ? 1 : 0;
  }
  return all > 0 ? static_cast<double>(some) / all : 0.0;
}

// Of all pairs of one with and one without, in how many the one with has the larger number; equal ones count half.
double area_under_curve(const std::vector<double>& without, const std::vector<double>& with) {
  if (without.empty() || with.empty()) return 0.5;
  double won = 0.0;
  for (const double a : with)
    for (const double b : without) won += a > b ? 1.0 : a == b ? 0.5 : 0.0;
  return won / static_cast<double>(without.size() * with.size());
}

double auc_of(const std::vector<SessionScore>& scores, std::size_t i) {
  std::vector<double> without, with;
  for (const SessionScore& s : scores) {
    if (s.truth.values[i] == 0.0) without.push_back(s.presence[i]);
    if (s.truth.values[i] >= 0.4 && s.truth.values[i] <= 0.6) with.push_back(s.presence[i]);
  }
  return area_under_curve(without, with);
}

// Largest distance of the places from uniform, and how probable one as large is (Kolmogorov's limit with the
// correction of Stephens 1970).
double uniformity(std::vector<double> places) {
  if (places.empty()) return 1.0;
  std::sort(places.begin(), places.end());
  const auto n = static_cast<double>(places.size());
  double most = 0.0;
  for (std::size_t k = 0; k < places.size(); ++k)
    most = std::max({most, places[k] - static_cast<double>(k) / n, static_cast<double>(k + 1) / n - places[k]});
  const double x = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * most;
  if (x < 0.2) return 1.0;
  double p = 0.0;
  for (int j = 1; j < 101; ++j) p += (j % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * j * j * x * x);
  return std::clamp(p, 0.0, 1.0);
}

double correlation(const std::vector<SessionScore>& scores, std::size_t i) {
  double mx = 0.0, my = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
  const auto n = static_cast<double>(scores.size());
  for (const SessionScore& s : scores) {
    mx += s.mean[i] / n;
    my += s.truth.values[i] / n;
  }
  for (const SessionScore& s : scores) {
    const double x = s.mean[i] - mx, y = s.truth.values[i] - my;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  return xx > 0.0 && yy > 0.0 ? xy / std::sqrt(xx * yy) : 0.0;
}

double standard_error(const std::vector<SessionScore>& scores, const std::function<double(const SessionScore&)>& of) {
  const auto n = static_cast<double>(scores.size());
  double mean = 0.0, squares = 0.0;
  for (const SessionScore& s : scores) mean += of(s) / n;
  for (const SessionScore& s : scores) squares += (of(s) - mean) * (of(s) - mean);
  return n > 1.0 ? std::sqrt(squares / (n - 1.0) / n) : 0.0;
}

LoadingCalibration loading_calibration(const std::vector<SessionScore>& scores, std::size_t i) {
  LoadingCalibration result;
  result.name = model::name(model::all_loadings[i]);
  for (std::size_t b = 0; b < bin_ends.size(); ++b)
    result.bins[b] = summed({b == 0 ? 0.0 : bin_ends[b - 1], bin_ends[b]}, scores, i, false);
  result.overall = summed({0.0, 1.0}, scores, i, true);
  std::vector<double> places;
  for (const SessionScore& s : scores) {
    places.push_back(s.place[i]);
    ++result.places[static_cast<std::size_t>(std::clamp(s.place[i] * 20.0, 0.0, 19.5))];
  }
  result.uniformity_p = uniformity(std::move(places));
  const auto led = [i](const SessionScore& s) { return s.leads[i]; };
  result.false_positive_at_zero = share_of(
      scores, [i](const SessionScore& s) { return s.truth.values[i] == 0.0; }, led);
  result.leads_from_half = share_of(
      scores, [i](const SessionScore& s) { return s.truth.values[i] >= 0.5; }, led);
  result.auc_0_vs_half = auc_of(scores, i);
  result.recovery = correlation(scores, i);
  result.informed = share_of(
      scores, [](const SessionScore&) { return true; }, [i](const SessionScore& s) { return !s.not_informed[i]; });
  result.log_skill_error = standard_error(scores, [i](const SessionScore& s) { return s.log_bits[i]; });
  return result;
}

double tarp_deviation(const std::vector<SessionScore>& scores) {
  std::vector<double> shares;
  for (const SessionScore& s : scores) shares.push_back(s.tarp);
  std::sort(shares.begin(), shares.end());
  double most = 0.0;
  for (std::size_t k = 0; k < shares.size(); ++k)
    most = std::max(most, std::abs(shares[k] - (static_cast<double>(k) + 0.5) / static_cast<double>(shares.size())));
  return most;
}

}  // namespace

PatternCalibration summary(const inference::NamedPattern& pattern, const std::string& method,
                           const std::vector<SessionScore>& scores) {
  PatternCalibration result{pattern.name, pattern.title, method, static_cast<int>(scores.size()), {}};
  for (std::size_t i = 0; i < 6; ++i) result.loadings[i] = loading_calibration(scores, i);
  for (const SessionScore& s : scores) {
    result.joint_bits += s.joint_bits / static_cast<double>(scores.size());
    result.two_three_correlation += s.two_three_correlation / static_cast<double>(scores.size());
  }
  result.joint_bits_error = standard_error(scores, [](const SessionScore& s) { return s.joint_bits; });
  result.tarp_deviation = tarp_deviation(scores);
  result.nothing_but_leads = share_of(
      scores, [](const SessionScore& s) { return s.truth == model::Loadings{}; },
      [](const SessionScore& s) { return std::find(s.leads.begin(), s.leads.end(), true) != s.leads.end(); });
  return result;
}

std::vector<PatternCalibration> calibrate(const inference::Bank& held_out,
                                          const std::vector<inference::Method>& methods,
                                          const std::vector<inference::NamedPattern>& patterns, int jobs,
                                          const std::function<void(std::size_t, std::size_t)>& progress) {
  const std::size_t all = held_out.rows.size() * methods.size() * patterns.size();
  std::size_t done = 0;
  std::mutex telling;
  std::vector<PatternCalibration> results;
  for (const auto& pattern : patterns)
    for (const inference::Method& method : methods) {
      std::vector<SessionScore> scores(held_out.rows.size());
      base::for_each_index(scores.size(), jobs, [&](std::size_t s) {
        scores[s] = score(held_out.rows[s], pattern.has, method);
        const std::scoped_lock lock(telling);
        if (progress) progress(++done, all);
      });
      results.push_back(summary(pattern, method.name, scores));
    }
  return results;
}

}  // namespace trilayer::validation
