#include "trilayer/recording/labels.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <utility>
#include <vector>

#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/channel_unit.hpp"

namespace trilayer::recording {
namespace {

using protocol::Side;

struct Muscle {
  std::string_view name;
  std::vector<std::string_view> synonyms;  // lower case, without separators
};

// Usual names of the muscles of TMS studies. Abbreviations that laboratories use for two muscles ("PL", "GL") are not
// here.
const std::vector<Muscle>& muscles() {
  static const std::vector<Muscle> table{
      // hand
      {"FDI",
       {"fdi", "1di", "1stdi", "fdio", "firstdorsalinterosseous", "firstdorsalinterosseus", "interosseusdorsalis1"}},
      {"APB", {"apb", "abductorpollicisbrevis", "thenar"}},
      {"ADM", {"adm", "adq", "abductordigitiminimi", "abductordigitiquinti", "hypothenar"}},
      {"FPB", {"fpb", "flexorpollicisbrevis"}},
      {"OP", {"op", "opponenspollicis"}},
      // forearm
      {"FDS", {"fds", "flexordigitorumsuperficialis"}},
      {"FDP", {"fdp", "flexordigitorumprofundus"}},
      {"FPL", {"fpl", "flexorpollicislongus"}},
      {"FCR", {"fcr", "flexorcarpiradialis"}},
      {"FCU", {"fcu", "flexorcarpiulnaris"}},
      {"ECR", {"ecr", "extensorcarpiradialis"}},
      {"ECRL", {"ecrl", "extensorcarpiradialislongus"}},
      {"ECRB", {"ecrb", "extensorcarpiradialisbrevis"}},
      {"ECU", {"ecu", "extensorcarpiulnaris"}},
      {"EDC", {"edc", "extensordigitorumcommunis", "extensordigitorum"}},
      {"EIP", {"eip", "extensorindicisproprius", "extensorindicis"}},
      {"APL", {"apl", "abductorpollicislongus"}},
      {"BR", {"brachioradialis"}},
      // arm and trunk
      {"BIC", {"bic", "bb", "biceps", "bicepsbrachii"}},
      {"TRI", {"tri", "tb", "triceps", "tricepsbrachii"}},
      {"DEL", {"del", "delt", "deltoid", "deltoideus"}},
      {"TRAP", {"trap", "trapezius"}},
      {"PEC", {"pec", "pectoralis", "pectoralismajor"}},
      {"SCM", {"scm", "sternocleidomastoid"}},
      {"ES", {"es", "erectorspinae"}},
      // leg
      {"TA", {"ta", "tibant", "tibialisanterior"}},
      {"SOL", {"sol", "soleus"}},
      {"GM", {"gm", "mg", "gastrocnemiusmedialis", "medialgastrocnemius"}},
      {"LG", {"lg", "gastrocnemiuslateralis", "lateralgastrocnemius"}},
      {"RF", {"rf", "rectusfemoris"}},
      {"VL", {"vl", "vastuslateralis"}},
      {"VM", {"vm", "vastusmedialis"}},
      {"BF", {"bf", "bicepsfemoris"}},
      {"AH", {"ah", "abductorhallucis"}},
      {"EDB", {"edb", "extensordigitorumbrevis"}},
  };
  return table;
}

using SideWord = std::pair<std::string_view, Side>;

// As a word of its own; Italian (sx, dx) and German (li, re) abbreviations stand in many files.
constexpr std::array<SideWord, 10> side_words{{{"left", Side::left},
                                               {"l", Side::left},
                                               {"lt", Side::left},
                                               {"sx", Side::left},
                                               {"li", Side::left},
                                               {"right", Side::right},
                                               {"r", Side::right},
                                               {"rt", Side::right},
                                               {"dx", Side::right},
                                               {"re", Side::right}}};
// Written in one with the muscle, before or behind it.
constexpr std::array<SideWord, 4> glued_sides{
    {{"left", Side::left}, {"l", Side::left}, {"right", Side::right}, {"r", Side::right}}};

constexpr std::array<std::string_view, 12> filler{"emg", "muscle", "m",    "channel", "chan", "ch",
                                                  "bip", "aux",    "hand", "arm",     "leg",  "side"};
bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::string_view without_number(std::string_view word) {
  while (!word.empty() && std::isdigit(static_cast<unsigned char>(word.back())) != 0) word.remove_suffix(1);
  return word;
}

template <class Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : base::lower(text)) {
    // Bytes above 127 are letters of other alphabets: kept, so that "é" does not part a word.
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte > 127) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// Without "EMG", "Ch 3" and the like. A number in front counts the channel; a number behind may tell two electrodes
// of one muscle apart, so it stays and nothing is concluded.
std::vector<std::string> telling_words(std::string_view text) {
  std::vector<std::string> words;
  for (auto& word : words_of(text))
    if (!contains(filler, without_number(word)) && !(words.empty() && is_number(word)))
      words.push_back(std::move(word));
  return words;
}

std::optional<std::string> muscle_of(std::string_view squeezed) {
  for (const Muscle& muscle : muscles())
    if (contains(muscle.synonyms, squeezed)) return std::string(muscle.name);
  return std::nullopt;
}

std::string squeeze(std::vector<std::string>::const_iterator from, std::vector<std::string>::const_iterator to) {
  std::string text;
  for (; from != to; ++from) text += *from;
  return text;
}

// Every way in which the words can be read.
using Readings = std::set<std::pair<int, std::string>>;  // side (-1: not said) and muscle

void add(Readings& readings, std::optional<Side> side, std::string_view squeezed) {
  if (auto muscle = muscle_of(squeezed)) readings.emplace(side ? static_cast<int>(*side) : -1, std::move(*muscle));
}

Readings readings_of(const std::vector<std::string>& words) {
  Readings readings;
  if (words.empty()) return readings;
  for (const auto& [word, side] : side_words) {
    if (words.front() == word) add(readings, side, squeeze(words.begin() + 1, words.end()));
    if (words.back() == word) add(readings, side, squeeze(words.begin(), words.end() - 1));
  }
  // "ECR L" says its side; "ECRL" may be a muscle of that name.
  if (readings.empty()) add(readings, std::nullopt, squeeze(words.begin(), words.end()));
  if (words.size() > 1) return readings;
  const std::string_view whole = words.front();
  for (const auto& [word, side] : glued_sides) {
    if (whole.starts_with(word)) add(readings, side, whole.substr(word.size()));
    // "TAR" is more likely a word than the right TA: one letter behind a muscle needs a muscle of three letters.
    if (whole.ends_with(word) && (word.size() > 1 || whole.size() > 3))
      add(readings, side, whole.substr(0, whole.size() - word.size()));
  }
  return readings;
}

}  // namespace

std::optional<MuscleLabel> parse_muscle(std::string_view text) {
  const Readings readings = readings_of(telling_words(text));
  if (readings.size() != 1) return std::nullopt;
  const auto& [side, muscle] = *readings.begin();
  if (side < 0) return MuscleLabel{std::nullopt, muscle};
  return MuscleLabel{static_cast<Side>(side), muscle};
}

void conclude_labels(Recording& recording) {
  std::string conclusions;
  const auto note = [&](const Channel& channel, const std::string& conclusion) {
    conclusions += (conclusions.empty() ? "" : ", ") + channel.name + " -> " + conclusion;
  };
  for (Channel& channel : recording.channels) {
    if (channel.kind != ChannelKind::emg || channel.label_source == LabelSource::stated) continue;
    if (channel.side || !channel.muscle.empty()) continue;
    if (is_trigger_name(channel.name)) {
      channel.kind = ChannelKind::trigger;
      note(channel, "trigger");
    } else if (const auto found = parse_muscle(channel.name)) {
      channel.side = found->side;
      channel.muscle = found->muscle;
      channel.label_source = LabelSource::concluded;
      note(channel, found->side ? label(channel) : found->muscle + ", side not known");
    }
  }
  if (conclusions.empty()) return;
  recording.warnings.push_back({"channel_labels_concluded",
                                "side and muscle were concluded from the channels' names: " + conclusions +
                                    ". Where one is wrong, state it in a mapping file (--mapping FILE)",
                                recording.name});
}

}  // namespace trilayer::recording
