#include "trilayer/inference/advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "trilayer/base/elementary.hpp"
#include "trilayer/inference/contributions.hpp"
#include "trilayer/inference/design.hpp"
#include "trilayer/inference/network/nuisances.hpp"

namespace trilayer::inference {
namespace {

constexpr double ln2 = std::numbers::ln2;
constexpr double fewest_effective = 60.0;  // sessions

// A session that might be this one.
struct Possible {
  FeatureRow features;
  model::Loadings truth;
};

double log_nuisances(const std::vector<Density>& members, const std::array<double, 2 * nuisance_count>& nuisances) {
  double most = -1e300, sum = 0.0;
  std::vector<double> logs;
  for (const Density& member : members) {
    double log = 0.0;
    for (std::size_t n = 0; n < nuisances.size(); ++n) {
      const double z = (nuisances[n] - member.nuisance_mean[n]) / member.nuisance_sd[n];
      log -= 0.5 * z * z + base::portable_log(member.nuisance_sd[n]);
    }
    logs.push_back(log);
    most = std::max(most, log);
  }
  for (const double log : logs) sum += base::portable_exp(log - most);
  return most + base::portable_log(sum);
}

// Weights that sum to 1 from their logarithms, all of them times the largest share up to 1 with which at least
// `fewest_effective` sessions count: a handful would stand for everything that might come.
std::vector<double> tempered(const std::vector<double>& logs) {
  const double most = *std::max_element(logs.begin(), logs.end());
  std::vector<double> weights(logs.size());
  for (double power = 1.0;; power *= 0.8) {
    double sum = 0.0, squares = 0.0;
    for (std::size_t k = 0; k < logs.size(); ++k) {
      weights[k] = base::portable_exp(power * (logs[k] - most));
      sum += weights[k];
      squares += weights[k] * weights[k];
    }
    for (double& weight : weights) weight /= sum;
    if (sum * sum / squares >= std::min(fewest_effective, 0.5 * static_cast<double>(logs.size()))) return weights;
  }
}

// How much likelier each session and its mirror image is after what was observed than without it.
std::vector<double> weights_of(const FeatureRow& observed, const Network& network, const Bank& bank) {
  const auto after = densities(network, observed), before = densities(network, FeatureRow(observed.size()));
  std::vector<double> logs;
  for (const BankRow& row : bank.rows) {
    auto nuisances = nuisances_of(bank_person(bank.recipe.seed, row.number, row.truth));
    for (const bool exchanged : {false, true}) {
      const auto truth = exchanged ? mirrored(row.truth) : row.truth;
      if (exchanged)
        for (std::size_t n = 0; n < nuisances.size(); n += 2) std::swap(nuisances[n], nuisances[n + 1]);
      logs.push_back(log_density(after, truth) - log_density(before, truth) + log_nuisances(after, nuisances) -
                     log_nuisances(before, nuisances));
    }
  }
  return tempered(logs);
}

// Systematic resampling.
std::vector<Possible> possible_sessions(const FeatureRow& observed, const Network& network, const Bank& bank,
                                        std::uint32_t draws) {
  const auto weights = weights_of(observed, network, bank);
  std::vector<Possible> picked;
  double below = 0.0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    below += weights[k] * draws;
    while (static_cast<double>(picked.size()) + 0.5 < below && picked.size() < draws) {
      const BankRow& row = bank.rows[k / 2];
      picked.push_back(k % 2 == 0 ? Possible{row.features, row.truth}
                                  : Possible{mirrored(row.features), mirrored(row.truth)});
    }
  }
  return picked;
}

// What was observed stays; what was not is filled with what this session would show in the protocol.
FeatureRow with_more(FeatureRow observed, const FeatureRow& session, const Pattern& adds) {
  for (std::size_t f = 0; f < observed.size(); ++f)
    if (adds[f]) observed[f] = session[f];
  return observed;
}

Pattern added_by(const protocol::Protocol& protocol, const FeatureRow& observed) {
  Pattern adds = features_of_protocol(protocol);
  for (std::size_t f = 0; f < adds.size(); ++f)
    adds[f] = adds[f] && !is_of_person(f) && !is_informative(observed[f].state);
  return adds;
}

double highest_intensity(const protocol::Protocol& protocol) {
  double highest = 0.0;
  for (const auto& block : protocol.blocks)
    for (const auto& intensity :
         {block.condition.intensity,
          block.condition.conditioning ? block.condition.conditioning->intensity : std::nullopt})
      if (intensity && intensity->reference == protocol::IntensityReference::resting_motor_threshold)
        highest = std::max(highest, intensity->percent);
  return highest;
}

std::string why_not(const Advice& advice, const protocol::Protocol& protocol, const Limits& limits) {
  if (limits.minutes && advice.minutes > *limits.minutes)
    return fmt::format("takes {:.0f} min, the limit is {:.0f}", advice.minutes, *limits.minutes);
  if (limits.pulses && advice.pulses > *limits.pulses)
    return fmt::format("has {} pulses, the limit is {}", advice.pulses, *limits.pulses);
  const double highest = highest_intensity(protocol);
  if (limits.highest_intensity && highest > *limits.highest_intensity)
    return fmt::format("needs {:.0f} %RMT, the stimulator reaches {:.0f}", highest, *limits.highest_intensity);
  return "";
}

double presence_bits(const std::array<double, 6>& presence, const model::Loadings& truth, std::size_t i) {
  const double p = std::clamp(truth.values[i] > 0.0 ? presence[i] : 1.0 - presence[i], 1e-6, 1.0);
  return base::portable_log(p) / ln2;
}

void weigh(Advice& advice, const FeatureRow& observed, const Network& network, const std::vector<Possible>& possible,
           const Pattern& adds) {
  const auto before = densities(network, observed);
  const auto presence_before = presences(before);
  const auto count = static_cast<double>(possible.size());
  double squares = 0.0;
  for (const Possible& session : possible) {
    const auto after = densities(network, with_more(observed, session.features, adds));
    const double gained = (log_density(after, session.truth) - log_density(before, session.truth)) / ln2;
    const auto presence = presences(after);
    advice.bits += gained / count;
    squares += gained * gained / count;
    for (std::size_t i = 0; i < 6; ++i)
      advice.presence_bits[i] +=
          (presence_bits(presence, session.truth, i) - presence_bits(presence_before, session.truth, i)) / count;
  }
  advice.error = std::sqrt(std::max(0.0, squares - advice.bits * advice.bits) / std::max(1.0, count - 1.0));
}

}  // namespace

std::vector<Advice> advise(const FeatureRow& observed, const Network& network, const Bank& bank,
                           const std::vector<protocol::Protocol>& protocols, const Limits& limits,
                           std::uint32_t draws) {
  const auto possible = possible_sessions(observed, network, bank, draws);
  std::vector<Advice> all;
  for (const protocol::Protocol& protocol : protocols) {
    const Pattern adds = added_by(protocol, observed);
    const auto effort = protocol::effort(protocol);
    Advice advice;
    advice.protocol = protocol.name;
    advice.title = protocol.title;
    advice.features = static_cast<std::size_t>(std::count(adds.begin(), adds.end(), true));
    if (advice.features == 0) continue;
    advice.minutes = protocol::session_time(protocol).value() / 60.0;
    advice.pulses = effort.pulses;
    advice.left_out = why_not(advice, protocol, limits);
    if (advice.left_out.empty()) weigh(advice, observed, network, possible, adds);
    all.push_back(std::move(advice));
  }
  std::stable_sort(all.begin(), all.end(), [](const Advice& a, const Advice& b) {
    return a.left_out.empty() != b.left_out.empty() ? a.left_out.empty() : a.bits > b.bits;
  });
  return all;
}

}  // namespace trilayer::inference
