// From the rows of a table to blocks: every cell is either understood or refused.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/protocol/contradiction.hpp"
#include "trilayer/recording/pulse_columns.hpp"
#include "trilayer/recording/pulse_table.hpp"

namespace trilayer::recording {
namespace {

using namespace protocol;

// Markers of one pair may scatter by this much against the stated interval (pulses.cpp groups by the same).
constexpr double same_time = 0.5e-3;  // s

/// One row, read by column name.
class Row {
 public:
  Row(const Table& table, std::size_t row) : table_(&table), row_(row) {}

  [[noreturn]] void refuse(std::string_view column, const std::string& problem, const std::string& advice) const {
    throw base::Refusal(
        problem, table_->place + ", line " + std::to_string(row_ + 2) + ", column " + std::string(column), advice);
  }

  [[nodiscard]] std::string text(std::string_view column) const { return table_->cell(row_, column); }
  [[nodiscard]] std::string word(std::string_view column) const { return std::string(base::trim(text(column))); }
  [[nodiscard]] bool given(std::string_view column) const { return !word(column).empty(); }

  [[nodiscard]] bool any_pulse_cell() const {
    return std::ranges::any_of(table_->columns,
                               [&](const std::string& column) { return column.starts_with("tms_") && given(column); });
  }

  [[nodiscard]] std::optional<double> number(std::string_view column) const {
    if (!given(column)) return std::nullopt;
    const auto value = base::parse_number(text(column));
    if (!value) refuse(column, "'" + word(column) + "' is no number", "write a number with a decimal point, or n/a");
    return value;
  }

  /// A number in [low, high], or in (low, high] where `open`.
  [[nodiscard]] std::optional<double> number(std::string_view column, double low, double high, bool open) const {
    const auto value = number(column);
    if (value && (*value < low || *value > high || (open && *value == low)))
      refuse(column, word(column) + " is out of range",
             std::string(open ? "write a number above " : "write a number from ") + base::format_number(low) +
                 (open ? ", at most " : " to ") + base::format_number(high) + ", or n/a");
    return value;
  }

  template <class Parse>
  [[nodiscard]] auto parsed(std::string_view column, Parse&& parse) const -> decltype(parse("")) {
    if (!given(column)) return std::nullopt;
    const auto value = parse(word(column));
    if (!value) refuse(column, "'" + word(column) + "' is not known", "write one of: " + allowed_words(column));
    return value;
  }

  [[nodiscard]] std::optional<bool> truth(std::string_view column) const {
    return parsed(column, [](const std::string& text) -> std::optional<bool> {
      const std::string lower = base::lower(text);
      if (lower == "true" || lower == "1") return true;
      if (lower == "false" || lower == "0") return false;
      return std::nullopt;
    });
  }

 private:
  const Table* table_;
  std::size_t row_;
};

enum class TrialType { none, single, paired, paired_same, paired_inter, voluntary, reaction };

bool is_paired(TrialType type) {
  return type == TrialType::paired || type == TrialType::paired_same || type == TrialType::paired_inter;
}
bool is_pulsed(TrialType type) { return type == TrialType::single || is_paired(type); }

TrialType trial_type(const Row& row) {
  static const std::map<std::string, TrialType> types{
      {"tms_single", TrialType::single},           {"tms_paired", TrialType::paired},
      {"tms_paired_same", TrialType::paired_same}, {"tms_paired_inter", TrialType::paired_inter},
      {"voluntary", TrialType::voluntary},         {"rt_go", TrialType::reaction}};
  const std::string word = row.word("trial_type");
  if (word == "tms_catch") return TrialType::none;
  if (const auto found = types.find(word); found != types.end()) {
    if (!is_pulsed(found->second) && row.any_pulse_cell())
      row.refuse("trial_type", "'" + word + "' is a task without pulses, but the row has pulse columns",
                 "write tms_single or tms_paired, and what the participant did in the column task");
    return found->second;
  }
  if (word.empty() && row.any_pulse_cell()) {
    const bool pair = row.given("tms_isi") || row.given("tms_cond_side") || row.given("tms_cond_intensity") ||
                      row.given("tms_cond_site") || row.given("tms_early_isi");
    return pair ? TrialType::paired : TrialType::single;
  }
  if (word.starts_with("tms_") || row.any_pulse_cell())
    row.refuse("trial_type", "'" + word + "' is not known, but the row speaks of pulses",
               "write one of: " + allowed_words("trial_type"));
  return TrialType::none;
}

std::optional<Intensity> intensity(const Row& row, std::string_view value, std::string_view reference) {
  const auto percent = row.number(value, 0.0, 300.0, true);
  const auto of = row.parsed(reference, parse_intensity_reference);
  if (!percent && of) row.refuse(value, "a reference is stated and no intensity", "write the intensity in percent");
  if (!percent) return std::nullopt;
  if (!of)
    row.refuse(reference, "nothing says what the intensity is a percentage of",
               "write one of: " + allowed_words(reference));
  return Intensity{*percent, *of};
}

void read_sides(const Row& row, TrialType type, Condition& condition) {
  condition.hemisphere = row.parsed("tms_side", parse_hemisphere);
  if (!condition.conditioning) return;
  auto& first = condition.conditioning->hemisphere;
  first = row.parsed("tms_cond_side", parse_hemisphere);
  if (type == TrialType::paired) return;
  const bool same = type == TrialType::paired_same;
  // The type of the trial states one hemisphere by the other.
  const auto partner = [&](Hemisphere side) { return same ? side : opposite(side); };
  if (!first && condition.hemisphere) first = partner(*condition.hemisphere);
  if (!condition.hemisphere && first) condition.hemisphere = partner(*first);
  if (!first)
    row.refuse("tms_side", "neither pulse's hemisphere is stated",
               "write left or right in tms_side, or tms_paired in trial_type");
  if (first != partner(*condition.hemisphere))
    row.refuse("tms_cond_side",
               std::string("both pulses stimulate ") + (same ? "different hemispheres" : "the same hemisphere") +
                   ", which " + row.word("trial_type") + " denies",
               "correct tms_side, tms_cond_side or trial_type");
}

// The interval of the first pulse from its own column, or from the two times; they may not contradict each other.
base::Milliseconds read_first_interval(const Row& row, std::string_view column, double onset) {
  const auto stated = row.number(column, 0.0, 10000.0, true);
  const auto test = row.number("tms_test_time");
  if (!stated && !test)
    row.refuse(column, "a pair has neither an interval nor a test pulse time",
               "write the interval in ms, or the time of the test pulse in tms_test_time");
  if (!test) return base::Milliseconds(*stated);
  const double between = *test - onset;
  if (stated && std::abs(between - *stated / 1e3) > same_time + 1e-9)
    row.refuse(column,
               "is " + base::format_number(*stated) + " ms, but tms_test_time comes " +
                   base::format_number(between * 1e3) + " ms after onset",
               "onset is the first pulse of the trial; correct onset, " + std::string(column) + " or tms_test_time");
  if (stated) return base::Milliseconds(*stated);
  const double derived = std::round(between * 1e4) / 10.0;  // to 0.1 ms: one interval stays one condition
  if (derived <= 0.0)
    row.refuse("tms_test_time", "is not after the conditioning pulse at onset",
               "onset is the first pulse of the pair; correct onset or tms_test_time");
  return base::Milliseconds(derived);
}

// Of three pulses the first stands at onset, and its interval says that there are three.
void read_earlier(const Row& row, double onset, Condition& condition) {
  for (const char* column : {"tms_early_side", "tms_early_site", "tms_early_intensity", "tms_early_reference",
                             "tms_early_current", "tms_early_calibration"})
    if (row.given(column) && !row.given("tms_early_isi"))
      row.refuse(column, "nothing says when the first of three pulses came", "write tms_early_isi, or n/a here");
  if (!row.given("tms_early_isi")) return;
  Conditioning earlier;
  earlier.hemisphere = row.parsed("tms_early_side", parse_hemisphere);
  earlier.site = row.parsed("tms_early_site", parse_site).value_or(Site::m1);
  earlier.intensity = intensity(row, "tms_early_intensity", "tms_early_reference");
  earlier.interval = read_first_interval(row, "tms_early_isi", onset);
  earlier.calibration = row.text("tms_early_calibration");
  condition.earlier = std::move(earlier);
}

// The interval of the conditioning pulse: of a pair the first pulse, at onset; of three the second.
base::Milliseconds read_interval(const Row& row, double onset, const Condition& condition) {
  if (!condition.earlier) return read_first_interval(row, "tms_isi", onset);
  const auto stated = row.number("tms_isi", 0.0, 10000.0, true);
  if (!stated)
    row.refuse("tms_isi", "nothing says when the second of three pulses came",
               "write the interval from it to the test pulse in ms");
  if (*stated >= condition.earlier->interval.value())
    row.refuse("tms_isi", "is not shorter than tms_early_isi", "both count to the test pulse; correct one of the two");
  return base::Milliseconds(*stated);
}

void read_pulse_condition(const Row& row, TrialType type, double onset, Condition& condition) {
  condition.site = row.parsed("tms_site", parse_site).value_or(Site::m1);
  condition.intensity = intensity(row, "tms_test_intensity", "tms_test_reference");
  condition.both_hemispheres_together = row.truth("tms_both_hemispheres").value_or(false);
  condition.stimulated_side = row.parsed("tms_stimulated_side", parse_side);
  if (const auto after = row.number("tms_after_cue", -10000.0, 10000.0, false))
    condition.after_cue = base::Milliseconds(*after);
  if (is_paired(type)) {
    Conditioning first;
    first.site = row.parsed("tms_cond_site", parse_site).value_or(Site::m1);
    first.intensity = intensity(row, "tms_cond_intensity", "tms_cond_reference");
    read_earlier(row, onset, condition);
    first.interval = read_interval(row, onset, condition);
    first.calibration = row.text("tms_cond_calibration");
    condition.conditioning = std::move(first);
    condition.conditioning_alone = row.truth("tms_cond_alone").value_or(false);
  } else {
    for (const char* column :
         {"tms_isi", "tms_cond_side", "tms_cond_site", "tms_cond_intensity", "tms_cond_reference", "tms_cond_current",
          "tms_cond_calibration", "tms_cond_time", "tms_cond_alone", "tms_early_isi", "tms_early_side",
          "tms_early_site", "tms_early_intensity", "tms_early_reference", "tms_early_current", "tms_early_calibration"})
      if (row.given(column) && base::lower(row.word(column)) != "false")
        row.refuse(column, "a single pulse has no conditioning pulse", "write n/a here, or tms_paired in trial_type");
  }
  read_sides(row, type, condition);
}

void read_one_hand(const Row& row, Side side, bool summarised, HandState& hand) {
  const std::string column = "contraction_" + std::string(name(side));
  const auto stated = row.parsed(column, [](std::string_view text) -> std::optional<Contraction> {
    if (text == name(Contraction::rest)) return Contraction::rest;
    if (text == name(Contraction::active)) return Contraction::active;
    return std::nullopt;
  });
  if (summarised && stated && *stated != hand.contraction)
    row.refuse(column, "contradicts the column contraction", "correct one of the two, or write n/a in one");
  if (stated) hand.contraction = *stated;
  const std::string level_column = "contraction_level_" + std::string(name(side));
  const auto level = row.number(level_column, 0.0, 100.0, false);
  if (level && hand.percent_of_maximum && *level != *hand.percent_of_maximum)
    row.refuse(level_column, "contradicts the column contraction_level", "correct one of the two, or write n/a in one");
  if (level) hand.percent_of_maximum = level;
}

BySide<HandState> read_hands(const Row& row) {
  BySide<HandState> hands;
  const std::string summary = row.word("contraction");
  if (!summary.empty()) {
    if (summary != "rest" && summary != "active_left" && summary != "active_right" && summary != "bilateral")
      row.refuse("contraction", "'" + summary + "' is not known", "write one of: " + allowed_words("contraction"));
    for (const Side side : both_sides) {
      const bool active = summary == "bilateral" || summary == "active_" + std::string(name(side));
      hands[side].contraction = active ? Contraction::active : Contraction::rest;
    }
  }
  const auto level = row.number("contraction_level", 0.0, 100.0, false);
  if (level && (summary.empty() || summary == "rest"))
    row.refuse("contraction_level", "a level is stated, but the column contraction says of no hand that it contracts",
               "write active_left, active_right or bilateral there, or n/a here");
  for (const Side side : both_sides) {
    if (hands[side].contraction == Contraction::active) hands[side].percent_of_maximum = level;
    read_one_hand(row, side, !summary.empty(), hands[side]);
  }
  return hands;
}

Task read_task(const Row& row, TrialType type) {
  const auto stated = row.parsed("task", parse_task);
  if (type == TrialType::reaction && stated && *stated != Task::choice_reaction && *stated != Task::simple_reaction)
    row.refuse("task", "contradicts trial_type rt_go",
               "write choice reaction, simple reaction or n/a, or voluntary in trial_type");
  if (type == TrialType::reaction) return stated.value_or(Task::choice_reaction);
  if (type == TrialType::voluntary && (!stated || *stated == Task::stimulation))
    row.refuse("task", "nothing says what the voluntary task is",
               "write one of: sustained contraction, phasic movement, choice reaction, simple reaction");
  return stated.value_or(Task::stimulation);
}

void read_task_columns(const Row& row, Condition& condition) {
  condition.both_intended = row.word("task_side") == "both";
  if (!condition.both_intended) condition.intended = row.parsed("task_side", parse_side);
  condition.force_percent = row.number("task_force", 0.0, 100.0, false);
  condition.complexity = row.parsed("task_complexity", parse_complexity).value_or(Complexity::unstated);
  condition.conflict = row.parsed("task_conflict", parse_conflict).value_or(Conflict::unstated);
  if (const auto known = row.number("task_foreknowledge", 0.0, 60000.0, false))
    condition.foreknowledge = base::Milliseconds(*known);
}

void check_condition(const Row& row, const Condition& condition) {
  const auto denied = contradiction_in(condition);
  if (!denied) return;
  const auto level = [&](const char* own) { return row.given(own) ? own : "contraction_level"; };
  using enum Denied;
  const std::string_view column = denied->what == stimulated_side ? "tms_stimulated_side"
                                  : denied->what == intended      ? "task_side"
                                  : denied->what == after_cue     ? "tms_after_cue"
                                  : denied->what == level_left    ? level("contraction_level_left")
                                                                  : level("contraction_level_right");
  row.refuse(column, denied->problem, denied->advice);
}

AnchorKind default_anchor(TrialType type, Task task) {
  if (is_pulsed(type)) return AnchorKind::test_pulse;
  return task == Task::sustained_contraction ? AnchorKind::sustained : AnchorKind::cue;
}

std::optional<AnchorKind> parse_anchor(std::string_view text) {
  for (const auto kind : {AnchorKind::test_pulse, AnchorKind::cue, AnchorKind::emg_onset, AnchorKind::sustained}) {
    std::string word = base::lower(name(kind));
    std::ranges::replace(word, ' ', '_');
    if (text == word) return kind;
  }
  return std::nullopt;
}

Anchor read_anchor(const Row& row, TrialType type, Task task, double onset, double test) {
  Anchor anchor;
  anchor.kind = row.parsed("anchor", parse_anchor).value_or(default_anchor(type, task));
  if (anchor.kind == AnchorKind::test_pulse && !is_pulsed(type))
    row.refuse("anchor", "a task without pulses cannot be counted from a test pulse",
               "write one of: cue, emg_onset, sustained");
  // Every measure of a response counts from the pulse; a cue before it is part of the condition.
  if (anchor.kind != AnchorKind::test_pulse && is_pulsed(type))
    row.refuse(
        "anchor", "a trial with pulses is counted from its test pulse",
        "write n/a here and in anchor_time, and how long after the signal to move the pulse came in tms_after_cue");
  const double usual = anchor.kind == AnchorKind::test_pulse ? test : onset;
  anchor.time = base::Seconds(row.number("anchor_time").value_or(usual));
  anchor.duration = base::Seconds(row.number("duration", 0.0, 1e9, false).value_or(0.0));
  if (anchor.kind == AnchorKind::sustained && anchor.duration.value() == 0.0)
    row.refuse("duration", "a stretch of steady activity has no duration", "write how long it lasted, in s");
  return anchor;
}

// When the conditioning pulse of three came; nothing of a pair, where that is the onset.
std::optional<base::Seconds> second_of_three(const Row& row, const Condition& condition, double test) {
  const auto stated = row.number("tms_cond_time");
  if (!condition.earlier) {
    if (stated) row.refuse("tms_cond_time", "is stated of a pair, whose first pulse is at onset", "write n/a here");
    return std::nullopt;
  }
  const base::Seconds planned = base::Seconds(test) - base::Seconds(condition.conditioning->interval);
  if (stated && std::abs(*stated - planned.value()) > same_time + 1e-9)
    row.refuse("tms_cond_time", "is not tms_isi before the test pulse", "correct tms_cond_time or tms_isi");
  return stated ? base::Seconds(*stated) : planned;
}

std::vector<Pulse> read_pulses(const Row& row, const Condition& condition, double onset, double test) {
  std::vector<Pulse> pulses;
  const auto current = [&](std::string_view column) { return row.parsed(column, parse_current_direction); };
  if (const auto& earlier = condition.earlier)
    pulses.push_back({base::Seconds(onset), PulseRole::conditioning, earlier->site, earlier->hemisphere,
                      earlier->intensity, current("tms_early_current")});
  if (const auto& first = condition.conditioning)
    pulses.push_back({second_of_three(row, condition, test).value_or(base::Seconds(onset)), PulseRole::conditioning,
                      first->site, first->hemisphere, first->intensity, current("tms_cond_current")});
  const Pulse test_pulse{base::Seconds(test), PulseRole::test,
                         condition.site,      condition.hemisphere,
                         condition.intensity, row.parsed("tms_test_current", parse_current_direction)};
  if (!condition.conditioning_alone) pulses.push_back(test_pulse);
  if (const auto other = row.number("tms_other_time")) {
    if (!condition.both_hemispheres_together || !condition.hemisphere)
      row.refuse("tms_other_time", "a pulse to the other hemisphere needs tms_both_hemispheres true and a tms_side",
                 "state both, or write n/a here");
    pulses.push_back(test_pulse);
    pulses.back().time = base::Seconds(*other);
    pulses.back().hemisphere = opposite(*condition.hemisphere);
  }
  return pulses;
}

std::string read_exclusion(const Row& row) {
  const auto rejected = row.truth("rejected");
  const std::string reason = row.text("reject_reason");
  if (rejected == false && !reason.empty())
    row.refuse("reject_reason", "a reason is stated, but rejected is false", "correct one of the two");
  if (rejected == true && reason.empty()) return "rejected";
  return reason;
}

struct ReadRow {
  std::string block;
  long long block_number = 0;  ///< 0: not stated
  Condition condition;
  Trial trial;
};

double read_test_time(const Row& row, TrialType type, const Condition& condition, double onset) {
  const auto stated = row.number("tms_test_time");
  if (type == TrialType::single && stated && std::abs(*stated - onset) > same_time + 1e-9)
    row.refuse("tms_test_time", "differs from onset, but a single pulse is the first and the test pulse at once",
               "correct one of the two times, or write tms_paired in trial_type");
  if (stated) return *stated;
  const auto& first = condition.earlier ? condition.earlier : condition.conditioning;
  return first ? onset + first->interval.value() / 1e3 : onset;
}

std::optional<ReadRow> read_row(const Row& row) {
  const TrialType type = trial_type(row);
  if (type == TrialType::none) return std::nullopt;
  const auto onset = row.number("onset", -1e9, 1e9, false);
  if (!onset) row.refuse("onset", "the trial has no onset", "write the time in s from the first sample");
  ReadRow result;
  result.block = row.text("block");
  if (row.given("block_number")) {
    const auto number = base::parse_integer(row.text("block_number"));
    if (!number || *number < 1)
      row.refuse("block_number", "'" + row.word("block_number") + "' is no place", "write 1, 2, 3 ..., or n/a");
    result.block_number = *number;
  }
  Condition& condition = result.condition;
  condition.task = read_task(row, type);
  if (is_pulsed(type)) read_pulse_condition(row, type, *onset, condition);
  condition.hands = read_hands(row);
  read_task_columns(row, condition);
  check_condition(row, condition);
  const double test = is_pulsed(type) ? read_test_time(row, type, condition, *onset) : *onset;
  result.trial.anchor = read_anchor(row, type, condition.task, *onset, test);
  if (is_pulsed(type)) result.trial.pulses = read_pulses(row, condition, *onset, test);
  result.trial.excluded = read_exclusion(row);
  return result;
}

// A name for every block that no other has: its own, or with a number behind.
void name_blocks(std::vector<Block>& blocks) {
  std::set<std::string> taken;
  for (const Block& block : blocks) taken.insert(block.id);
  std::set<std::string> given;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    std::string& id = blocks[i].id;
    if (!id.empty() && given.insert(id).second) continue;
    const std::string stem = id.empty() ? "block" : id;
    for (std::size_t number = id.empty() ? i + 1 : 2;; ++number) {
      const std::string candidate = stem + " " + std::to_string(number);
      if (!taken.insert(candidate).second) continue;
      id = candidate;
      given.insert(id);
      break;
    }
  }
}

}  // namespace

bool is_trial(const Table& table, std::size_t row) { return trial_type(Row(table, row)) != TrialType::none; }

std::optional<base::Warning> unknown_columns(const Table& table) {
  std::vector<std::string_view> known;
  for (const ColumnMeaning& column : pulse_columns()) known.push_back(column.name);
  std::string words;
  for (const std::string& column : table.columns) {
    if (std::ranges::find(known, column) != known.end()) continue;
    const std::string small = base::lower(column);
    const std::string_view near = base::nearest(small, known);
    const bool alike = small.starts_with("tms_") || small.starts_with("task_") || small.starts_with("contraction");
    if (!alike && near.empty()) continue;
    words += (words.empty() ? "" : ", ") + column +
             (near.empty() ? std::string() : " (did you mean " + std::string(near) + "?)");
  }
  if (words.empty()) return std::nullopt;
  return base::Warning{
      "unknown_columns",
      "columns that are not read: " + words + ". Correct their names, or leave them if they are your own", table.place};
}

std::vector<protocol::Block> blocks_from_table(const Table& table) {
  std::vector<Block> blocks;
  std::vector<std::pair<long long, std::size_t>> order;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    auto read = read_row(Row(table, r));
    if (!read) continue;
    auto block = std::ranges::find_if(
        blocks, [&](const Block& other) { return other.id == read->block && other.condition == read->condition; });
    if (block == blocks.end()) {
      order.emplace_back(read->block_number, blocks.size());
      blocks.push_back({read->block, read->condition, {}});
      block = std::prev(blocks.end());
    }
    block->trials.push_back(std::move(read->trial));
  }
  std::ranges::sort(order);
  std::vector<Block> sorted;
  for (const auto& [ignored, at] : order) sorted.push_back(std::move(blocks[at]));
  for (Block& block : sorted)
    std::ranges::stable_sort(block.trials, {}, [](const Trial& trial) { return trial.anchor.time; });
  name_blocks(sorted);
  return sorted;
}

}  // namespace trilayer::recording
