#include "trilayer/protocol/protocol_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/recording/pulse_table.hpp"

namespace trilayer::protocol {
namespace {

// A protocol of one block with these lines; the block's first line is line 3.
Protocol one_block(const std::string& lines) { return parse_protocol("name = \"p\"\n[[block]]\n" + lines, "p.toml"); }

const std::string pulse = "id = \"a\"\ntrials = 5\nhemisphere = \"left\"\nintensity = \"120 %RMT\"\n";
const std::string task =
    "id = \"a\"\ntrials = 5\ntask = \"sustained contraction\"\nintended = \"right\"\ntask_duration_s = 2\n";

void refused(const std::string& toml, const std::string& place, const std::string& problem, const std::string& advice) {
  CAPTURE(toml);
  try {
    parse_protocol(toml, "p.toml");
    FAIL_CHECK("not refused");
  } catch (const base::Refusal& refusal) {
    CHECK(refusal.place() == place);
    CAPTURE(refusal.problem());
    CHECK(refusal.problem().find(problem) != std::string::npos);
    CAPTURE(refusal.advice());
    CHECK(refusal.advice().find(advice) != std::string::npos);
  }
}

// Refusals of one block with these lines, in a file where they begin at line 3.
void block_refused(const std::string& lines, int line, const std::string& problem, const std::string& advice) {
  refused("name = \"p\"\n[[block]]\n" + lines, "p.toml line " + std::to_string(line), problem, advice);
}

const PlannedBlock& block_of(const Protocol& protocol, std::string_view id) {
  const auto found = std::ranges::find(protocol.blocks, id, &PlannedBlock::id);
  REQUIRE(found != protocol.blocks.end());
  return *found;
}

TEST_CASE("A block of pulses says where, how strong, and what the hands do") {
  const Protocol protocol = one_block(pulse + "contraction = \"active_right\"\ncontraction_percent = 30\n");
  REQUIRE(protocol.blocks.size() == 1);
  CHECK(protocol.muscles == std::vector<std::string>{"FDI"});
  const PlannedBlock& block = protocol.blocks.front();
  CHECK(block.trials == 5);
  CHECK(block.interval == base::Seconds(5.0));
  CHECK(label(block.condition) == "single pulse, 120 %RMT, left rest, right active at 30 %");
  CHECK(block.condition.hemisphere == Hemisphere::left);
}

TEST_CASE("What no session can hold is refused") {
  std::string many;
  for (int i = 0; i < 11; ++i)
    many += "[[block]]\nid = \"b" + std::to_string(i) +
            "\"\ntrials = 1000\ninterval_s = 1\nhemisphere = \"left\"\nintensity = \"120 %RMT\"\n";
  refused("name = \"p\"\n" + many, "p.toml line 1", "asks for 11000 trials", "at most 10000 trials and 8 h");
  block_refused("id = \"a\"\ntrials = 100\ninterval_s = 600\nhemisphere = \"left\"\nintensity = \"120 %RMT\"\n", 1,
                "100 trials in 16.7 h", "at most 10000 trials and 8 h");
}

TEST_CASE("A calibration is a few words on one line") {
  const auto pair = [](const std::string& calibration) {
    return pulse +
           "conditioning = { hemisphere = \"left\", intensity = \"80 %RMT\", interval_ms = 3, calibration = \"" +
           calibration + "\" }\n";
  };
  CHECK(one_block(pair("1 mV")).blocks.front().condition.conditioning->calibration == "1 mV");
  for (const std::string& bad :
       {std::string("a\\tb"), std::string("a\\nb"), std::string("\\u001b[2J"), std::string(65, 'x')})
    block_refused(pair(bad), 7, "calibration", "at most 64 bytes");
}

TEST_CASE("A block with its sides exchanged is two blocks, named by the test hemisphere or the intended hand") {
  const Protocol protocol = one_block(pulse +
                                      "conditioning = { hemisphere = \"right\", intensity = \"80 %RMT\", interval_ms = "
                                      "10 }\ncontraction = \"active_right\"\nexchange_sides = true\n");
  REQUIRE(protocol.blocks.size() == 2);
  const Condition& left = block_of(protocol, "a-left").condition;
  const Condition& right = block_of(protocol, "a-right").condition;
  CHECK(right.hemisphere == Hemisphere::right);
  CHECK(right.conditioning->hemisphere == Hemisphere::left);
  CHECK(right.hands.left == left.hands.right);
  CHECK(right.hands.right == left.hands.left);
  CHECK(one_block(task + "exchange_sides = true\n").blocks[1].id == "a-left");
}

TEST_CASE("What cannot be done is refused with file, line and what is permitted") {
  block_refused("id = \"a\"\ntrials = 0\n", 4, "out of range", "from 1 to 1000");
  block_refused("id = \"a\"\ntrials = 2.5\n", 4, "whole number", "from 1 to 1000");
  block_refused("id = \"a\"\n", 2, "how many trials", "trials = 15");
  block_refused("trials = 3\n", 2, "has no id", "id = ");
  block_refused("id = \"a b\"\n", 3, "cannot be", "without blanks");
  block_refused(pulse + "interval_s = -5\n", 7, "out of range: -5", "from 0.25 to 600");
  block_refused(pulse + "site = \"V1\"\n", 7, "cannot be \"V1\"", "premotor");
  block_refused(pulse + "contraction = \"active_left\"\ncontraction_percent = 130\n", 8, "out of range",
                "from 1 to 100");
  block_refused(pulse + "contraction_percent = 30\n", 7, "do not contract", "active_left");
  block_refused(pulse + "contraction = \"both\"\n", 7, "cannot be", "bilateral");
  block_refused(pulse + "hemisfere = \"left\"\n", 7, "not known", "did you mean 'hemisphere'?");
  block_refused(pulse + "conditioning_alone = true\n", 7, "no conditioning pulse", "conditioning = {");
  block_refused(pulse + "force_percent = 20\n", 7, "has no place", "sustained contraction");
  block_refused(pulse + "after_cue_ms = 20\n", 7, "has no place", "task = \"phasic movement\"");
  block_refused("id = \"a\"\ntrials = 5\nintensity = \"120 %RMT\"\n", 2, "which hemisphere", "\"left\" or \"right\"");
  block_refused("id = \"a\"\ntrials = 5\nhemisphere = \"left\"\n", 2, "how strong", "at most 300");
  for (const char* intensity : {"\"0 %RMT\"", "\"301 %MSO\"", "\"-5 %AMT\""})
    block_refused("id = \"a\"\ntrials = 5\nhemisphere = \"left\"\nintensity = " + std::string(intensity) + "\n", 6,
                  "out of range", "above 0 and at most 300");
  for (const char* intensity : {"\"120\"", "\"strong\"", "120", "\"120 %MVC\"", "\"nan %RMT\""})
    block_refused("id = \"a\"\ntrials = 5\nhemisphere = \"left\"\nintensity = " + std::string(intensity) + "\n", 6, "",
                  "");
}

const std::string nerve = "id = \"n\"\ntrials = 5\nsite = \"nerve\"\n";
const std::string triple = pulse +
                           "conditioning = { hemisphere = \"left\", intensity = \"80 %RMT\", interval_ms = 3 }\n"
                           "earlier = { hemisphere = \"right\", intensity = \"110 %RMT\", interval_ms = 13 }\n";
const std::string reaction = "id = \"r\"\ntrials = 5\ntask = \"choice reaction\"\n";

TEST_CASE("Of three pulses the first is the earlier one, and mirrored like the others") {
  const Protocol protocol = one_block(triple + "exchange_sides = true\n");
  REQUIRE(protocol.blocks.size() == 2);
  const auto pulses = pulses_at(protocol.blocks[1].condition, base::Seconds(1.0));
  REQUIRE(pulses.size() == 3);
  CHECK(pulses[0].time.value() == doctest::Approx(0.987));
  CHECK(pulses[0].hemisphere == Hemisphere::left);
  CHECK(pulses[0].intensity->percent == 110.0);
  CHECK(pulses[1].time.value() == doctest::Approx(0.997));
  CHECK(pulses[1].hemisphere == Hemisphere::right);
  CHECK(pulses[2].role == PulseRole::test);
  CHECK(effort(protocol).pulses == 30);
  block_refused(pulse + "earlier = { hemisphere = \"left\", intensity = \"80 %RMT\", interval_ms = 3 }\n", 7,
                "no second one", "conditioning");
  block_refused(pulse + "conditioning = { hemisphere = \"left\", intensity = \"80 %RMT\", interval_ms = 3 }\n" +
                    "earlier = { hemisphere = \"left\", intensity = \"80 %RMT\", interval_ms = 3 }\n",
                8, "does not come before", "both count to the test pulse");
}

TEST_CASE("A nerve belongs to a side of the body, which is exchanged too") {
  const Protocol protocol = one_block(nerve + "stimulated_side = \"left\"\nexchange_sides = true\n");
  CHECK(block_of(protocol, "n-right").condition.stimulated_side == Side::right);
  CHECK(pulses_at(protocol.blocks[0].condition, base::Seconds(0.0)).front().site == Site::nerve);
  block_refused(nerve, 2, "which side of the body", "stimulated_side");
  block_refused(pulse + "stimulated_side = \"left\"\n", 7, "neither a nerve nor a root", "site = ");
}

TEST_CASE("A reaction may have a pulse at a time after its cue, a cue that suggests a hand, and both hands") {
  const std::string cued = reaction + "intended = \"left\"\nconflict = \"incongruent\"\nforeknowledge_ms = 0\n";
  const Condition voluntary = one_block(cued).blocks[0].condition;
  CHECK(label(voluntary) == "choice reaction, intended left, incongruent, hand known 0 ms before");
  CHECK(pulses_at(voluntary, base::Seconds(1.0)).empty());
  CHECK(anchor_kind(voluntary) == AnchorKind::cue);

  const Condition pulsed =
      one_block(cued + "after_cue_ms = -50\nhemisphere = \"left\"\nintensity = \"120 %RMT\"\n").blocks[0].condition;
  CHECK(pulsed.after_cue == base::Milliseconds(-50.0));
  CHECK(pulses_at(pulsed, base::Seconds(1.0)).size() == 1);
  CHECK(anchor_kind(pulsed) == AnchorKind::test_pulse);

  CHECK(one_block("id = \"b\"\ntrials = 5\ntask = \"simple reaction\"\nintended = \"both\"\n")
            .blocks[0]
            .condition.both_intended);
  block_refused(reaction + "intended = \"both\"\nexchange_sides = true\n", 7, "nor one intended hand", "leave it out");
  block_refused(reaction + "intended = \"none\"\n", 6, "cannot be \"none\"", "left, right, both");
  block_refused(cued + "after_cue_ms = 50\n", 2, "which hemisphere is pulsed", "hemisphere = ");
  block_refused(cued + "after_cue_ms = 5000\n", 9, "not shorter", "interval_s");
  block_refused(cued + "hemisphere = \"left\"\n", 9, "has no place", "after_cue_ms");
  block_refused(task + "after_cue_ms = 50\n", 8, "has no place", "steady contraction");
  block_refused(task + "conflict = \"congruent\"\n", 8, "has no place", "choice reaction");
  block_refused(reaction + "intended = \"left\"\nforeknowledge_ms = -1\n", 7, "out of range", "from 0 to 60000");
}

TEST_CASE("A conditioning pulse states its own side, strength and interval, and comes within its trial") {
  const auto with = [](const std::string& first) { return pulse + "conditioning = { " + first + " }\n"; };
  block_refused(with("intensity = \"80 %RMT\", interval_ms = 3"), 7, "which hemisphere", "left");
  block_refused(with("hemisphere = \"left\", interval_ms = 3"), 7, "how strong", "300");
  block_refused(with("hemisphere = \"left\", intensity = \"80 %RMT\""), 7, "how long before", "interval_ms");
  block_refused(with("hemisphere = \"left\", intensity = \"80 %RMT\", interval_ms = -3"), 7, "out of range: -3",
                "from 0.1 to 10000");
  block_refused(with("hemisphere = \"left\", intensity = \"80 %RMT\", interval_ms = 5000"), 7, "not shorter",
                "less than interval_s");
  block_refused(with("hemisphere = \"left\", intensity = \"80 %RMT\", interval = 5"), 7, "not known", "interval_ms");
  block_refused(with("hemisphere = \"right\", intensity = \"80 %RMT\", interval_ms = 10") + "both_hemispheres = true\n",
                8, "single pulse", "leave out conditioning");
}

TEST_CASE("A voluntary task has an intended hand, ends before the next trial, and has no pulses") {
  block_refused("id = \"a\"\ntrials = 5\ntask = \"choice reaction\"\n", 2, "of which hand", "intended");
  block_refused("id = \"a\"\ntrials = 5\ntask = \"sustained contraction\"\nintended = \"left\"\n", 2, "how long",
                "task_duration_s");
  block_refused("id = \"a\"\ntrials = 5\ntask = \"juggling\"\n", 5, "cannot be", "phasic movement");
  block_refused(task + "interval_s = 2\n", 7, "not shorter", "interval_s, which is 2 s");
  block_refused(task + "force_percent = 101\n", 8, "out of range", "from 1 to 100");
  block_refused(task + "complexity = \"hard\"\n", 8, "cannot be", "simple, complex");
  block_refused(task + "hemisphere = \"left\"\n", 8, "has no place", "stimulation");
}

TEST_CASE("The file as a whole is looked at too") {
  const std::string block = "[[block]]\n" + pulse;
  refused("title = \"x\"\n" + block, "p.toml line 1", "no name", "name = ");
  refused("name = \"p\"\n", "p.toml line 1", "no blocks", "[[block]]");
  refused("name = \"p\"\nblocks = 3\n", "p.toml line 2", "not known", "'block'");
  refused("name = \"p\"\nmuscles = []\n" + block, "p.toml line 2", "muscles", "FDI");
  refused("name = \"p\"\nmuscles = [\"FDI\", \"FDI\"]\n" + block, "p.toml line 2", "different", "FDI");
  refused("name = \"p\"\n" + block + block, "p.toml line 8", "occurs twice: \"a\"", "id of its own");
  refused("name = \"p\"\n[block]\n", "p.toml line 2", "list of tables", "[[block]]");
  refused("name = \"p\n", "p.toml line 1", "no TOML", "");
}

TEST_CASE("A pair has its conditioning pulse first; alone, its test pulse is left out") {
  Condition condition = block_of(find_protocol("mirror_battery"), "ihi-10-left").condition;
  CHECK(anchor_kind(condition) == AnchorKind::test_pulse);
  const auto pair = pulses_at(condition, base::Seconds(1.0));
  REQUIRE(pair.size() == 2);
  CHECK(pair[0].role == PulseRole::conditioning);
  CHECK(pair[0].hemisphere == Hemisphere::right);
  CHECK(pair[0].time.value() == doctest::Approx(0.99));
  CHECK(pair[1].hemisphere == Hemisphere::left);
  condition.conditioning_alone = true;
  const auto alone = pulses_at(condition, base::Seconds(1.0));
  REQUIRE(alone.size() == 1);
  CHECK(alone.front() == pair.front());
}

TEST_CASE("Both hemispheres together are two test pulses at one time") {
  const auto pulses =
      pulses_at(block_of(find_protocol("mirror_battery"), "together-left").condition, base::Seconds(1.0));
  REQUIRE(pulses.size() == 2);
  CHECK(pulses[0].hemisphere == Hemisphere::left);
  CHECK(pulses[1].hemisphere == Hemisphere::right);
  CHECK(pulses[0].time == pulses[1].time);
}

TEST_CASE("Effort adds up trials, pulses and time") {
  const Effort pairs =
      effort(one_block(pulse + "interval_s = 6\nconditioning = { hemisphere = \"left\", intensity = \"80 "
                               "%RMT\", interval_ms = 3 }\nexchange_sides = true\n"));
  CHECK(pairs.trials == 10);
  CHECK(pairs.pulses == 20);
  CHECK(pairs.time == base::Seconds(60.0));
  CHECK(effort(one_block(task)).pulses == 0);
}

TEST_CASE("Every shipped protocol can be found, looks both ways and names its blocks once") {
  CHECK(shipped_protocols().size() == 25);
  for (const std::string& name : shipped_protocols()) {
    CAPTURE(name);
    const Protocol protocol = find_protocol(name);
    CHECK(protocol.name == name);
    CHECK_FALSE(protocol.title.empty());
    if (name == "premotor_switch") continue;  // published from left premotor cortex to right M1 only
    std::set<std::string> left, right, both;
    for (const PlannedBlock& block : protocol.blocks) {
      const std::string stem = block.id.substr(0, block.id.rfind('-'));
      (block.condition.both_intended ? both : block.id.ends_with("-left") ? left : right).insert(stem);
    }
    CHECK(left == right);
    CHECK(left.size() + right.size() + both.size() == protocol.blocks.size());
  }
  CHECK_THROWS_WITH_AS(find_protocol("clinicle"), doctest::Contains("did you mean 'clinical'?"), base::Refusal);
}

TEST_CASE("Every protocol of the folder comes with the program") {
  std::set<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(TRILAYER_SOURCE_DIR) / "protocols"))
    files.insert(file.path().stem().string());
  const auto shipped = shipped_protocols();
  CHECK(files == std::set<std::string>(shipped.begin(), shipped.end()));
}

TEST_CASE("A protocol may say what it measures and where its numbers come from") {
  const std::string block = "[[block]]\n" + pulse;
  const Protocol protocol =
      parse_protocol("name = \"p\"\nmeasures = [\"ihi\"]\nsources = [\"a book [M]\"]\n" + block, "p.toml");
  CHECK(protocol.measures == std::vector<std::string>{"ihi"});
  CHECK(protocol.sources == std::vector<std::string>{"a book [M]"});
  CHECK(one_block(pulse).sources.empty());
  refused("name = \"p\"\nmeasures = \"ihi\"\n" + block, "p.toml line 2", "list of texts", "[");
  refused("name = \"p\"\nmeasures = [\"ihi\", \"ihi\"]\n" + block, "p.toml line 2", "different", "sici");
  refused("name = \"p\"\nsources = [\"\"]\n" + block, "p.toml line 2", "no line of words", "500");
  refused("name = \"p\"\nsources = [\"a\\nb\"]\n" + block, "p.toml line 2", "no line of words", "line breaks");
}

TEST_CASE("Hands may contract unequally") {
  const Protocol protocol = one_block(
      pulse + "contraction = \"bilateral\"\ncontraction_percent = { left = 50, right = 10 }\nexchange_sides = true\n");
  CHECK(block_of(protocol, "a-left").condition.hands.left.percent_of_maximum == 50.0);
  CHECK(block_of(protocol, "a-left").condition.hands.right.percent_of_maximum == 10.0);
  CHECK(block_of(protocol, "a-right").condition.hands.right.percent_of_maximum == 50.0);
  block_refused(pulse + "contraction = \"active_left\"\ncontraction_percent = { left = 50, right = 10 }\n", 8,
                "does not contract", "bilateral");
  block_refused(pulse + "contraction = \"bilateral\"\ncontraction_percent = { left = 500 }\n", 8, "out of range",
                "from 1 to 100");
  block_refused(pulse + "contraction = \"bilateral\"\ncontraction_percent = { lef = 5 }\n", 8, "not known", "left");
}

TEST_CASE("The clinical protocol takes at most 45 minutes with its pauses, under conditions of the full battery") {
  const Protocol clinical = find_protocol("clinical"), full = find_protocol("mirror_battery");
  CHECK(session_time(clinical) <= base::Seconds(45.0 * 60.0));
  CHECK(session_time(clinical) > effort(clinical).time);
  for (const PlannedBlock& block : clinical.blocks) {
    CAPTURE(block.id);
    const PlannedBlock& same = block_of(full, block.id);
    CHECK(same.condition == block.condition);
    CHECK(same.trials >= block.trials);
  }
}

TEST_CASE("The full battery holds what each measure needs, in both directions") {
  const Protocol full = find_protocol("mirror_battery");
  std::set<std::string> labels;
  for (const PlannedBlock& block : full.blocks) labels.insert(label(block.condition));
  for (const char* needed :
       {"single pulse, 110 %RMT, rest", "single pulse, 120 %RMT, rest", "single pulse, 140 %RMT, rest",
        "single pulse, 140 %RMT, left rest, right active at 30 %",
        "single pulse, 140 %RMT, left active at 30 %, right active at 30 %",
        "both hemispheres together, 140 %RMT, left rest, right active at 30 %",
        "paired 3 ms, 75 %RMT then 120 %RMT, rest", "paired 12 ms, 75 %RMT then 120 %RMT, rest",
        "paired 100 ms, 120 %RMT then 120 %RMT, rest",
        "paired 10 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest",
        "paired 40 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest",
        "conditioning pulse alone, 10 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest",
        "sustained contraction, intended right, 60 % force, simple",
        "phasic movement, intended left, 30 % force, complex", "choice reaction, intended right, 30 % force"}) {
    CAPTURE(needed);
    CHECK(labels.contains(needed));
  }
}

TEST_CASE("The words of every shipped condition lead back to it") {
  for (const std::string& name : shipped_protocols())
    for (const PlannedBlock& block : find_protocol(name).blocks) {
      CAPTURE(block.id);
      CHECK(parse_label(label(block.condition), block.condition.hemisphere) == block.condition);
    }
}

// The blocks as they would be recorded, one after the other.
std::vector<Block> recorded(const Protocol& protocol) {
  std::vector<Block> blocks;
  base::Seconds now{2.0};
  for (const PlannedBlock& plan : protocol.blocks) {
    Block block{plan.id, plan.condition, {}};
    for (int i = 0; i < plan.trials; ++i, now += plan.interval)
      block.trials.push_back(
          {{anchor_kind(plan.condition), now, plan.task_duration}, pulses_at(plan.condition, now), ""});
    blocks.push_back(std::move(block));
  }
  return blocks;
}

TEST_CASE("Every shipped condition is written as a table and read again unchanged") {
  for (const std::string& name : shipped_protocols()) {
    CAPTURE(name);
    const auto blocks = recorded(find_protocol(name));
    CHECK(recording::blocks_from_table(recording::table_from_blocks(blocks)) == blocks);
  }
}

}  // namespace
}  // namespace trilayer::protocol
