#include "trilayer/inference/abc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "trilayer/base/elementary.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/inference/posterior.hpp"
#include "trilayer/inference/prior.hpp"
#include "trilayer/inference/regression.hpp"

namespace trilayer::inference {

using model::Loadings;

namespace {

constexpr std::size_t loading_count = model::all_loadings.size();
constexpr std::size_t smallest_bank = 200;  // sessions
constexpr std::uint32_t folds = 5;
constexpr std::array ridge_penalties{0.001, 0.01, 0.1};
constexpr double accepted_share = 0.2;
constexpr std::size_t fewest_accepted = 400;  // rows
constexpr double local_penalty = 0.1;  // coefficients of about 10 on summaries that are probabilities or loadings
constexpr double rarest = 0.05;        // presence a row is taken to have had at the least, so that none rules
constexpr int rakings = 50;
constexpr double fewest_present = 10.0;  // effective rows with a loading, to move its sizes
constexpr double size_edge = 0.005;      // of the unit interval, so that the logit stays finite

// Every session and its mirror image, fold by fold. `starts` receives where each fold starts, and the end.
std::vector<Seen> rows_of(const Bank& bank, std::vector<std::size_t>& starts) {
  std::vector<const BankRow*> sessions;
  for (const BankRow& row : bank.rows) sessions.push_back(&row);
  std::sort(sessions.begin(), sessions.end(), [](const BankRow* a, const BankRow* b) {
    return std::pair(a->number % folds, a->number) < std::pair(b->number % folds, b->number);
  });
  std::vector<Seen> rows;
  std::uint32_t fold = folds;
  for (const BankRow* session : sessions) {
    if (session->number % folds != fold) starts.push_back(rows.size());
    fold = session->number % folds;
    rows.push_back({session, false});
    rows.push_back({session, true});
  }
  starts.push_back(rows.size());
  return rows;
}

Loadings truth_of(const Seen& row) { return row.mirrored ? mirrored(row.session->truth) : row.session->truth; }

// Presence of the six loadings, then the loadings.
Matrix targets_of(const std::vector<Seen>& rows) {
  Matrix targets{rows.size(), 2 * loading_count, std::vector<double>(rows.size() * 2 * loading_count)};
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const Loadings truth = truth_of(rows[r]);
    for (std::size_t i = 0; i < loading_count; ++i) {
      targets.column(i)[r] = truth.values[i] > 0.0 ? 1.0 : 0.0;
      targets.column(loading_count + i)[r] = truth.values[i];
    }
  }
  return targets;
}

// Sessions near the observation: what they were, how far their summaries lie from the observation's, and their weight.
struct Neighbours {
  std::vector<Loadings> truth;
  Matrix offset;
  std::vector<double> weights;
};

// The nearest in the plain distance of the summaries: these are probabilities and loadings as predicted, so that a
// summary the data say nothing about hardly varies and hardly counts.
Neighbours neighbours_of(const std::vector<Seen>& rows, const Predictions& summaries) {
  const std::size_t count = rows.size(), columns = summaries.of_new.size();
  std::vector<double> distance(count, 0.0);
  for (std::size_t c = 0; c < columns; ++c) {
    const auto column = summaries.of_rows.column(c);
    for (std::size_t r = 0; r < count; ++r) {
      const double apart = column[r] - summaries.of_new[c];
      distance[r] += apart * apart;
    }
  }
  const auto wanted = static_cast<std::size_t>(accepted_share * static_cast<double>(count));
  const std::size_t accepted = std::min(std::max(wanted, fewest_accepted), count - 1);
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto edge = order.begin() + static_cast<std::ptrdiff_t>(accepted);
  std::nth_element(order.begin(), edge, order.end(),
                   [&](std::size_t a, std::size_t b) { return std::pair(distance[a], a) < std::pair(distance[b], b); });
  const double radius = distance[*edge];
  std::sort(order.begin(), edge);

  Neighbours near;
  near.offset = {accepted, columns, std::vector<double>(accepted * columns)};
  for (std::size_t k = 0; k < accepted; ++k) {
    const std::size_t r = order[k];
    near.truth.push_back(truth_of(rows[r]));
    near.weights.push_back(radius > 0.0 ? 1.0 - distance[r] / radius : 1.0);  // Epanechnikov
    for (std::size_t c = 0; c < columns; ++c)
      near.offset.column(c)[k] = summaries.of_rows.at(r, c) - summaries.of_new[c];
  }
  return near;
}

std::vector<double> presence_of(const Neighbours& near, std::size_t loading) {
  std::vector<double> present;
  for (const Loadings& truth : near.truth) present.push_back(truth.values[loading] > 0.0 ? 1.0 : 0.0);
  return present;
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

// Weights so that the share with each loading is `wanted`: by turns for each loading, until all hold.
void rake(std::vector<double>& weights, const std::vector<std::vector<double>>& present,
          const std::array<double, loading_count>& wanted) {
  for (int turn = 0; turn < rakings; ++turn)
    for (std::size_t i = 0; i < loading_count; ++i) {
      const double with = std::inner_product(weights.begin(), weights.end(), present[i].begin(), 0.0);
      const double without = sum(weights) - with;
      if (with <= 0.0 || without <= 0.0) continue;
      for (std::size_t k = 0; k < weights.size(); ++k)
        weights[k] *= present[i][k] > 0.0 ? wanted[i] / with : (1.0 - wanted[i]) / without;
    }
}

// Local logistic regression of each presence on the summaries, as weights: each session counts by how much likelier
// what it was is at the observation than where the session itself stands. What layers do together stays as it was.
std::vector<double> adjusted_weights(const Neighbours& near) {
  std::vector<double> weights = near.weights;
  std::vector<std::vector<double>> present;
  std::array<double, loading_count> at_observation{};
  for (std::size_t i = 0; i < loading_count; ++i) {
    present.push_back(presence_of(near, i));
    const auto fit = weighted_logistic(near.offset, present[i], near.weights, local_penalty);
    at_observation[i] = logistic(fit[0]);
    for (std::size_t k = 0; k < weights.size(); ++k) {
      const double here = std::clamp(logistic(predict(fit, near.offset, k)), rarest, 1.0 - rarest);
      weights[k] *= present[i][k] > 0.0 ? at_observation[i] / here : (1.0 - at_observation[i]) / (1.0 - here);
    }
  }
  const double all = sum(weights);
  for (double& weight : weights) weight /= all;
  rake(weights, present, at_observation);
  return weights;
}

// Local-linear regression of one loading's size, where present, on the summaries: each size moves by what the
// regression expects between the session's summaries and the observation's. On the logit of its place between the
// smallest and the largest that the prior allows, so that it stays one of them.
void move_sizes(Posterior& posterior, const Neighbours& near, std::size_t loading) {
  const double smallest = Prior{}.smallest;
  const std::size_t count = posterior.draws.size();
  std::vector<double> size(count), weights(count);
  double total = 0.0, squares = 0.0;
  for (std::size_t k = 0; k < count; ++k) {
    const double truth = near.truth[k].values[loading];
    if (truth <= 0.0) continue;
    size[k] = logit(std::clamp((truth - smallest) / (1.0 - smallest), size_edge, 1.0 - size_edge));
    weights[k] = posterior.weights[k] * static_cast<double>(count);
    total += weights[k];
    squares += weights[k] * weights[k];
  }
  if (total * total < fewest_present * squares) return;
  const auto [coefficients, stretch] = weighted_linear(near.offset, size, weights, local_penalty);
  for (std::size_t k = 0; k < count; ++k) {
    double& drawn = posterior.draws[k].values[loading];
    if (drawn <= 0.0) continue;
    const double place = logistic(coefficients[0] + stretch * (size[k] - predict(coefficients, near.offset, k)));
    drawn = smallest + (1.0 - smallest) * place;
  }
}

Posterior posterior_in_order(const FeatureRow& observed, const Bank& bank) {
  std::vector<std::size_t> starts;
  const std::vector<Seen> rows = rows_of(bank, starts);
  Design design = design_of(observed, rows);
  Posterior result;
  result.used = std::move(design.used);
  result.unlike = std::move(design.unlike);
  if (result.used.empty()) return result;
  const Predictions summaries = ridge(design.columns, targets_of(rows), design.observed, starts, ridge_penalties);
  const Neighbours near = neighbours_of(rows, summaries);
  result.draws = near.truth;
  result.weights = adjusted_weights(near);
  for (std::size_t i = 0; i < loading_count; ++i) move_sizes(result, near, i);
  return result;
}

}  // namespace

Posterior posterior(const FeatureRow& observed, const Bank& bank) {
  if (bank.rows.size() < smallest_bank)
    throw base::Refusal(fmt::format("a bank of {} sessions is too small to learn from", bank.rows.size()), "bank",
                        fmt::format("take a bank of at least {} sessions", smallest_bank));
  for (const BankRow& row : bank.rows)
    base::require(row.features.size() == observed.size(), "bank and observation have other features");
  return in_one_order(observed, [&](const FeatureRow& row) { return posterior_in_order(row, bank); });
}

}  // namespace trilayer::inference
