#include "trilayer/training/train.hpp"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/inference/design.hpp"
#include "trilayer/inference/network/masks.hpp"
#include "trilayer/inference/network/nuisances.hpp"
#include "trilayer/training/density_torch.hpp"

namespace trilayer::training {

using inference::Bank;
using inference::BankRow;
using inference::Network;
using torch::Tensor;

namespace {

constexpr std::uint32_t watched_remainder = 7, watched_of = 10;  // sessions held back to watch
constexpr std::size_t smallest_bank = 200;
constexpr double ln2 = std::numbers::ln2;

enum Purpose : std::uint32_t { of_initial = 1, of_order, of_view };

// A session as one step sees it.
struct View {
  const BankRow* session = nullptr;
  const std::array<double, 12>* nuisances = nullptr;
  bool mirrored = false;
  inference::FeatureRow row;  // as it is seen: mirrored, blurred, masked
};

struct Batch {
  Tensor as_is, mirrored;
  Truth truth;
};

struct Session {
  const BankRow* row = nullptr;
  std::array<double, 12> nuisances{};
};

std::array<double, 12> exchanged(const std::array<double, 12>& nuisances) {
  std::array<double, 12> other{};
  for (std::size_t n = 0; n < 12; ++n) other[n] = nuisances[n ^ 1U];
  return other;
}

Batch batch_of(const std::vector<View>& views, const Network& network, torch::Dtype type) {
  const auto count = static_cast<std::int64_t>(views.size()), inputs = static_cast<std::int64_t>(network.shape.inputs);
  const auto table = [&](std::int64_t columns) { return torch::zeros({count, columns}, torch::kDouble); };
  Batch batch{table(inputs), table(inputs), {table(6), table(6), torch::zeros({count}, torch::kLong), table(12)}};
  const inference::Prior prior;
  for (std::int64_t s = 0; s < count; ++s) {
    const View& view = views[static_cast<std::size_t>(s)];
    const auto row_at = [&](const Tensor& t, std::int64_t columns) {
      return std::span<double>(t.data_ptr<double>() + s * columns, static_cast<std::size_t>(columns));
    };
    inference::encode_inputs(view.row, network.scales, false, row_at(batch.as_is, inputs));
    inference::encode_inputs(view.row, network.scales, true, row_at(batch.mirrored, inputs));
    const auto loadings = view.mirrored ? inference::mirrored(view.session->truth) : view.session->truth;
    const auto present = row_at(batch.truth.present, 6), probits = row_at(batch.truth.probits, 6);
    for (std::size_t i = 0; i < 6; ++i) {
      if (loadings.values[i] <= 0.0) continue;
      present[i] = 1.0;
      probits[i] = inference::probit_of(loadings.values[i], prior);
    }
    batch.truth.pattern.data_ptr<std::int64_t>()[s] = static_cast<std::int64_t>(inference::pattern_of(loadings));
    const auto nuisances = view.mirrored ? exchanged(*view.nuisances) : *view.nuisances;
    std::copy(nuisances.begin(), nuisances.end(), row_at(batch.truth.nuisances, 12).begin());
  }
  for (Tensor* t : {&batch.as_is, &batch.mirrored, &batch.truth.present, &batch.truth.probits, &batch.truth.nuisances})
    *t = t->to(type);
  return batch;
}

View view_of(const Session& session, const Network& network, base::Stream& stream) {
  View view{session.row, &session.nuisances, stream.uniform() < 0.5, {}};
  view.row = view.mirrored ? inference::mirrored(session.row->features) : session.row->features;
  view.row = inference::blurred(std::move(view.row), network.scales, stream);
  view.row = inference::seen_through(std::move(view.row), inference::draw_mask(stream));
  return view;
}

// Log density under the prior, the supraspinal sizes taken as independent: for bits beyond it.
double prior_log_density(const model::Loadings& loadings) {
  const inference::Prior prior;
  double sum = std::log(inference::pattern_prior(prior)[inference::pattern_of(loadings)]);
  for (const double loading : loadings.values) {
    if (loading <= 0.0) continue;
    const double z = inference::probit_of(loading, prior);
    sum -= 0.5 * z * z + 0.91893853320467274178;
  }
  return sum;
}

double mean_prior(const std::vector<View>& views) {
  double sum = 0.0;
  for (const View& view : views) sum += prior_log_density(view.session->truth);
  return sum / static_cast<double>(views.size());
}

Tensor initial_weights(const inference::NetworkShape& shape, std::uint64_t seed) {
  Tensor weights = torch::zeros({static_cast<std::int64_t>(shape.parameters())}, torch::kFloat);
  float* next = weights.data_ptr<float>();
  base::Stream stream(seed, of_initial);
  const auto matrix = [&](std::size_t rows, std::size_t columns, double sd) {
    for (std::size_t i = 0; i < rows * columns; ++i) *next++ = static_cast<float>(sd * stream.normal());
  };
  matrix(shape.width, shape.inputs, 0.05);
  next += shape.width;
  for (std::size_t block = 0; block < shape.blocks; ++block) {
    next += 2 * shape.width;
    matrix(shape.width, shape.width, 1.0 / std::sqrt(static_cast<double>(shape.width)));
    next += shape.width;
  }
  next += 2 * shape.width;
  matrix(shape.outputs.size(), shape.width, 0.01);
  return weights;
}

class Member {
 public:
  Member(const std::vector<Session>& learn, const std::vector<Session>& watch, const Network& network,
         const TrainOptions& options, std::size_t member)
      : learn_(learn),
        network_(network),
        options_(options),
        seed_(options.seed * 1000 + member),
        weights_(initial_weights(network.shape, seed_).requires_grad_()),
        adam_({weights_}, torch::optim::AdamWOptions(options.learning_rate).weight_decay(options.weight_decay)) {
    for (std::size_t s = 0; s < watch.size(); ++s) {
      base::Stream stream(options.seed, of_view, static_cast<std::uint32_t>(s), 0xffffffffU);
      watched_.push_back(view_of(watch[s], network_, stream));
    }
    watched_prior_ = mean_prior(watched_);
    watched_batch_ = batch_of(watched_, network_, torch::kFloat);
  }

  void epoch(int epoch, Epoch& told) {
    std::vector<std::size_t> order(learn_.size());
    base::Stream stream(seed_, of_order, static_cast<std::uint32_t>(epoch));
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t i = order.size(); i > 1; --i)
      std::swap(order[i - 1], order[stream.below(static_cast<std::uint32_t>(i))]);
    double sum = 0.0, of_prior = 0.0;
    std::size_t seen = 0;
    const auto batch = static_cast<std::size_t>(options_.batch);
    for (std::size_t first = 0; first < order.size(); first += batch) {
      std::vector<View> views;
      for (std::size_t i = first; i < std::min(first + batch, order.size()); ++i) {
        base::Stream view(seed_, of_view, static_cast<std::uint32_t>(order[i]), static_cast<std::uint32_t>(epoch));
        views.push_back(view_of(learn_[order[i]], network_, view));
      }
      const double progress =
          (epoch + static_cast<double>(first) / static_cast<double>(order.size())) / options_.epochs;
      sum += step(batch_of(views, network_, torch::kFloat), progress) * static_cast<double>(views.size());
      of_prior += mean_prior(views) * static_cast<double>(views.size());
      seen += views.size();
    }
    told.training_bits = (sum - of_prior) / static_cast<double>(seen) / ln2;
    torch::NoGradGuard no_gradient;
    told.validation_bits = (log_density_of(watched_batch_, 0.0).mean().item<double>() - watched_prior_) / ln2;
  }

  [[nodiscard]] std::vector<float> weights() const {
    const Tensor flat = weights_.detach().contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
  }

 private:
  Tensor log_density_of(const Batch& batch, double dropout, Tensor* nuisances = nullptr) const {
    const Tensor right = outputs_of(weights_, network_.shape, batch.as_is, dropout);
    const Tensor left = outputs_of(weights_, network_.shape, batch.mirrored, dropout);
    if (nuisances != nullptr) *nuisances = nuisance_log_density(right, left, batch.truth);
    return log_density(right, left, batch.truth, network_.shape.outputs);
  }

  double step(const Batch& batch, double progress) {
    const double warm = std::min(1.0, progress / 0.05);
    const double rate = options_.learning_rate * warm * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
    static_cast<torch::optim::AdamWOptions&>(adam_.param_groups()[0].options()).lr(std::max(1e-6, rate));
    adam_.zero_grad();
    Tensor nuisances;
    const Tensor found = log_density_of(batch, options_.dropout, &nuisances).mean();
    (-(found + options_.nuisance_weight * nuisances.mean())).backward();
    torch::nn::utils::clip_grad_norm_({weights_}, 5.0);
    adam_.step();
    return found.item<double>();
  }

  const std::vector<Session>& learn_;
  const Network& network_;
  const TrainOptions& options_;
  std::uint64_t seed_;
  Tensor weights_;
  torch::optim::AdamW adam_;
  std::vector<View> watched_;
  double watched_prior_ = 0.0;
  Batch watched_batch_;
};

std::vector<Session> sessions_of(const Bank& bank, bool watched) {
  std::vector<Session> sessions;
  for (const BankRow& row : bank.rows)
    if ((row.number % watched_of == watched_remainder) == watched)
      sessions.push_back(
          {&row, inference::nuisances_of(inference::bank_person(bank.recipe.seed, row.number, row.truth))});
  return sessions;
}

}  // namespace

Network train(const Bank& bank, const TrainOptions& options, const std::function<void(const Epoch&)>& progress) {
  if (bank.rows.size() < smallest_bank)
    throw base::Refusal("the bank is too small to learn from", "bank", "take a bank of 200 sessions at the very least");
  torch::set_num_threads(options.jobs);
  torch::manual_seed(static_cast<std::int64_t>(options.seed));
  Network network;
  network.recipe = bank.recipe;
  network.bank = inference::hash_of(bank);
  network.sessions = static_cast<std::uint32_t>(bank.rows.size());
  network.seed = options.seed;
  network.shape.inputs = inference::input_count();
  network.shape.width = options.width;
  network.shape.blocks = options.blocks;
  network.shape.outputs.components = options.components;
  network.scales = inference::scales_of(bank);
  const auto learn = sessions_of(bank, false), watch = sessions_of(bank, true);
  for (std::size_t m = 0; m < options.members; ++m) {
    Member member(learn, watch, network, options, m);
    for (int e = 0; e < options.epochs; ++e) {
      Epoch told{m, e + 1, options.epochs};
      member.epoch(e, told);
      progress(told);
    }
    network.members.push_back(member.weights());
  }
  return network;
}

std::vector<double> log_densities(const Network& network, const Bank& bank) {
  torch::NoGradGuard no_gradient;
  std::vector<View> views;
  const std::array<double, 12> none{};
  for (const BankRow& row : bank.rows) views.push_back({&row, &none, false, row.features});
  const Batch batch = batch_of(views, network, torch::kDouble);
  std::vector<Tensor> of_members;
  for (const auto& member : network.members) {
    const Tensor weights = torch::tensor(std::vector<double>(member.begin(), member.end()), torch::kDouble);
    of_members.push_back(log_density(outputs_of(weights, network.shape, batch.as_is, 0.0),
                                     outputs_of(weights, network.shape, batch.mirrored, 0.0), batch.truth,
                                     network.shape.outputs));
  }
  const Tensor all =
      torch::logsumexp(torch::stack(of_members, 1), 1) - std::log(static_cast<double>(network.members.size()));
  return {all.data_ptr<double>(), all.data_ptr<double>() + all.numel()};
}

}  // namespace trilayer::training
