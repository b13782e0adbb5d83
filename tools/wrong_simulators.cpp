// What answers are worth where the world is not the simulator's: the same people through wrong simulators and wrong
// recordings. wrong_simulators PEOPLE SEED JOBS prints the table of docs/explanation/network.md.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "trilayer/base/parallel.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/inference/answer.hpp"
#include "trilayer/inference/prior.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): a program of its own
using model::Participant;
using recording::Session;

struct World {
  std::string name;
  std::function<void(Participant&)> person;  ///< what is wrong with the person, or nothing
  std::function<void(Session&)> session;     ///< what is wrong with the recording, or nothing
};

World rival(model::LayerThree generator) {
  return {"layer III: " + std::string(model::name(generator)),
          [generator](Participant& p) { p.generator = generator; },
          {}};
}

// Sides exchanged in the left and right channels' names, pulses as they were.
void swap_channels(Session& session) {
  for (auto& recording : session.recordings)
    for (auto& channel : recording.channels)
      if (channel.side) channel.side = opposite(*channel.side);
}

void shift_triggers(Session& session, double milliseconds) {
  const base::Seconds by(milliseconds / 1000.0);
  for (auto& recording : session.recordings)
    for (auto& block : recording.blocks)
      for (auto& trial : block.trials) {
        if (trial.pulses.empty()) continue;
        trial.anchor.time = base::Seconds(trial.anchor.time.value() + by.value());
        for (auto& pulse : trial.pulses) pulse.time = base::Seconds(pulse.time.value() + by.value());
      }
}

// Each hand's EMG also shows `gain` of the other hand's, `delay` ms later.
void mix(Session& session, double gain, double delay) {
  for (auto& recording : session.recordings)
    for (std::size_t c = 0; c + 1 < recording.channels.size(); c += 2)
      for (auto& segment : recording.segments) {
        auto &a = segment.samples[c], &b = segment.samples[c + 1];
        const auto late = static_cast<std::size_t>(std::lround(delay / 1000.0 * recording.channels[c].rate.value()));
        const auto was_a = a, was_b = b;
        for (std::size_t i = late; i < std::min(a.size(), b.size()); ++i) {
          a[i] += static_cast<float>(gain) * was_b[i - late];
          b[i] += static_cast<float>(gain) * was_a[i - late];
        }
      }
}

std::vector<World> worlds() {
  std::vector<World> all{{"the simulator itself", {}, {}},
                         rival(model::LayerThree::additive),
                         rival(model::LayerThree::activation_threshold),
                         rival(model::LayerThree::neural_field)};
  all.push_back({"noise before the curve doubled, after it halved",
                 [](Participant& p) {
                   p.person.excitability_noise *= 2.0;
                   p.person.trial_gain_noise *= 0.5;
                 },
                 {}});
  all.push_back({"mirroring below the cortex: the other hand's EMG, a third, 20 ms later", {}, [](Session& s) {
                   mix(s, 0.33, 20.0);
                 }});
  all.push_back({"cross-talk of 5 %", {}, [](Session& s) { mix(s, 0.05, 0.0); }});
  all.push_back({"channels exchanged", {}, swap_channels});
  all.push_back({"triggers 5 ms late", {}, [](Session& s) { shift_triggers(s, 5.0); }});
  return all;
}

struct Score {
  int loadings = 0, covered = 0, zero = 0, led_at_zero = 0, weak = 0, weak_covered = 0, people = 0, refused = 0;
};

bool leads(const inference::Answer& answer, model::LoadingName name) {
  return std::find(answer.leading.begin(), answer.leading.end(), name) != answer.leading.end();
}

struct Person {
  model::Loadings truth;
  inference::Answer answer;
};

Person person_in(const World& world, const protocol::Protocol& protocol, std::uint64_t seed, std::uint32_t number) {
  base::Stream loadings(seed, number, 1), age(seed, number, 3);
  Person result;
  result.truth = inference::draw_loadings({}, loadings);
  model::Population population;
  const double years = inference::draw_age(age);
  population.age = model::AgeRange{years, years};
  Participant participant = model::draw_participant(result.truth, seed, number, model::Lesions::some, population);
  if (world.person) world.person(participant);
  Session session = model::simulate(participant, protocol, seed * 7919 + number);
  if (world.session) world.session(session);
  const auto measured = measures::measure({session}, measures::Settings{}, 1);
  const auto method = inference::network_method(inference::shipped_network());
  result.answer =
      inference::interpret("", measured.measurements, session.context, method, {false, &inference::shipped_bank()});
  return result;
}

void add(Score& score, const Person& person, double refused_below) {
  ++score.people;
  score.refused += person.answer.likeness.p < refused_below ? 1 : 0;
  for (const auto& loading : person.answer.loadings) {
    const double truth = person.truth[loading.name];
    const bool covered = loading.low_90 <= truth && truth <= loading.high_90;
    ++score.loadings;
    score.covered += covered ? 1 : 0;
    score.zero += truth == 0.0 ? 1 : 0;
    score.led_at_zero += truth == 0.0 && leads(person.answer, loading.name) ? 1 : 0;
    const bool weak_three = loading.name.layer == model::Layer::supraspinal && truth >= 0.2 && truth <= 0.6;
    score.weak += weak_three ? 1 : 0;
    score.weak_covered += weak_three && covered ? 1 : 0;
  }
}

std::string share(int some, int all) { return all == 0 ? "-" : fmt::format("{:.0f} % of {}", 100.0 * some / all, all); }

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: wrong_simulators PEOPLE SEED JOBS\n");
    return 2;
  }
  const auto people = static_cast<std::size_t>(std::max(20, std::atoi(argv[1])));
  const auto seed = std::strtoull(argv[2], nullptr, 10);
  const auto protocol = protocol::find_protocol("mirror_battery");
  double refused_below = 0.05;  // at the p below which 5 % of the simulator's own people lie
  fmt::print(
      "| world | 90 % intervals hold | of layer III from 0.2 to 0.6 | leads at 0 | called unlike at 5 % false alarms "
      "|\n|---|---|---|---|---|\n");
  for (const World& world : worlds()) {
    std::vector<Person> found(people);
    base::for_each_index(people, std::atoi(argv[3]), [&](std::size_t i) {
      found[i] = person_in(world, protocol, seed, static_cast<std::uint32_t>(i));
    });
    if (!world.person && !world.session) {
      std::vector<double> ps;
      for (const Person& person : found) ps.push_back(person.answer.likeness.p);
      std::sort(ps.begin(), ps.end());
      refused_below = ps[ps.size() / 20];
    }
    Score score;
    for (const Person& person : found) add(score, person, refused_below);
    fmt::print("| {} | {} | {} | {} | {} |\n", world.name, share(score.covered, score.loadings),
               share(score.weak_covered, score.weak), share(score.led_at_zero, score.zero),
               share(score.refused, score.people));
    std::fflush(stdout);
  }
}
