// The circumstances under which trials were recorded, and nothing of their outcome.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trilayer/base/units.hpp"
#include "trilayer/protocol/pulse.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::protocol {

/// Whether a hand was told to contract. `unstated` is not rest: what the background EMG shows then decides, and the
/// conclusion is reported.
enum class Contraction { unstated, rest, active };

/// What one hand was told to do while the pulse came.
struct HandState {
  Contraction contraction = Contraction::unstated;
  std::optional<double>
      percent_of_maximum;  ///< 0 to 100; EMG and force maxima differ, the session's context says which

  friend bool operator==(const HandState&, const HandState&) = default;
};

/// The conditioning pulse of a pair.
struct Conditioning {
  std::optional<Hemisphere> hemisphere;
  Site site = Site::m1;
  std::optional<Intensity> intensity;
  base::Milliseconds interval{0.0};  ///< from conditioning to test pulse, above 0
  std::string calibration;           ///< how its intensity was found, as stated ("1 mV", "120 %RMT"); may be empty

  friend bool operator==(const Conditioning&, const Conditioning&) = default;
};

/// What the participant did. `stimulation`: pulses at rest or in steady contraction; `sustained_contraction` and
/// `phasic_movement`: an intended unilateral contraction; `choice_reaction`: a cue chooses the hand;
/// `simple_reaction`: a cue starts a movement of a hand that is known before.
enum class Task { stimulation, sustained_contraction, phasic_movement, choice_reaction, simple_reaction };

enum class Complexity { unstated, simple, complex };

/// Whether the cue of a reaction also suggests the other hand (flanker, Simon).
enum class Conflict { unstated, congruent, incongruent };

/// Two trials belong to one block only if their conditions are equal.
struct Condition {
  Task task = Task::stimulation;
  std::optional<Hemisphere> hemisphere;  ///< of the test pulse; empty: no pulse, or not stated
  Site site = Site::m1;
  std::optional<Intensity> intensity;  ///< of the test pulse
  std::optional<Conditioning> conditioning;
  std::optional<Conditioning> earlier;  ///< of three pulses the first (IHI on SICI); its interval, too, counts to the
                                        ///< test pulse and is longer than that of `conditioning`
  std::optional<Side>
      stimulated_side;              ///< of the body, where `site`, or that of a conditioning pulse, is nerve or root
  bool conditioning_alone = false;  ///< the conditioning pulse was given without a test pulse
  bool both_hemispheres_together = false;  ///< the other hemisphere is pulsed at the same time
  BySide<HandState> hands;
  std::optional<Side> intended;         ///< the intended hand of a unilateral task
  std::optional<double> force_percent;  ///< target force, % of maximal voluntary contraction, 0 to 100
  Complexity complexity = Complexity::unstated;
  bool both_intended = false;  ///< both hands are to move together; `intended` is empty
  Conflict conflict = Conflict::unstated;
  std::optional<base::Milliseconds>
      foreknowledge;                            ///< how long before the signal to move the hand was known; 0 or more
  std::optional<base::Milliseconds> after_cue;  ///< of the test pulse after the signal to move; below 0: before it

  friend bool operator==(const Condition&, const Condition&) = default;
};

/// The condition in words, without the hemisphere, which stands in a column of its own:
/// "single pulse, 120 %RMT, rest", "paired 3 ms, 80 %RMT then 120 %RMT, rest",
/// "paired 10 ms from the other hemisphere, ...", "sustained contraction, 20 % force", "triple 13 ms from the other
/// hemisphere at 120 %RMT, then paired 3 ms, ...", "single pulse, 120 %RMT, choice reaction, intended left, 60 ms after
/// the cue". Equal conditions give equal words, different ones different words.
std::string label(const Condition& condition);

/// The inverse: the condition whose label this is; nothing where the text is no label, or does not fit the hemisphere
/// of the test pulse, which stands in a column of its own. parse_label(label(c), c.hemisphere) gives c wherever its
/// numbers have at most six digits, as in labels.
std::optional<Condition> parse_label(std::string_view text, std::optional<Hemisphere> hemisphere = std::nullopt);

std::string_view name(Contraction contraction);
std::string_view name(Task task);
std::string_view name(Complexity complexity);
std::string_view name(Conflict conflict);
std::optional<Task> parse_task(std::string_view text);
std::optional<Complexity> parse_complexity(std::string_view text);
std::optional<Conflict> parse_conflict(std::string_view text);

}  // namespace trilayer::protocol
