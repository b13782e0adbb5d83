#include "trilayer/phantom/truth.hpp"

#include <string_view>

#include "trilayer/base/text.hpp"

namespace trilayer::phantom {
namespace {

// Writes the rows of one hand in one block, each after the same first cells.
struct Rows {
  std::string& text;
  std::string front;

  void add(std::string_view quantity, double value, std::string_view unit) const {
    text += front;
    text += quantity;
    text += '\t' + base::format_number(value) + '\t';
    text += unit;
    text += '\n';
  }
};

void add_hand(const Hand& hand, const Rows& rows) {
  rows.add("background EMG", hand.background.value(), "uV");
  if (const auto& response = hand.response) {
    rows.add("response onset", response->onset.value(), "ms");
    rows.add("response onset, SD over trials", response->jitter.value(), "ms");
    rows.add("response size, median", response->amplitude.value(), "mV");
    rows.add("response size, SD of ln", response->log_spread, "1");
    rows.add("response length", response->length.value(), "ms");
    rows.add("share of trials with a response", response->share, "1");
  }
  if (const auto& silence = hand.silence) {
    rows.add("silence onset", silence->onset.value(), "ms");
    rows.add("silence end", silence->end.value(), "ms");
    rows.add("silence, SD over trials", silence->jitter.value(), "ms");
    rows.add("silence depth", 100.0 * silence->depth, "%");
  }
  if (hand.task_emg.value() > 0.0) {
    rows.add("task EMG", hand.task_emg.value(), "uV");
    rows.add("task EMG onset", hand.task_onset.value(), "ms");
  }
}

}  // namespace

std::string truth_table(const Phantom& phantom) {
  std::string text = "block\tcondition\themisphere\tside\tquantity\tvalue\tunit\n";
  for (const PhantomBlock& block : phantom.blocks) {
    const auto& condition = block.plan.condition;
    const std::string front = block.plan.id + '\t' + protocol::label(condition) + '\t' +
                              (condition.hemisphere ? std::string(name(*condition.hemisphere)) : "n/a") + '\t';
    for (const protocol::Side side : protocol::both_sides)
      add_hand(block.hands[side], {text, front + std::string(name(side)) + '\t'});
  }
  return text;
}

}  // namespace trilayer::phantom
