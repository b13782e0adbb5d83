// How answers hold for sessions that the bank does not have: its last rows are taken out and interpreted with the rest.
// The second table of docs/explanation/first-answers.md: held_out BANK HELD JOBS
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "trilayer/base/parallel.hpp"
#include "trilayer/inference/answer.hpp"
#include "trilayer/inference/bank.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): a program of its own
using inference::Answer;
using model::Layer;

// Sums over loadings of one layer, both directions.
struct Score {
  int zero = 0, led_at_zero = 0;    // loadings that are 0, and those of them that lead
  int small = 0, led_at_small = 0;  // above 0 and below 0.5
  int large = 0, led_at_large = 0;  // from 0.5 on
  int present = 0, covered = 0;     // above 0, and inside their 90 % interval
  double bits = 0.0;                // log score of presence beyond the prior
};

bool leads(const Answer& answer, model::LoadingName name) {
  return std::find(answer.leading.begin(), answer.leading.end(), name) != answer.leading.end();
}

void add(Score& score, const Answer& answer, const model::Loadings& truth, model::LoadingName name) {
  const auto& loading = answer.loadings[model::index_of(name)];
  const double value = truth[name];
  const bool led = leads(answer, name);
  if (value <= 0.0) {
    ++score.zero;
    score.led_at_zero += led ? 1 : 0;
    score.bits += std::log2((1.0 - loading.presence) / (1.0 - loading.prior_presence));
    return;
  }
  (value < 0.5 ? score.small : score.large) += 1;
  (value < 0.5 ? score.led_at_small : score.led_at_large) += led ? 1 : 0;
  ++score.present;
  score.covered += loading.low_90 <= value && value <= loading.high_90 ? 1 : 0;
  score.bits += std::log2(loading.presence / loading.prior_presence);
}

std::string share(int some, int all) {
  return all == 0 ? "none" : fmt::format("{:.0f} % of {}", 100.0 * some / all, all);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: held_out BANK HELD [JOBS]\n");
    return 2;
  }
  inference::Bank bank = inference::read_bank(argv[1]);
  const auto held =
      std::min<std::size_t>(bank.rows.size() / 2, static_cast<std::size_t>(std::max(1, std::atoi(argv[2]))));
  const std::vector<inference::BankRow> unseen(bank.rows.end() - static_cast<std::ptrdiff_t>(held), bank.rows.end());
  bank.rows.resize(bank.rows.size() - held);
  std::vector<Answer> answers(held);
  base::for_each_index(held, argc > 3 ? std::max(1, std::atoi(argv[3])) : 2,
                       [&](std::size_t i) { answers[i] = inference::interpret(unseen[i].features, bank); });

  fmt::print("{} sessions held out, {} to learn from\n\n", held, bank.rows.size());
  fmt::print(
      "| layer | leads at 0 | leads below 0.5 | leads from 0.5 on | 90 % interval holds what is present "
      "| presence, bits beyond the prior |\n|---|---|---|---|---|---|\n");
  for (const Layer layer : model::all_layers) {
    Score score;
    for (std::size_t i = 0; i < held; ++i)
      for (const auto direction : protocol::both_directions)
        add(score, answers[i], unseen[i].truth, {layer, direction});
    fmt::print("| {} {} | {} | {} | {} | {} | {:.2f} |\n", model::numeral(layer), model::name(layer),
               share(score.led_at_zero, score.zero), share(score.led_at_small, score.small),
               share(score.led_at_large, score.large), share(score.covered, score.present),
               score.bits / (score.zero + score.present));
  }
  int healthy = 0, any_led = 0;
  for (std::size_t i = 0; i < held; ++i) {
    if (unseen[i].truth != model::Loadings{}) continue;
    ++healthy;
    any_led += answers[i].leading.empty() ? 0 : 1;
  }
  fmt::print("\nOf people in whom nothing is present, something leads in {}\n", share(any_led, healthy));
  return 0;
}
