// From blocks to the rows of a table.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/pulse_columns.hpp"
#include "trilayer/recording/pulse_table.hpp"

namespace trilayer::recording {
namespace {

using namespace protocol;

using Cells = std::map<std::string, std::string, std::less<>>;

std::string exact(double value) { return fmt::format("{}", value); }

std::string truth(bool value) { return value ? "true" : ""; }

template <class T>
std::string word(const std::optional<T>& value) {
  return value ? std::string(name(*value)) : "";
}

std::string trial_type(const Condition& condition, bool pulsed) {
  if (!pulsed) {
    const bool reaction = condition.task == Task::choice_reaction || condition.task == Task::simple_reaction;
    return reaction ? "rt_go" : "voluntary";
  }
  if (!condition.conditioning) return "tms_single";
  const auto& first = condition.conditioning->hemisphere;
  if (!first || !condition.hemisphere) return "tms_paired";
  return first == condition.hemisphere ? "tms_paired_same" : "tms_paired_inter";
}

void add_intensity(Cells& cells, const std::string& pulse, const std::optional<Intensity>& intensity) {
  if (!intensity) return;
  cells["tms_" + pulse + "_intensity"] = exact(intensity->percent);
  cells["tms_" + pulse + "_reference"] = name(intensity->reference);
}

// What a pulse before the test pulse was; `pulse` is "cond" or "early".
void add_pulse_before(Cells& cells, const std::string& pulse, const Conditioning& first) {
  cells["tms_" + pulse + "_side"] = word(first.hemisphere);
  if (first.site != Site::m1) cells["tms_" + pulse + "_site"] = name(first.site);
  add_intensity(cells, pulse, first.intensity);
  cells["tms_" + pulse + "_calibration"] = first.calibration;
}

void add_pulse_condition(Cells& cells, const Condition& condition) {
  cells["tms_side"] = word(condition.hemisphere);
  if (condition.site != Site::m1) cells["tms_site"] = name(condition.site);
  add_intensity(cells, "test", condition.intensity);
  cells["tms_both_hemispheres"] = truth(condition.both_hemispheres_together);
  cells["tms_cond_alone"] = truth(condition.conditioning_alone);
  if (condition.conditioning) {
    cells["tms_isi"] = exact(condition.conditioning->interval.value());
    add_pulse_before(cells, "cond", *condition.conditioning);
  }
  if (condition.earlier) {
    cells["tms_early_isi"] = exact(condition.earlier->interval.value());
    add_pulse_before(cells, "early", *condition.earlier);
  }
  cells["tms_stimulated_side"] = word(condition.stimulated_side);
  if (condition.after_cue) cells["tms_after_cue"] = exact(condition.after_cue->value());
}

// One word for both hands, where one says it all.
std::optional<std::string> both_hands(const BySide<HandState>& hands) {
  const HandState rest{Contraction::rest, std::nullopt};
  const bool left = hands.left.contraction == Contraction::active;
  const bool right = hands.right.contraction == Contraction::active;
  if (hands.left == rest && hands.right == rest) return "rest";
  if (left && hands.right == rest) return "active_left";
  if (right && hands.left == rest) return "active_right";
  if (left && hands.left == hands.right) return "bilateral";
  return std::nullopt;
}

void add_hands(Cells& cells, const BySide<HandState>& hands) {
  if (const auto word = both_hands(hands)) {
    cells["contraction"] = *word;
    const auto& level = *word == "active_right" ? hands.right.percent_of_maximum : hands.left.percent_of_maximum;
    if (level) cells["contraction_level"] = exact(*level);
    return;
  }
  for (const Side side : both_sides) {
    const std::string hand(name(side));
    if (hands[side].contraction != Contraction::unstated) cells["contraction_" + hand] = name(hands[side].contraction);
    if (hands[side].percent_of_maximum) cells["contraction_level_" + hand] = exact(*hands[side].percent_of_maximum);
  }
}

void add_anchor(Cells& cells, const Condition& condition, const Trial& trial, bool pulsed, base::Seconds usual) {
  const AnchorKind usual_kind = pulsed                                          ? AnchorKind::test_pulse
                                : condition.task == Task::sustained_contraction ? AnchorKind::sustained
                                                                                : AnchorKind::cue;
  if (trial.anchor.kind != usual_kind) {
    std::string kind = base::lower(name(trial.anchor.kind));
    std::ranges::replace(kind, ' ', '_');
    cells["anchor"] = kind;
  }
  cells["duration"] = exact(trial.anchor.duration.value());
  if (trial.anchor.time != usual) cells["anchor_time"] = exact(trial.anchor.time.value());
}

Cells cells_of(const Block& block, const Trial& trial) {
  const Condition& condition = block.condition;
  const bool pulsed = !trial.pulses.empty();
  Cells cells;
  cells["block"] = block.id;
  cells["trial_type"] = trial_type(condition, pulsed);
  if (!pulsed || condition.task != Task::stimulation) cells["task"] = name(condition.task);
  if (pulsed) add_pulse_condition(cells, condition);
  add_hands(cells, condition.hands);
  cells["task_side"] = condition.both_intended ? "both" : word(condition.intended);
  if (condition.force_percent) cells["task_force"] = exact(*condition.force_percent);
  if (condition.complexity != Complexity::unstated) cells["task_complexity"] = name(condition.complexity);
  if (condition.conflict != Conflict::unstated) cells["task_conflict"] = name(condition.conflict);
  if (condition.foreknowledge) cells["task_foreknowledge"] = exact(condition.foreknowledge->value());
  if (!trial.excluded.empty()) cells["rejected"] = "true";
  cells["reject_reason"] = trial.excluded;

  base::Seconds onset = trial.anchor.time;
  base::Seconds usual_anchor = onset;
  if (pulsed) {
    onset = trial.pulses.front().time;
    // Without a test pulse the anchor is when it would have come.
    std::optional<base::Seconds> test;
    if (condition.conditioning_alone && trial.anchor.kind == AnchorKind::test_pulse) test = trial.anchor.time;
    for (const Pulse& pulse : trial.pulses) {
      if (condition.earlier && &pulse == &trial.pulses.front()) {
        cells["tms_early_current"] = word(pulse.current_direction);
      } else if (pulse.role == PulseRole::conditioning) {
        cells["tms_cond_current"] = word(pulse.current_direction);
      } else if (!test && !condition.conditioning_alone) {
        test = pulse.time;
        cells["tms_test_current"] = word(pulse.current_direction);
      } else {
        cells["tms_other_time"] = exact(pulse.time.value());
      }
    }
    if (test) cells["tms_test_time"] = exact(test->value());
    // Of three pulses the second is tms_isi before the test pulse, unless its marker was somewhere else.
    if (condition.earlier && trial.pulses.size() > 1) {
      const base::Seconds second = trial.pulses[1].time;
      if (test.value_or(onset) - base::Seconds(condition.conditioning->interval) != second)
        cells["tms_cond_time"] = exact(second.value());
    }
    usual_anchor = trial.anchor.kind == AnchorKind::test_pulse ? test.value_or(onset) : onset;
  }
  cells["onset"] = exact(onset.value());
  add_anchor(cells, condition, trial, pulsed, usual_anchor);
  return cells;
}

// The columns in which some row has something; those every table has.
Table as_table(const std::vector<Cells>& rows) {
  Table table;
  table.place = "table of blocks";
  for (const ColumnMeaning& column : pulse_columns()) {
    const bool used = std::ranges::any_of(rows, [&](const Cells& cells) {
      const auto cell = cells.find(column.name);
      return cell != cells.end() && !cell->second.empty();
    });
    if (used || column.name == "onset" || column.name == "duration" || column.name == "trial_type")
      table.columns.emplace_back(column.name);
  }
  for (const Cells& cells : rows) {
    auto& row = table.rows.emplace_back();
    for (const std::string& column : table.columns) {
      const auto cell = cells.find(column);
      row.push_back(cell == cells.end() || cell->second.empty() ? "n/a" : cell->second);
    }
  }
  return table;
}

struct Placed {
  std::size_t block;
  const Trial* trial;
  Cells cells;
};

bool blocks_in_order_of_rows(const std::vector<Placed>& rows) {
  std::size_t next = 0;
  for (const Placed& row : rows) {
    if (row.block > next) return false;
    if (row.block == next) ++next;
  }
  return true;
}

}  // namespace

Table table_from_blocks(const std::vector<protocol::Block>& blocks) {
  std::vector<Placed> rows;
  std::vector<Block> kept;  // a table has no place for a block without trials
  for (const Block& block : blocks) {
    if (block.trials.empty()) continue;
    for (const Trial& trial : block.trials) rows.push_back({kept.size(), &trial, cells_of(block, trial)});
    kept.push_back(block);
  }
  std::ranges::stable_sort(rows, {}, [](const Placed& row) {
    return row.trial->pulses.empty() ? row.trial->anchor.time : row.trial->pulses.front().time;
  });
  const bool in_order = blocks_in_order_of_rows(rows);
  std::vector<Cells> cells;
  for (Placed& row : rows) {
    if (!in_order) row.cells["block_number"] = std::to_string(row.block + 1);
    cells.push_back(std::move(row.cells));
  }
  Table table = as_table(cells);
  base::require(blocks_from_table(table) == kept, "blocks with trials that a table cannot state");
  return table;
}

}  // namespace trilayer::recording
