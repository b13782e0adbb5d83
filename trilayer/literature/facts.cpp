#include "trilayer/literature/facts.hpp"

#include <algorithm>

namespace trilayer::literature {
namespace {

template <class T>
const T* find(const std::vector<T>& all, std::string_view id) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Fact* find_fact(const Facts& facts, std::string_view id) { return find(facts.facts, id); }
const Group* find_group(const Facts& facts, std::string_view id) { return find(facts.groups, id); }
const Check* find_check(const Facts& facts, std::string_view id) { return find(facts.checks, id); }

bool is_unseen(Mark mark) {
  switch (mark) {
    case Mark::memory_high:
    case Mark::memory_medium:
    case Mark::memory_low:
    case Mark::gap:
      return true;
    case Mark::seen:
    case Mark::second_hand:
    case Mark::derived:
    case Mark::measured:
      return false;
  }
  return true;
}

std::string_view name(Mark mark) {
  constexpr std::array<std::string_view, all_marks.size()> names{
      "seen", "second_hand", "memory_high", "memory_medium", "memory_low", "derived", "measured", "gap"};
  return names[static_cast<std::size_t>(mark)];
}

std::string_view name(Class severity) {
  constexpr std::array<std::string_view, all_classes.size()> names{"HARD", "SOFT", "SIGN", "REPORT"};
  return names[static_cast<std::size_t>(severity)];
}

std::string_view name(Trend trend) {
  constexpr std::array<std::string_view, all_trends.size()> names{"rises",     "falls", "not_rises",
                                                                  "not_falls", "above", "below"};
  return names[static_cast<std::size_t>(trend)];
}

}  // namespace trilayer::literature
