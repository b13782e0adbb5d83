// Same phantom and seed, same bytes; what is added leaves alone what was there.
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "tests/phantom/phantoms.hpp"

namespace trilayer::phantom {
namespace {

using base::Microvolts;
using base::Milliseconds;
using base::Millivolts;
using protocol::Side;

// One of everything that is drawn.
PhantomBlock busy(std::string id, int trials) {
  auto block = pulses(std::move(id), trials);
  for (const Side side : protocol::both_sides) {
    Hand& hand = block.hands[side];
    hand.background = Microvolts(30.0);
    hand.response = Response{Milliseconds(21.0), Milliseconds(0.5), Millivolts(0.8), 0.5, Milliseconds(14.0), 0.9};
    hand.silence = Silence{Milliseconds(35.0), Milliseconds(60.0), Milliseconds(1.0), 0.8};
  }
  return block;
}

Phantom busy_phantom() {
  Phantom phantom;
  phantom.interval_spread = 0.1;
  phantom.blocks = {busy("a", 3), busy("b", 2)};
  return phantom;
}

// FNV-1a over the bits of all samples.
std::uint64_t fingerprint(const recording::Session& session) {
  std::uint64_t hash = 14695981039346656037u;
  for (const auto& row : session.recordings.at(0).segments.at(0).samples)
    for (const float v : row) {
      const auto bits = std::bit_cast<std::uint32_t>(v);
      for (int shift = 0; shift < 32; shift += 8) hash = (hash ^ ((bits >> shift) & 0xFF)) * 1099511628211u;
    }
  return hash;
}

// Samples of both hands in one block, from 1 s before its first anchor to 0.7 s after its last.
std::vector<float> block_samples(const recording::Session& session, std::size_t block) {
  const auto& recording = session.recordings.at(0);
  const auto& trials = recording.blocks.at(block).trials;
  const base::Seconds from = trials.front().anchor.time - base::Seconds(1.0);
  const double length = (trials.back().anchor.time - trials.front().anchor.time).value() + 1.7;
  std::vector<float> all;
  for (std::size_t channel = 0; channel < 2; ++channel) {
    const auto row = samples_at(recording, channel, from, static_cast<std::size_t>(length * 5000.0 + 0.5));
    all.insert(all.end(), row.begin(), row.end());
  }
  return all;
}

TEST_CASE("The same phantom and seed give the same bytes, another seed others") {
  const auto once = draw(busy_phantom(), 1);
  const auto again = draw(busy_phantom(), 1);
  CHECK(once.recordings[0].segments == again.recordings[0].segments);
  CHECK(once.recordings[0].blocks == again.recordings[0].blocks);
  CHECK(once.recordings[0].segments != draw(busy_phantom(), 2).recordings[0].segments);
}

TEST_CASE("The bytes are the ones they always were") {
  // A change of this number changes every phantom ever drawn: the demo, and the figures of docs and tests. Change it
  // only on purpose, and say so in the changelog.
  const std::uint64_t drawn = fingerprint(draw(busy_phantom(), 20260101));
  CHECK_MESSAGE(drawn == 16633546302675249638u, "the fingerprint is now " << drawn);
}

TEST_CASE("A block added before or after leaves the samples of the others as they were") {
  const auto alone = draw(busy_phantom(), 1);
  Phantom more = busy_phantom();
  more.blocks.push_back(busy("after", 2));
  more.blocks.insert(more.blocks.begin(), busy("before", 4));
  const auto among = draw(more, 1);
  for (std::size_t block = 0; block < 2; ++block) {
    REQUIRE_FALSE(block_samples(alone, block).empty());
    CHECK(block_samples(alone, block) == block_samples(among, block + 1));
  }
}

TEST_CASE("More trials leave the first ones as they were") {
  Phantom longer = busy_phantom();
  longer.blocks[1].plan.trials = 6;
  const auto few = draw(busy_phantom(), 1), many = draw(longer, 1);
  const auto before = hand(few, Side::left), after = hand(many, Side::left);
  CHECK(after.size() > before.size());
  CHECK(std::equal(before.begin(), before.end(), after.begin()));
}

TEST_CASE("What one hand does leaves the other hand as it was") {
  Phantom changed = busy_phantom();
  changed.blocks[0].hands.left = Hand{};
  const auto before = draw(busy_phantom(), 1), after = draw(changed, 1);
  const auto one = hand(before, Side::right), other = hand(after, Side::right);
  CHECK(std::equal(one.begin(), one.end(), other.begin(), other.end()));
  CHECK_FALSE(
      std::equal(hand(before, Side::left).begin(), hand(before, Side::left).end(), hand(after, Side::left).begin()));
}

TEST_CASE("Hands and blocks are drawn independently of one another") {
  const auto session = draw(busy_phantom(), 1);
  const auto correlation = [](std::span<const float> a, std::span<const float> b) {
    double ab = 0.0, aa = 0.0, bb = 0.0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      ab += static_cast<double>(a[i] * b[i]);
      aa += static_cast<double>(a[i] * a[i]);
      bb += static_cast<double>(b[i] * b[i]);
    }
    return std::abs(ab) / std::sqrt(aa * bb);
  };
  // Before the pulses, where nothing is common to them.
  CHECK(correlation(around(session, Side::left, 0, 0, -1000, -5), around(session, Side::right, 0, 0, -1000, -5)) <
        0.25);
  CHECK(correlation(around(session, Side::left, 0, 0, -1000, -5), around(session, Side::left, 1, 0, -1000, -5)) < 0.25);
}

}  // namespace
}  // namespace trilayer::phantom
