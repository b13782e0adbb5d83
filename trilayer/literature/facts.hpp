// What has been published about healthy people and what the simulator is held to: data of evidence/facts, read
// strictly.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trilayer::literature {

/// How a fact is known: seen in the named source, quoted there by somebody else, from memory (with confidence), worked
/// out from facts that were seen, measured by this project in data it could read, or looked for and not found.
enum class Mark { seen, second_hand, memory_high, memory_medium, memory_low, derived, measured, gap };
constexpr std::array<Mark, 8> all_marks{Mark::seen,       Mark::second_hand, Mark::memory_high, Mark::memory_medium,
                                        Mark::memory_low, Mark::derived,     Mark::measured,    Mark::gap};

/// One published statement. Texts are as in the source: a value keeps its words and its spread.
struct Fact {
  std::string id;  ///< "ISP-01"
  std::string statement;
  std::string value;
  std::string n;  ///< people, in the source's words; "-" where that has no meaning
  std::string conditions;
  std::string source;
  Mark mark = Mark::gap;
  std::string topic;  ///< the file's name without ".toml"
};

/// A loading or parameter of the simulator and the value it takes on both sides, "premotor_leak=0".
struct Setting {
  std::string name;
  double value = 0.0;

  friend bool operator==(const Setting&, const Setting&) = default;
};

/// People that a check speaks of. What `sets` does not name is drawn.
struct Group {
  std::string id;
  std::string what;
  double age_low = 0.0;   ///< years, inclusive
  double age_high = 0.0;  ///< years, inclusive
  std::vector<Setting> sets;
};

/// Where a quantity has to go: over ordered circumstances (the first four) or beside a reference (the last two).
enum class Trend { rises, falls, not_rises, not_falls, above, below };
constexpr std::array<Trend, 6> all_trends{Trend::rises,     Trend::falls, Trend::not_rises,
                                          Trend::not_falls, Trend::above, Trend::below};

/// One quantity of a check and what is accepted. Without limits and trend it is only printed.
struct Target {
  std::string quantity;  ///< what is computed, "tct_mean_ms"
  std::string unit;
  std::optional<double> low;   ///< accepted, inclusive
  std::optional<double> high;  ///< accepted, inclusive
  std::optional<Trend> trend;
  std::optional<double> reference;  ///< of above and below
  std::string over;                 ///< of the other trends: the circumstances in their order
  bool width_without_source = false;
  std::optional<double> people_low;   ///< the quantity is the share of people between these two, inclusive;
  std::optional<double> people_high;  ///< with one of them, of people on that side of it
  std::string people_unit;
  std::string group;    ///< of which people; the check's where the file says nothing
  std::string against;  ///< with which people they are compared; empty: with none
};

/// What it means where a target is not met: a failure, a warning, a failure where the trend is wrong, nothing.
enum class Class { hard, soft, sign, report };
constexpr std::array<Class, 4> all_classes{Class::hard, Class::soft, Class::sign, Class::report};

/// Something the simulator is held to, under its own protocol.
struct Check {
  std::string id;  ///< "T01"; a letter behind it where one row was split
  std::string title;
  std::string protocol;
  Class severity = Class::report;
  std::vector<Target> targets;        ///< at least one
  std::vector<std::string> rests_on;  ///< ids of facts, at least one
  std::string basis;
  std::string mark;       ///< how the basis is known, in the words of the list of targets: "V (n=6)"
  bool verified = false;  ///< everything it rests on was seen
  std::string group;
  bool in_scope = true;
  std::string reason;                  ///< why it is out of scope: what the model does not represent
  std::string ablation;                ///< the mechanism without which the check must fail
  std::vector<Setting> ablation_sets;  ///< the same as settings, where the simulator has them
  bool held_out = false;               ///< the fit must not use it
  std::string topic;
};

struct Facts {
  std::vector<Group> groups;
  std::vector<Fact> facts;
  std::vector<Check> checks;
  std::uint64_t hash = 0;  ///< FNV-1a of the files' texts, in the order of their names
};

/// A file of facts: "coherence.toml" and what stands in it.
struct FactsFile {
  std::string name;
  std::string_view text;
};

/// All files together: ids are unique over all of them and links may cross them. Throws Refusal with file, line, key
/// and what is allowed.
Facts parse_facts(const std::vector<FactsFile>& files);

/// Every *.toml of a folder. Throws Refusal, also where there is none.
Facts load_facts(const std::filesystem::path& folder);

/// The facts inside the program, and the files they stand in, by name.
const Facts& shipped_facts();
const std::vector<FactsFile>& shipped_facts_files();

/// By id, or null.
const Fact* find_fact(const Facts& facts, std::string_view id);
const Group* find_group(const Facts& facts, std::string_view id);
const Check* find_check(const Facts& facts, std::string_view id);

/// Whether nobody has seen it: from memory, or a gap.
bool is_unseen(Mark mark);

std::string_view name(Mark mark);       ///< "seen", "memory_high" ...
std::string_view name(Class severity);  ///< "HARD" ...
std::string_view name(Trend trend);     ///< "rises" ...

/// Every key that a table of these files may have.
struct FactsKeys {
  std::vector<std::string_view> group, fact, check, target;
};
const FactsKeys& facts_keys();

}  // namespace trilayer::literature
