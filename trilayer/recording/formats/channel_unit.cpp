#include "trilayer/recording/formats/channel_unit.hpp"

#include <algorithm>
#include <array>

#include "trilayer/base/text.hpp"

namespace trilayer::recording {
namespace {

using namespace std::string_view_literals;

constexpr std::array trigger_names = {"status"sv,        "trigger"sv, "triggers"sv, "trig"sv,    "trg"sv,
                                      "ttl"sv,           "sti"sv,     "stim"sv,     "sync"sv,    "marker"sv,
                                      "markers"sv,       "event"sv,   "events"sv,   "digital"sv, "edfannotations"sv,
                                      "bdfannotations"sv};

// Units of the other signals a laboratory records beside EMG. None of them can be taken for a voltage.
constexpr std::array other_units = {
    "N"sv,     "mN"sv,        "kN"sv,      "Nm"sv,      "N.m"sv,     "kg"sv,      "g"sv,       "mg"sv,
    "m"sv,     "cm"sv,        "mm"sv,      "um"sv,      "\u00b5m"sv, "\u03bcm"sv, "m/s"sv,     "m/s^2"sv,
    "m/s2"sv,  "m/s\u00b2"sv, "mm/s^2"sv,  "deg"sv,     "degree"sv,  "degrees"sv, "\u00b0"sv,  "rad"sv,
    "deg/s"sv, "\u00b0/s"sv,  "rad/s"sv,   "\u00b0C"sv, "degC"sv,    "C"sv,       "K"sv,       "%"sv,
    "bpm"sv,   "BPM"sv,       "Hz"sv,      "kHz"sv,     "s"sv,       "ms"sv,      "A"sv,       "mA"sv,
    "uA"sv,    "\u00b5A"sv,   "\u03bcA"sv, "S"sv,       "mS"sv,      "uS"sv,      "\u00b5S"sv, "\u03bcS"sv,
    "Ohm"sv,   "kOhm"sv,      "\u03a9"sv,  "k\u03a9"sv, "Pa"sv,      "kPa"sv,     "hPa"sv,     "mmHg"sv,
    "T"sv,     "mT"sv,        "uT"sv,      "dB"sv,      "lux"sv,     "Boolean"sv, "a.u."sv,    "AU"sv,
    "bit"sv,   "bits"sv,      "L"sv,       "mL"sv,      "L/s"sv,     "L/min"sv};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

bool is_trigger_name(std::string_view name) {
  std::string letters;
  std::copy_if(name.begin(), name.end(), std::back_inserter(letters), is_letter);
  return std::ranges::find(trigger_names, base::lower(letters)) != trigger_names.end();
}

std::optional<ChannelUnit> interpret_unit(std::string_view name, std::string_view unit) {
  const auto voltage = microvolts_per(unit);
  const bool known = std::ranges::find(other_units, unit) != other_units.end();
  if (is_trigger_name(name) && (voltage || known || unit.empty()))
    return ChannelUnit{ChannelKind::trigger, std::string(unit), 1.0};
  if (voltage) return ChannelUnit{ChannelKind::emg, "uV", *voltage};
  if (known) return ChannelUnit{ChannelKind::other, std::string(unit), 1.0};
  return std::nullopt;
}

std::string ced_unit(const std::string& unit) {
  const std::string word = base::lower(unit);
  return word == "volt" || word == "volts" ? "V" : unit;
}

std::string unit_advice() {
  return "voltages are V, mV, uV (or \u00b5V) and nV; write the unit as one of these, or export the recording again "
         "without this channel";
}

}  // namespace trilayer::recording
