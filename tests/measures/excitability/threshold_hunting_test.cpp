// Hunting the threshold of a simulated observer pulse by pulse.
#include "trilayer/measures/excitability/threshold_hunting.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::measures {
namespace {

using Outcomes = std::vector<PulseOutcome>;
using Rule = std::function<double(const Outcomes&)>;

// Absolute errors in % of output after so many pulses, of observers with thresholds of 40 to 70 % and a spread of 7 %.
std::vector<double> errors_of(const Rule& rule, int pulses, int observers, const Rule& estimate) {
  std::vector<double> errors;
  for (int i = 0; i < observers; ++i) {
    base::Stream stream(815, static_cast<std::uint32_t>(i));
    const double threshold = stream.uniform(40.0, 70.0);
    Outcomes outcomes;
    for (int n = 0; n < pulses; ++n) {
      const double intensity = rule(outcomes);
      outcomes.push_back({intensity, intensity - threshold + 0.07 * threshold * stream.normal() > 0.0});
    }
    errors.push_back(std::abs(estimate(outcomes) - threshold));
  }
  return errors;
}

const Rule by_bayes = [](const Outcomes& outcomes) { return bayesian_threshold(outcomes).threshold; };

TEST_CASE("Stochastic approximation steps down after a response and up after none, ever smaller as answers change") {
  Outcomes outcomes;
  CHECK(next_samt(outcomes, 60.0) == 60.0);
  outcomes.push_back({60.0, true});
  CHECK(next_samt(outcomes) == doctest::Approx(55.8));
  outcomes.push_back({55.8, true});
  CHECK(next_samt(outcomes) == doctest::Approx(51.6));
  outcomes.push_back({51.6, false});
  CHECK(next_samt(outcomes) == doctest::Approx(51.6 + 4.2 / 2.0));
  outcomes.push_back({53.7, true});
  CHECK(next_samt(outcomes) == doctest::Approx(53.7 - 4.2 / 3.0));
}

TEST_CASE("The next pulse of ML-PEST is the likeliest threshold, of Kontsevich and Tyler near what is open") {
  Outcomes outcomes;
  for (int i = 0; i < 10; ++i) {
    outcomes.push_back({45.0, false});
    outcomes.push_back({55.0, true});
  }
  CHECK(next_ml_pest(outcomes) == ml_pest_threshold(outcomes));
  CHECK(next_ml_pest(outcomes) == doctest::Approx(50.0).epsilon(0.03));
  CHECK(next_kontsevich_tyler(outcomes) > 45.0);
  CHECK(next_kontsevich_tyler(outcomes) < 55.0);
}

TEST_CASE("Twenty-five adaptive pulses find the threshold to a median of 1.5 % of output") {
  const Rule samt = [](const Outcomes& outcomes) { return next_samt(outcomes, 55.0); };
  const auto stochastic = errors_of(samt, 25, 150, samt);
  const Rule pest = [](const Outcomes& outcomes) { return next_ml_pest(outcomes); };
  const auto likely = errors_of(pest, 25, 60, pest);
  const Rule tyler = [](const Outcomes& outcomes) { return next_kontsevich_tyler(outcomes); };
  const auto informed = errors_of(tyler, 25, 20, by_bayes);
  MESSAGE("median error after 25 pulses: stochastic approximation " << base::median(stochastic) << ", ML-PEST "
                                                                    << base::median(likely) << ", Kontsevich-Tyler "
                                                                    << base::median(informed) << " %MSO");
  CHECK(base::median(stochastic) < 1.5);
  CHECK(base::median(likely) < 1.5);
  CHECK(base::median(informed) < 1.5);
  CHECK(base::quantile(stochastic, 0.95) < 6.0);
  CHECK(base::quantile(likely, 0.95) < 6.0);
}

TEST_CASE("Seventeen pulses of ML-PEST already come within two percent of output") {
  const Rule pest = [](const Outcomes& outcomes) { return next_ml_pest(outcomes); };
  CHECK(base::median(errors_of(pest, 17, 60, pest)) < 2.0);
}

TEST_CASE("Pulses that follow the answers are adaptive, a fixed ladder is not") {
  base::Stream stream(816);
  Outcomes hunted, ladder;
  for (int n = 0; n < 20; ++n) {
    const double intensity = next_samt(hunted, 60.0);
    hunted.push_back({intensity, intensity - 50.0 + 3.5 * stream.normal() > 0.0});
    ladder.push_back({40.0 + n, n > 10});
  }
  CHECK(is_adaptive(hunted));
  CHECK_FALSE(is_adaptive(ladder));
  hunted.resize(5);
  CHECK_FALSE(is_adaptive(hunted));
}

}  // namespace
}  // namespace trilayer::measures
