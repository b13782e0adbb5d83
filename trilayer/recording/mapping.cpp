#include "trilayer/recording/mapping.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <initializer_list>
#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/protocol/contradiction.hpp"
#include "trilayer/recording/labels.hpp"
#include "trilayer/recording/markers.hpp"

namespace trilayer::recording {
namespace {

using protocol::Condition;
using protocol::Contraction;
using Keys = std::initializer_list<std::string_view>;

std::string joined(Keys words) {
  std::string text;
  for (const auto word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

// One table of the file, with its name in messages ("pulses.S255").
struct Reader {
  const toml::table& table;
  std::string name;
  const std::string& file;

  [[nodiscard]] std::string place(const toml::node* node = nullptr) const {
    const auto line = (node != nullptr ? node->source() : table.source()).begin.line;
    return line == 0 ? file : file + " line " + std::to_string(line);
  }

  [[nodiscard]] std::string full(std::string_view key) const {
    return name.empty() ? std::string(key) : name + "." + std::string(key);
  }

  [[noreturn]] void refuse(std::string_view key, const std::string& problem, const std::string& allowed) const {
    throw base::Refusal("'" + full(key) + "' " + problem, place(table.get(key)), allowed);
  }

  void only(Keys keys) const {
    for (const auto& [key, node] : table)
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
        throw base::Refusal("'" + full(key.str()) + "' is no key of a mapping file", place(&node),
                            "allowed here: " + joined(keys));
  }

  [[nodiscard]] bool has(std::string_view key) const { return table.contains(key); }

  [[nodiscard]] std::string text(std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return "";
    if (const auto* value = node->as_string()) return value->get();
    refuse(key, "must be text", "write it in quotes: " + std::string(key) + " = \"...\"");
  }

  [[nodiscard]] std::optional<double> number(std::string_view key, double low, double high) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return std::nullopt;
    const std::string allowed =
        "a number from " + base::format_number(low) + " to " + base::format_number(high) + ", without quotes";
    if (!node->is_number()) refuse(key, "must be a number", allowed);
    const double value = node->value<double>().value_or(low - 1.0);
    if (!(value >= low && value <= high)) refuse(key, "is out of range", allowed);
    return value;
  }

  [[nodiscard]] bool flag(std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return false;
    if (const auto* value = node->as_boolean()) return value->get();
    refuse(key, "must be true or false", "write true or false, without quotes");
  }

  // A list of texts; empty where the key is not there.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key, const std::string& advice) const {
    std::vector<std::string> values;
    const toml::node* node = table.get(key);
    if (node == nullptr) return values;
    if (!node->is_array()) refuse(key, "must be a list of texts", advice);
    for (const toml::node& entry : *node->as_array()) {
      const auto* value = entry.as_string();
      if (value == nullptr || value->get().empty()) refuse(key, "must be a list of texts", advice);
      values.push_back(value->get());
    }
    return values;
  }

  // A word that `parse` knows; `allowed` lists those it knows.
  template <class Parse>
  auto word(std::string_view key, Parse parse, std::string_view allowed) const -> decltype(parse(std::string_view())) {
    if (!has(key)) return std::nullopt;
    const std::string value = text(key);
    if (auto found = parse(value)) return found;
    refuse(key, "cannot be \"" + value + "\"", "allowed: " + std::string(allowed));
  }

  [[nodiscard]] std::optional<Reader> below(std::string_view key) const {
    const toml::node* node = table.get(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* inner = node->as_table()) return Reader{*inner, full(key), file};
    refuse(key, "must be a table", "write [" + full(key) + "] with its keys below, or { ... } with its keys inside");
  }
};

constexpr std::string_view sides_allowed = "left, right";
constexpr std::string_view tasks_allowed = "sustained contraction, phasic movement, choice reaction, simple reaction";

std::optional<ChannelKind> parse_kind(std::string_view text) {
  for (const ChannelKind kind : {ChannelKind::emg, ChannelKind::trigger, ChannelKind::other})
    if (base::lower(name(kind)) == base::lower(text)) return kind;
  return std::nullopt;
}

std::optional<Contraction> parse_contraction(std::string_view text) {
  for (const Contraction contraction : {Contraction::rest, Contraction::active})
    if (protocol::name(contraction) == base::lower(text)) return contraction;
  return std::nullopt;
}

std::optional<TriggerMarks> parse_trigger_marks(std::string_view text) {
  if (text == "first_pulse") return TriggerMarks::first_pulse;
  if (text == "test_pulse") return TriggerMarks::test_pulse;
  return std::nullopt;
}

// "120 %RMT"; percent above 0, at most 300.
std::optional<protocol::Intensity> parse_intensity(std::string_view text) {
  const auto sign = text.find('%');
  if (sign == std::string_view::npos) return std::nullopt;
  const auto percent = base::parse_number(text.substr(0, sign));
  const auto reference = protocol::parse_intensity_reference(base::trim(text.substr(sign)));
  if (!percent || !reference || *percent <= 0.0 || *percent > 300.0) return std::nullopt;
  return protocol::Intensity{*percent, *reference};
}

// The short name where the text names a muscle of the table, the text itself where it does not.
std::string muscle_name(const std::string& text) {
  const auto known = parse_muscle(text);
  return known && !known->side ? known->muscle : text;
}

ChannelStatement read_label(const Reader& reader, const std::string& channel) {
  ChannelStatement said{channel, ChannelKind::emg, std::nullopt, "", reader.place()};
  said.side = reader.word("side", protocol::parse_side, sides_allowed);
  said.muscle = muscle_name(reader.text("muscle"));
  said.kind = reader.word("kind", parse_kind, "EMG, trigger, other").value_or(ChannelKind::emg);
  if (said.kind == ChannelKind::emg && (!said.side || said.muscle.empty()))
    throw base::Refusal("'" + reader.name + "' is EMG and needs both side and muscle", said.place,
                        "write side = \"left\" or \"right\" and muscle = \"FDI\" or another; or kind = \"other\"");
  if (said.kind != ChannelKind::emg && (said.side || !said.muscle.empty()))
    throw base::Refusal("'" + reader.name + "' is no EMG and cannot have side or muscle", said.place,
                        "leave out kind, or leave out side and muscle");
  return said;
}

// LFDI = "left FDI", the short form of LFDI = { side = "left", muscle = "FDI" }.
ChannelStatement read_short_label(const Reader& reader, std::string_view channel) {
  const std::string text = reader.text(channel);
  ChannelStatement said{std::string(channel), ChannelKind::emg, std::nullopt, "",
                        reader.place(reader.table.get(channel))};
  if (const auto kind = parse_kind(text); kind && *kind != ChannelKind::emg) {
    said.kind = *kind;
    return said;
  }
  const auto blank = text.find(' ');
  const auto side = protocol::parse_side(text.substr(0, blank));
  const std::string muscle(blank == std::string::npos ? "" : base::trim(text.substr(blank)));
  if (!side || muscle.empty())
    reader.refuse(channel, "cannot be \"" + text + "\"",
                  "allowed: a side and a muscle (\"left FDI\"), \"trigger\" or \"other\"");
  said.side = side;
  said.muscle = muscle_name(muscle);
  return said;
}

void read_channels(const Reader& reader, Mapping& mapping) {
  for (const auto& [key, node] : reader.table) {
    if (node.is_string()) {
      mapping.channels.push_back(read_short_label(reader, key.str()));
      continue;
    }
    const Reader channel = *reader.below(key.str());
    channel.only({"side", "muscle", "kind"});
    mapping.channels.push_back(read_label(channel, std::string(key.str())));
  }
}

void read_derived(const Reader& reader, Mapping& mapping) {
  for (const auto& [key, node] : reader.table) {
    const Reader channel = *reader.below(key.str());
    channel.only({"plus", "minus", "side", "muscle"});
    DerivedChannel derived{read_label(channel, std::string(key.str())), channel.text("plus"), channel.text("minus")};
    if (derived.plus.empty() || derived.minus.empty())
      throw base::Refusal("'" + channel.name + "' needs the two channels it is the difference of",
                          derived.channel.place, "write plus = \"EXG1\" and minus = \"EXG2\", with your names");
    if (derived.plus == derived.minus)
      throw base::Refusal("'" + channel.name + "' is the difference of a channel and itself", derived.channel.place,
                          "name two channels in plus and minus");
    mapping.derived.push_back(std::move(derived));
  }
}

void read_drop(const Reader& reader, Mapping& mapping) {
  const toml::node* node = reader.table.get("drop");
  if (node == nullptr) return;
  const std::string advice = "write drop = [\"EXG7\", \"EXG8\"], with your names";
  if (!node->is_array()) reader.refuse("drop", "must be a list of channel names", advice);
  for (const toml::node& entry : *node->as_array()) {
    const auto* text = entry.as_string();
    if (text == nullptr) reader.refuse("drop", "must be a list of channel names", advice);
    mapping.drop.push_back({text->get(), ChannelKind::other, std::nullopt, "", reader.place(&entry)});
  }
}

void read_hands(const Reader& reader, Condition& condition) {
  constexpr std::string_view allowed = "rest, active";
  if (const auto both = reader.word("hands", parse_contraction, allowed))
    condition.hands.left.contraction = condition.hands.right.contraction = *both;
  for (const auto side : protocol::both_sides) {
    const std::string key = std::string(protocol::name(side)) + "_hand";
    auto& hand = condition.hands[side];
    if (const auto said = reader.word(key, parse_contraction, allowed)) hand.contraction = *said;
    hand.percent_of_maximum = reader.number(key + "_percent", 0.0, 100.0);
    if (hand.percent_of_maximum && *hand.percent_of_maximum > 0.0 && hand.contraction != Contraction::active)
      reader.refuse(key + "_percent", "says that a hand contracts that is not called active",
                    "write " + key + " = \"active\"");
  }
}

void read_task(const Reader& reader, Condition& condition) {
  condition.both_intended = reader.text("intended") == "both";
  if (!condition.both_intended) condition.intended = reader.word("intended", protocol::parse_side, "left, right, both");
  condition.force_percent = reader.number("force_percent", 0.0, 100.0);
  condition.complexity =
      reader.word("complexity", protocol::parse_complexity, "simple, complex").value_or(protocol::Complexity::unstated);
  condition.conflict = reader.word("conflict", protocol::parse_conflict, "congruent, incongruent")
                           .value_or(protocol::Conflict::unstated);
  if (const auto known = reader.number("foreknowledge_ms", 0.0, 60000.0))
    condition.foreknowledge = base::Milliseconds(*known);
}

constexpr std::string_view sites_allowed = "M1, premotor, supplementary motor, root, nerve, sham";
constexpr std::string_view intensities_allowed =
    "a number above 0 and at most 300 with its reference: \"120 %RMT\", \"80 %AMT\" or \"65 %MSO\"";

// What a pulse before the test pulse was, without when.
protocol::Conditioning read_pulse_before(const Reader& reader) {
  protocol::Conditioning first;
  first.hemisphere = reader.word("hemisphere", protocol::parse_hemisphere, sides_allowed);
  first.site = reader.word("site", protocol::parse_site, sites_allowed).value_or(protocol::Site::m1);
  first.intensity = reader.word("intensity", parse_intensity, intensities_allowed);
  first.calibration = reader.text("calibration");
  return first;
}

void read_conditioning(const Reader& pulse, PulseStatement& said) {
  const auto reader = pulse.below("conditioning");
  if (!reader) return;
  reader->only({"marker", "interval_ms", "hemisphere", "site", "intensity", "calibration"});
  protocol::Conditioning first = read_pulse_before(*reader);
  said.conditioning_code = reader->text("marker");
  const auto interval = reader->number("interval_ms", 0.1, 1000.0);
  if (interval.has_value() == !said.conditioning_code.empty())
    throw base::Refusal("'" + reader->name + "' needs either marker or interval_ms", reader->place(),
                        "marker = \"CODE\" where the conditioning pulse has a marker of its own; interval_ms = 10 "
                        "where one trigger marks the pair");
  if (interval) first.interval = base::Milliseconds(*interval);
  said.condition.conditioning = first;
}

// The first of three pulses, which share one trigger.
void read_earlier(const Reader& pulse, PulseStatement& said) {
  const auto reader = pulse.below("earlier");
  if (!reader) return;
  reader->only({"interval_ms", "hemisphere", "site", "intensity", "calibration"});
  const auto& second = said.condition.conditioning;
  if (!second || !said.conditioning_code.empty())
    throw base::Refusal("'" + reader->name + "' needs a conditioning pulse with interval_ms behind it", reader->place(),
                        "add conditioning = { interval_ms = ... }, or write conditioning instead of earlier");
  protocol::Conditioning earlier = read_pulse_before(*reader);
  const auto interval = reader->number("interval_ms", 0.1, 1000.0);
  if (!interval || *interval <= second->interval.value())
    throw base::Refusal("'" + reader->name + "' " +
                            (interval ? "came no longer before the test pulse than the conditioning pulse"
                                      : "does not say how long before the test pulse it came"),
                        reader->place(),
                        "write an interval_ms longer than that of conditioning: both count to the test pulse");
  earlier.interval = base::Milliseconds(*interval);
  said.condition.earlier = earlier;
}

void check_pair(const Reader& reader, const PulseStatement& said) {
  const bool one_trigger = said.condition.conditioning && said.conditioning_code.empty();
  if (one_trigger && !said.trigger_marks)
    throw base::Refusal("'" + reader.name + "' does not say which pulse of the pair the trigger marks", reader.place(),
                        "write trigger_marks = \"first_pulse\" or \"test_pulse\": latencies are counted from the "
                        "test pulse");
  if (!one_trigger && said.trigger_marks)
    reader.refuse("trigger_marks", "has a meaning only where one trigger marks a pair",
                  "add conditioning = { interval_ms = ... }, or leave it out");
  if (said.condition.conditioning_alone && !one_trigger)
    reader.refuse("conditioning_alone", "needs the interval at which the test pulse would have come",
                  "add conditioning = { interval_ms = ... } and trigger_marks");
}

void check_condition(const Reader& reader, const Condition& condition) {
  const auto denied = protocol::contradiction_in(condition);
  if (!denied) return;
  using enum protocol::Denied;
  const std::string_view key = denied->what == stimulated_side ? "stimulated_side"
                               : denied->what == intended      ? "intended"
                               : denied->what == after_cue     ? "after_cue_ms"
                               : denied->what == level_left    ? "left_hand_percent"
                                                               : "right_hand_percent";
  reader.refuse(key, denied->problem, denied->advice);
}

bool outside_the_brain(protocol::Site site) {
  return site == protocol::Site::root || site == protocol::Site::nerve || site == protocol::Site::sham;
}

void read_pulses(const Reader& reader, Mapping& mapping) {
  for (const auto& [code, node] : reader.table) {
    const Reader pulse = *reader.below(code.str());
    pulse.only({"hemisphere",
                "site",
                "intensity",
                "current_direction",
                "conditioning",
                "conditioning_alone",
                "earlier",
                "stimulated_side",
                "both_hemispheres",
                "trigger_marks",
                "task",
                "intended",
                "force_percent",
                "complexity",
                "conflict",
                "foreknowledge_ms",
                "after_cue_ms",
                "hands",
                "left_hand",
                "right_hand",
                "left_hand_percent",
                "right_hand_percent"});
    PulseStatement said;
    said.code = std::string(code.str());
    said.place = pulse.place();
    said.condition.hemisphere = pulse.word("hemisphere", protocol::parse_hemisphere, sides_allowed);
    said.condition.site = pulse.word("site", protocol::parse_site, sites_allowed).value_or(protocol::Site::m1);
    if (!said.condition.hemisphere && !outside_the_brain(said.condition.site))
      throw base::Refusal("'" + pulse.name + "' does not say which hemisphere was stimulated", said.place,
                          "write hemisphere = \"left\" or \"right\": it is never guessed");
    said.condition.intensity = pulse.word("intensity", parse_intensity, intensities_allowed);
    said.condition.conditioning_alone = pulse.flag("conditioning_alone");
    said.condition.both_hemispheres_together = pulse.flag("both_hemispheres");
    said.condition.stimulated_side = pulse.word("stimulated_side", protocol::parse_side, sides_allowed);
    said.condition.task = pulse.word("task", protocol::parse_task, "stimulation, " + std::string(tasks_allowed))
                              .value_or(protocol::Task::stimulation);
    if (const auto after = pulse.number("after_cue_ms", -10000.0, 10000.0))
      said.condition.after_cue = base::Milliseconds(*after);
    said.current_direction = pulse.word("current_direction", protocol::parse_current_direction, "PA, AP, LM");
    said.trigger_marks = pulse.word("trigger_marks", parse_trigger_marks, "first_pulse, test_pulse");
    read_task(pulse, said.condition);
    read_hands(pulse, said.condition);
    read_conditioning(pulse, said);
    read_earlier(pulse, said);
    check_pair(pulse, said);
    check_condition(pulse, said.condition);
    mapping.pulses.push_back(std::move(said));
  }
}

void read_cues(const Reader& reader, Mapping& mapping) {
  for (const auto& [code, node] : reader.table) {
    const Reader cue = *reader.below(code.str());
    cue.only({"task", "intended", "force_percent", "complexity", "conflict", "foreknowledge_ms", "duration_ms"});
    CueStatement said;
    said.code = std::string(code.str());
    said.place = cue.place();
    const auto task = cue.word("task", protocol::parse_task, tasks_allowed);
    read_task(cue, said.condition);
    if (!task || *task == protocol::Task::stimulation || (!said.condition.intended && !said.condition.both_intended))
      throw base::Refusal(
          "'" + cue.name + "' needs task and intended", said.place,
          "write task = one of \"" + std::string(tasks_allowed) + "\" and intended = \"left\", \"right\" or \"both\"");
    said.condition.task = *task;
    if (const auto duration = cue.number("duration_ms", 1.0, 600000.0)) said.duration = base::Milliseconds(*duration);
    mapping.cues.push_back(std::move(said));
  }
}

std::optional<ArrayAxis> parse_axis(std::string_view text) {
  if (text == "trial") return ArrayAxis::trial;
  if (text == "sample") return ArrayAxis::sample;
  if (text == "channel") return ArrayAxis::channel;
  return std::nullopt;
}

std::vector<ArrayAxis> read_axes(const Reader& reader) {
  const std::string advice =
      "name each axis of the array once, in the order of its shape: axes = [\"trial\", \"sample\"], with "
      "\"trial\", \"sample\" and \"channel\"; \"sample\" must be there";
  std::vector<ArrayAxis> axes;
  for (const std::string& word : reader.texts("axes", advice)) {
    const auto axis = parse_axis(word);
    if (!axis || std::ranges::find(axes, *axis) != axes.end())
      reader.refuse("axes", "cannot have \"" + word + "\" here", advice);
    axes.push_back(*axis);
  }
  if (std::ranges::find(axes, ArrayAxis::sample) == axes.end()) reader.refuse("axes", "lacks \"sample\"", advice);
  return axes;
}

ArrayStatement read_array(const Reader& reader) {
  reader.only({"axes", "rate", "unit", "channels", "pulse_sample", "codes"});
  ArrayStatement said;
  said.place = reader.place();
  said.axes = read_axes(reader);
  const auto rate = reader.number("rate", 1e-3, 1e7);
  said.unit = reader.text("unit");
  said.channels = reader.texts("channels", "write channels = [\"left FDI\", \"right FDI\"], with your names");
  if (!rate || said.unit.empty() || said.channels.empty())
    throw base::Refusal("'array' needs axes, rate, unit and channels", said.place,
                        "write rate = samples a second, unit = \"uV\" or another, channels = [\"left FDI\"]");
  said.rate = base::Hertz(*rate);
  if (const auto pulse = reader.number("pulse_sample", 0.0, 1e12)) {
    said.pulse_sample = static_cast<long long>(*pulse);
    if (static_cast<double>(*said.pulse_sample) != *pulse)
      reader.refuse("pulse_sample", "must be a whole number", "samples are counted from 0 within each trial");
  }
  said.codes = reader.texts("codes", "write codes = [\"single\", \"pair\", ...], one a trial");
  if (!said.codes.empty() && !said.pulse_sample)
    reader.refuse("codes", "names the markers of pulses, and nothing says where these are", "add pulse_sample");
  return said;
}

void read_thresholds(const Reader& reader, Context& context) {
  const toml::node* node = reader.table.get("thresholds");
  if (node == nullptr) return;
  const std::string advice = "write [[context.thresholds]] with hemisphere, kind and percent_output below";
  if (!node->is_array_of_tables()) reader.refuse("thresholds", "must be a list of tables", advice);
  for (const toml::node& entry : *node->as_array()) {
    const Reader row{*entry.as_table(), "context.thresholds", reader.file};
    row.only({"hemisphere", "kind", "percent_output", "standard_error", "criterion"});
    const auto hemisphere = row.word("hemisphere", protocol::parse_hemisphere, sides_allowed);
    const std::string kind = row.text("kind");
    const auto percent = row.number("percent_output", 1.0, 150.0);
    if (!hemisphere || !percent || (kind != "RMT" && kind != "AMT"))
      throw base::Refusal("a threshold needs hemisphere, kind and percent_output", row.place(),
                          "write hemisphere = \"left\", kind = \"RMT\" or \"AMT\", percent_output = 48");
    for (const Threshold& other : context.thresholds)
      if (other.hemisphere == *hemisphere && other.active == (kind == "AMT"))
        throw base::Refusal(
            "the " + kind + " of the " + std::string(protocol::name(*hemisphere)) + " hemisphere is stated twice",
            row.place(), "leave one of the two out: intensities are percentages of one threshold");
    context.thresholds.push_back(
        {*hemisphere, kind == "AMT", *percent, row.number("standard_error", 0.0, 50.0), row.text("criterion")});
  }
}

Context read_context(const Reader& reader) {
  reader.only({"age", "sex", "height_cm", "handedness", "drugs", "lesion", "affected_side", "stimulator", "coil",
               "coil_position", "waveform", "current_direction", "conditioning_calibration", "thresholds"});
  Context context;
  context.age = reader.number("age", 0.0, 120.0);
  context.sex = reader.text("sex");
  context.height = reader.number("height_cm", 30.0, 260.0);
  context.handedness = reader.text("handedness");
  context.drugs = reader.text("drugs");
  context.lesion = reader.text("lesion");
  context.affected_side = reader.word("affected_side", protocol::parse_side, sides_allowed);
  context.stimulator = reader.text("stimulator");
  context.coil = reader.text("coil");
  context.coil_position = reader.text("coil_position");
  context.waveform = reader.text("waveform");
  context.current_direction = reader.word("current_direction", protocol::parse_current_direction, "PA, AP, LM");
  context.conditioning_calibration = reader.text("conditioning_calibration");
  read_thresholds(reader, context);
  return context;
}

void check_codes(const Mapping& mapping) {
  std::set<std::string> seen;
  const auto once = [&](const std::string& code, const std::string& place) {
    if (!seen.insert(plain_code(code)).second)
      throw base::Refusal("the marker code '" + code + "' has two meanings", place,
                          "say once what a code means; blanks in a code do not count");
  };
  for (const auto& pulse : mapping.pulses) once(pulse.code, pulse.place);
  for (const auto& cue : mapping.cues) once(cue.code, cue.place);
  for (const auto& pulse : mapping.pulses)
    if (seen.contains(plain_code(pulse.conditioning_code)))
      throw base::Refusal("the marker code '" + pulse.conditioning_code + "' is a test pulse and a conditioning pulse",
                          pulse.place, "give the conditioning pulse's marker only as conditioning = { marker = ... }");
}

void check_participant(const Reader& reader, const std::string& participant) {
  const bool label = std::all_of(participant.begin(), participant.end(),
                                 [](unsigned char c) { return c < 128 && std::isalnum(c) != 0; });
  if (!label || (participant.empty() && reader.has("participant")))
    reader.refuse("participant", "must be a label of letters and digits", "write a code such as \"P07\", never a name");
}

}  // namespace

Mapping parse_mapping(std::string_view text, const std::string& place) {
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw base::Refusal("no TOML: " + std::string(error.description()),
                        place + " line " + std::to_string(error.source().begin.line),
                        "docs/reference/mapping.md has examples");
  }
  const Reader reader{root, "", place};
  reader.only({"participant", "marker_shift_ms", "drop", "channels", "derived", "pulses", "cues", "array", "context"});
  Mapping mapping;
  mapping.place = place;
  mapping.participant = reader.text("participant");
  check_participant(reader, mapping.participant);
  mapping.marker_shift = base::Milliseconds(reader.number("marker_shift_ms", -1000.0, 1000.0).value_or(0.0));
  read_drop(reader, mapping);
  if (const auto channels = reader.below("channels")) read_channels(*channels, mapping);
  if (const auto derived = reader.below("derived")) read_derived(*derived, mapping);
  if (const auto pulses = reader.below("pulses")) read_pulses(*pulses, mapping);
  if (const auto cues = reader.below("cues")) read_cues(*cues, mapping);
  if (const auto array = reader.below("array")) mapping.array = read_array(*array);
  if (const auto context = reader.below("context")) mapping.context = read_context(*context);
  check_codes(mapping);
  return mapping;
}

Mapping read_mapping(const std::filesystem::path& path) {
  return parse_mapping(base::to_utf8(base::read_file(path, std::size_t{1} << 20)), path.filename().string());
}

}  // namespace trilayer::recording
