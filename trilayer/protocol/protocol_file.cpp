// From TOML to a protocol: every key is either understood or refused, and every block is one that can be done.
#include "trilayer/protocol/protocol_file.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>
#include <span>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/base/toml.hpp"
#include "trilayer/protocol/contradiction.hpp"

namespace trilayer::protocol {
namespace {

using base::TomlTable;
using Key = std::string_view;

constexpr Key sides_allowed = "left, right";
constexpr Key hands_allowed = "left, right, both";
constexpr Key sites_allowed = "M1, premotor, supplementary motor, root, nerve, sham";
constexpr Key tasks_allowed = "stimulation, sustained contraction, phasic movement, choice reaction, simple reaction";
constexpr Key contractions_allowed = "rest, active_left, active_right, bilateral";
constexpr Key calibration_allowed = "at most 64 bytes without tabs, line breaks and other control characters";
constexpr const char* intensity_advice =
    "a number above 0 and at most 300 with its reference: \"120 %RMT\", \"80 %AMT\" or \"65 %MSO\"";

constexpr int most_trials_of_session = 10000;
constexpr double most_hours_of_session = 8.0;

// What only pulses have, and what only voluntary tasks have.
constexpr std::array<Key, 10> keys_of_pulses{"hemisphere",      "site",
                                             "intensity",       "conditioning",
                                             "earlier",         "conditioning_alone",
                                             "stimulated_side", "both_hemispheres",
                                             "contraction",     "contraction_percent"};
constexpr std::array<Key, 7> keys_of_tasks{"intended",         "force_percent", "complexity",     "conflict",
                                           "foreknowledge_ms", "after_cue_ms",  "task_duration_s"};

std::optional<std::string> parse_name(Key text) {
  const bool fits = !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c < 128 && (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.');
  });
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

std::string name_of(const TomlTable& table, Key key, const std::string& example) {
  if (!table.has(key)) table.refuse("", "has no " + std::string(key), "write " + example);
  return *table.word(key, parse_name, "1 to 64 letters, digits, '-', '_' and '.', without blanks");
}

// A calibration stands in labels, and those in tables and on screens.
std::optional<std::string> parse_calibration(Key text) {
  const bool fits = text.size() <= 64 &&
                    std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

bool over_the_brain(Site site) {
  return site == Site::m1 || site == Site::premotor || site == Site::supplementary_motor;
}

std::optional<Intensity> intensity_of(const TomlTable& table) {
  const auto said = table.word("intensity", parse_intensity, intensity_advice);
  if (said && !(said->percent > 0.0 && said->percent <= 300.0))
    table.refuse("intensity", "is out of range: " + to_text(*said), intensity_advice);
  return said;
}

// Site, hemisphere and intensity of one pulse. Nothing is guessed: a pulse over the brain states all of them.
struct Stated {
  Site site = Site::m1;
  std::optional<Hemisphere> hemisphere;
  std::optional<Intensity> intensity;
};

Stated read_pulse(const TomlTable& table) {
  Stated pulse;
  pulse.site = table.word("site", parse_site, sites_allowed).value_or(Site::m1);
  pulse.hemisphere = table.word("hemisphere", parse_hemisphere, sides_allowed);
  pulse.intensity = intensity_of(table);
  if (over_the_brain(pulse.site) && !pulse.hemisphere)
    table.refuse("", "does not say which hemisphere is pulsed", "write hemisphere = \"left\" or \"right\"");
  if (pulse.site != Site::nerve && !pulse.intensity)
    table.refuse("", "does not say how strong the pulse is", std::string("write intensity = ") + intensity_advice);
  return pulse;
}

// A pulse before the test pulse: of a pair the first, of three the first or the second.
std::optional<Conditioning> read_pulse_before(const TomlTable& block, const std::string& key,
                                              base::Seconds interval_of_trials) {
  const auto table = block.below(key);
  if (!table) return std::nullopt;
  table->only({"hemisphere", "site", "intensity", "interval_ms", "calibration"});
  const Stated pulse = read_pulse(*table);
  const auto interval = table->number("interval_ms", 0.1, 10000.0);
  if (!interval) table->refuse("", "does not say how long before the test pulse it comes", "write interval_ms = 10");
  if (base::Seconds(base::Milliseconds(*interval)) >= interval_of_trials)
    table->refuse("interval_ms", "is not shorter than the interval between trials",
                  "write less than interval_s, which is " + base::format_number(interval_of_trials.value()) + " s");
  return Conditioning{pulse.hemisphere, pulse.site, pulse.intensity, base::Milliseconds(*interval),
                      table->word("calibration", parse_calibration, calibration_allowed).value_or("")};
}

void read_pulses_before(const TomlTable& block, base::Seconds interval_of_trials, Condition& condition) {
  const std::string advice = "add conditioning = { hemisphere = ..., intensity = ..., interval_ms = ... }";
  condition.conditioning_alone = block.flag("conditioning_alone").value_or(false);
  condition.conditioning = read_pulse_before(block, "conditioning", interval_of_trials);
  condition.earlier = read_pulse_before(block, "earlier", interval_of_trials);
  if (condition.conditioning_alone && !condition.conditioning)
    block.refuse("conditioning_alone", "has no conditioning pulse", advice);
  if (condition.earlier && !condition.conditioning)
    block.refuse("earlier", "is the first of three pulses, and there is no second one",
                 advice + ", or write conditioning instead of earlier");
  if (condition.earlier && condition.earlier->interval <= condition.conditioning->interval)
    block.refuse("earlier", "does not come before the conditioning pulse",
                 "write an interval_ms longer than that of conditioning: both count to the test pulse");
}

// Nerves and roots belong to a side of the body; a magnetic pulse over the spine may reach both.
void read_stimulated_side(const TomlTable& block, Condition& condition) {
  const auto is = [&](Site site) {
    return condition.site == site || (condition.conditioning && condition.conditioning->site == site) ||
           (condition.earlier && condition.earlier->site == site);
  };
  condition.stimulated_side = block.word("stimulated_side", parse_side, sides_allowed);
  if (const auto denied = contradiction_in(condition); denied && denied->what == Denied::stimulated_side)
    block.refuse("stimulated_side", denied->problem, "leave it out, or write site = \"nerve\" or \"root\"");
  if (!condition.stimulated_side && is(Site::nerve))
    block.refuse("", "does not say on which side of the body the nerve is",
                 "write stimulated_side = \"left\" or \"right\"");
}

// One number for the hands that contract, or one for each of them: { left = 50, right = 10 }.
void read_contraction_percent(const TomlTable& block, const BySide<bool>& active, Condition& condition) {
  const Key key = "contraction_percent";
  const auto by_hand = block.is_table(key) ? block.below(key) : std::nullopt;
  if (by_hand) by_hand->only({"left", "right"});
  const auto of_both = by_hand ? std::nullopt : block.number(key, 1.0, 100.0);
  if (block.has(key) && !active.left && !active.right)
    block.refuse(key, "is stated of hands that do not contract",
                 "write contraction = \"active_left\", \"active_right\" or \"bilateral\", or leave it out");
  for (const Side side : both_sides) {
    const auto percent = by_hand ? by_hand->number(name(side), 1.0, 100.0) : of_both;
    if (by_hand && percent && !active[side])
      by_hand->refuse(name(side), "is stated of a hand that does not contract",
                      "leave it out, or write contraction = \"bilateral\"");
    if (active[side]) condition.hands[side].percent_of_maximum = percent;
  }
}

void read_contraction(const TomlTable& block, Condition& condition) {
  const auto parse = [](Key text) -> std::optional<BySide<bool>> {
    if (text == "rest") return BySide<bool>{false, false};
    if (text == "active_left") return BySide<bool>{true, false};
    if (text == "active_right") return BySide<bool>{false, true};
    if (text == "bilateral") return BySide<bool>{true, true};
    return std::nullopt;
  };
  const auto active = block.word("contraction", parse, contractions_allowed).value_or(BySide<bool>{});
  for (const Side side : both_sides)
    if (block.has("contraction"))
      condition.hands[side].contraction = active[side] ? Contraction::active : Contraction::rest;
  read_contraction_percent(block, active, condition);
}

void refuse_keys(const TomlTable& block, std::span<const Key> keys, Task task, const std::string& advice) {
  for (const Key key : keys)
    if (block.has(key)) block.refuse(key, "has no place in a block of the task " + std::string(name(task)), advice);
}

void read_pulses(const TomlTable& block, PlannedBlock& plan) {
  Condition& condition = plan.condition;
  const Stated test = read_pulse(block);
  condition.hemisphere = test.hemisphere;
  condition.site = test.site;
  condition.intensity = test.intensity;
  read_pulses_before(block, plan.interval, condition);
  read_stimulated_side(block, condition);
  condition.both_hemispheres_together = block.flag("both_hemispheres").value_or(false);
  if (condition.both_hemispheres_together && (!condition.hemisphere || condition.conditioning))
    block.refuse("both_hemispheres", "needs a single pulse with a hemisphere",
                 "leave out conditioning and write hemisphere = \"left\" or \"right\"");
  read_contraction(block, condition);
}

void read_stimulation(const TomlTable& block, PlannedBlock& plan) {
  refuse_keys(block, std::array<Key, 1>{"after_cue_ms"}, Task::stimulation,
              "leave it out, or write task = \"phasic movement\", \"choice reaction\" or \"simple reaction\"");
  refuse_keys(block, keys_of_tasks, Task::stimulation,
              "leave it out, or write task = \"sustained contraction\", \"phasic movement\", \"choice reaction\" or "
              "\"simple reaction\"");
  read_pulses(block, plan);
}

// What only reactions to a cue have.
void read_cue(const TomlTable& block, Condition& condition) {
  if (condition.task != Task::choice_reaction && condition.task != Task::simple_reaction)
    refuse_keys(block, std::array<Key, 2>{"conflict", "foreknowledge_ms"}, condition.task,
                "leave it out, or write task = \"choice reaction\" or \"simple reaction\"");
  condition.conflict = block.word("conflict", parse_conflict, "congruent, incongruent").value_or(Conflict::unstated);
  if (const auto known = block.number("foreknowledge_ms", 0.0, 60000.0))
    condition.foreknowledge = base::Milliseconds(*known);
}

// A pulse at a time after the cue, or before it; without that time a task has no pulses.
void read_pulse_after_cue(const TomlTable& block, PlannedBlock& plan) {
  Condition& condition = plan.condition;
  if (condition.task == Task::sustained_contraction)
    refuse_keys(block, std::array<Key, 1>{"after_cue_ms"}, condition.task,
                "leave it out; pulses in a steady contraction are task = \"stimulation\" with contraction = ...");
  if (const auto after = block.number("after_cue_ms", -10000.0, 10000.0)) {
    condition.after_cue = base::Milliseconds(*after);
    if (base::Seconds(base::Milliseconds(std::abs(*after))) >= plan.interval)
      block.refuse("after_cue_ms", "is not shorter than the interval between trials",
                   "write less than interval_s, which is " + base::format_number(plan.interval.value()) + " s");
    read_pulses(block, plan);
    return;
  }
  refuse_keys(
      block, keys_of_pulses, condition.task,
      "leave it out; a pulse at a time after the cue has after_cue_ms = ..., and pulses in a steady contraction "
      "are task = \"stimulation\" with contraction = ...");
}

void read_task(const TomlTable& block, PlannedBlock& plan) {
  Condition& condition = plan.condition;
  const bool both = block.text("intended") == "both";
  if (!both) condition.intended = block.word("intended", parse_side, hands_allowed);
  condition.both_intended = both;
  if (!condition.intended && !both)
    block.refuse("", "is a voluntary task and does not say of which hand",
                 "write intended = \"left\", \"right\" or \"both\"");
  read_cue(block, condition);
  read_pulse_after_cue(block, plan);
  condition.force_percent = block.number("force_percent", 1.0, 100.0);
  condition.complexity = block.word("complexity", parse_complexity, "simple, complex").value_or(Complexity::unstated);
  const auto duration = block.number("task_duration_s", 0.05, 600.0);
  if (!duration && condition.task == Task::sustained_contraction)
    block.refuse("", "does not say how long the contraction is held", "write task_duration_s = 2.5");
  plan.task_duration = base::Seconds(duration.value_or(0.0));
  if (plan.task_duration >= plan.interval)
    block.refuse("task_duration_s", "is not shorter than the interval between trials",
                 "write less than interval_s, which is " + base::format_number(plan.interval.value()) + " s");
}

PlannedBlock read_block(const TomlTable& block) {
  std::vector<Key> known{"id", "task", "trials", "interval_s", "exchange_sides"};
  known.insert(known.end(), keys_of_pulses.begin(), keys_of_pulses.end());
  known.insert(known.end(), keys_of_tasks.begin(), keys_of_tasks.end());
  block.only(known);
  PlannedBlock plan;
  plan.id = name_of(block, "id", "id = \"rest-120\"");
  const auto trials = block.whole("trials", 1, 1000);
  if (!trials) block.refuse("", "does not say how many trials it has", "write trials = 15");
  plan.trials = *trials;
  plan.interval = base::Seconds(block.number("interval_s", 0.25, 600.0).value_or(plan.interval.value()));
  plan.condition.task = block.word("task", parse_task, tasks_allowed).value_or(Task::stimulation);
  if (plan.condition.task == Task::stimulation)
    read_stimulation(block, plan);
  else
    read_task(block, plan);
  return plan;
}

// The same block with left and right exchanged.
PlannedBlock mirrored(PlannedBlock plan) {
  Condition& condition = plan.condition;
  if (condition.hemisphere) condition.hemisphere = opposite(*condition.hemisphere);
  for (auto* first : {&condition.conditioning, &condition.earlier})
    if (*first && (*first)->hemisphere) (*first)->hemisphere = opposite(*(*first)->hemisphere);
  if (condition.stimulated_side) condition.stimulated_side = opposite(*condition.stimulated_side);
  if (condition.intended) condition.intended = opposite(*condition.intended);
  std::swap(condition.hands.left, condition.hands.right);
  return plan;
}

std::string exchanged(const Condition& condition) {
  if (condition.intended) return std::string(name(*condition.intended));
  return std::string(condition.hemisphere ? name(*condition.hemisphere) : name(*condition.stimulated_side));
}

// Adds the block, with `exchange_sides` also its mirror image; ids then end in the intended hand, the hemisphere
// or the side of the body.
void add_block(const TomlTable& block, std::vector<PlannedBlock>& blocks) {
  const PlannedBlock plan = read_block(block);
  std::vector<PlannedBlock> added{plan};
  if (block.flag("exchange_sides").value_or(false)) {
    if (!plan.condition.hemisphere && !plan.condition.intended && !plan.condition.stimulated_side)
      block.refuse("exchange_sides",
                   "has neither a hemisphere, nor a stimulated side, nor one intended hand to exchange",
                   "write hemisphere, stimulated_side or intended, or leave it out");
    added.push_back(mirrored(plan));
    for (PlannedBlock& each : added) each.id += "-" + exchanged(each.condition);
  }
  for (PlannedBlock& each : added) {
    if (std::ranges::find(blocks, each.id, &PlannedBlock::id) != blocks.end())
      block.refuse("id", "occurs twice: \"" + each.id + "\"", "give every block an id of its own");
    blocks.push_back(std::move(each));
  }
}

std::vector<std::string> read_muscles(const TomlTable& file) {
  if (!file.has("muscles")) return {"FDI"};
  const auto muscles = file.texts("muscles");
  const std::set<std::string> different(muscles.begin(), muscles.end());
  const bool named =
      std::ranges::all_of(muscles, [](const std::string& muscle) { return parse_name(muscle).has_value(); });
  if (muscles.empty() || different.size() != muscles.size() || !named)
    file.refuse("muscles", "must name one or more different muscles", "write muscles = [\"FDI\", \"APB\"]");
  return muscles;
}

// Texts that stand on screens: lines of words, without control characters.
std::vector<std::string> read_lines(const TomlTable& file, Key key) {
  std::vector<std::string> lines = file.texts(key);
  for (const std::string& line : lines)
    if (line.empty() || line.size() > 500 ||
        std::ranges::any_of(line, [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
      file.refuse(key, "holds what is no line of words",
                  "1 to 500 bytes each, without line breaks and other control characters");
  return lines;
}

std::vector<std::string> read_measures(const TomlTable& file) {
  std::vector<std::string> measures = file.texts("measures");
  const std::set<std::string> different(measures.begin(), measures.end());
  if (different.size() != measures.size() ||
      !std::ranges::all_of(measures, [](const std::string& id) { return parse_name(id).has_value(); }))
    file.refuse("measures", "must name different measures by their ids", "write measures = [\"ihi\", \"sici\"]");
  return measures;
}

// A session is simulated and measured as a whole, in memory.
void refuse_endless(const TomlTable& file, const Protocol& protocol) {
  const int trials = effort(protocol).trials;
  const double hours = session_time(protocol).value() / 3600.0;
  if (trials <= most_trials_of_session && hours <= most_hours_of_session) return;
  file.refuse("",
              "asks for " + std::to_string(trials) + " trials in " + base::format_number(hours, 3) +
                  " h, more than one session can hold",
              "at most " + std::to_string(most_trials_of_session) + " trials and " +
                  base::format_number(most_hours_of_session) + " h in all, pauses included: make two protocols of it");
}

}  // namespace

Protocol parse_protocol(std::string_view toml, const std::string& place) {
  const TomlTable file = base::parse_toml(toml, place);
  file.only({"name", "title", "muscles", "measures", "sources", "block"});
  Protocol protocol;
  protocol.name = name_of(file, "name", "name = \"my_protocol\" at the top");
  protocol.title = file.text("title").value_or("");
  protocol.muscles = read_muscles(file);
  protocol.measures = read_measures(file);
  protocol.sources = read_lines(file, "sources");
  for (const TomlTable& block : file.tables("block")) add_block(block, protocol.blocks);
  if (protocol.blocks.empty())
    file.refuse("", "has no blocks", "write [[block]] with id, trials and what is done below it");
  refuse_endless(file, protocol);
  return protocol;
}

}  // namespace trilayer::protocol
