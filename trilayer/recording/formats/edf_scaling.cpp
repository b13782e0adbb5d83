#include "trilayer/recording/formats/edf_scaling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording {
namespace {

constexpr std::size_t width = 8;  // of a number in the header

// A number in at most 8 characters that is not above (below = true) or not below x; nothing where there is none.
std::optional<std::string> limit_text(double x, bool below) {
  for (int decimals = 6; decimals >= 0; --decimals) {
    const double unit = std::pow(10.0, -decimals);
    double rounded = x;
    for (int nudge = 0; nudge < 3; ++nudge) {
      const std::string text = fmt::format("{:.{}f}", rounded, decimals);
      const double value = *base::parse_number(text);
      if (below ? value <= x : value >= x) {
        if (value == 0.0) return "0";  // not "-0.000000"
        if (text.size() <= width) return text;
        break;
      }
      rounded += below ? -unit : unit;
    }
  }
  return std::nullopt;
}

// The same number, exact but for rounding in the last bits; nothing where it takes more than 8 characters.
std::optional<std::string> exact_text(double x) {
  if (x == 0.0) return "0";
  std::string text = fmt::format("{:.6f}", x);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  if (text.size() > width || std::abs(*base::parse_number(text) - x) > 1e-13 * std::abs(x)) return std::nullopt;
  return text;
}

// Every sample is float(step * k) for a whole k.
bool on_grid(std::span<const std::span<const float>> rows, double step) {
  const auto fits = [&](float x) { return static_cast<float>(step * std::round(x / step)) == x; };
  return std::ranges::all_of(rows, [&](std::span<const float> row) { return std::ranges::all_of(row, fits); });
}

// The outermost digital number from `from` towards `to` whose value 8 characters state exactly.
std::optional<int> outermost(double step, int from, int to, double shift) {
  const int direction = from <= to ? 1 : -1;
  for (int k = from; k != to + direction; k += direction)
    if (exact_text(step * (k + shift))) return k;
  return std::nullopt;
}

// A scaling in which digital numbers are multiples of `step`, shifted by a whole number where the range asks for it.
std::optional<EdfScaling> grid_scaling(double step, double smallest, double largest) {
  const double low = std::round(smallest / step), high = std::round(largest / step);
  if (high - low > 65535.0 || std::abs(low) > 1e9 || std::abs(high) > 1e9) return std::nullopt;
  const bool centred = low >= -32768.0 && high <= 32767.0;
  const double shift = centred ? 0.0 : low + 32768.0;
  const auto bottom = outermost(step, -32768, std::min(static_cast<int>(low - shift), 32766), shift);
  if (!bottom) return std::nullopt;
  const auto top = outermost(step, 32767, std::max(static_cast<int>(high - shift), *bottom + 1), shift);
  if (!top) return std::nullopt;
  EdfScaling scaling;
  scaling.physical_min = *exact_text(step * (*bottom + shift));
  scaling.physical_max = *exact_text(step * (*top + shift));
  scaling.digital_min = *bottom;
  scaling.digital_max = *top;
  scaling.step = step;
  scaling.offset = shift;
  return scaling;
}

// The tightest range that 8 characters state.
std::optional<EdfScaling> range_scaling(double smallest, double largest) {
  const auto low = limit_text(smallest, true);
  if (!low) return std::nullopt;
  const double least = *base::parse_number(*low);
  const auto high = limit_text(std::max(largest, least + std::max(1e-3, std::abs(least) * 1e-3)), false);
  if (!high) return std::nullopt;
  EdfScaling scaling;
  scaling.physical_min = *low;
  scaling.physical_max = *high;
  scaling.step = (*base::parse_number(*high) - least) / 65535.0;
  scaling.offset = least / scaling.step + 32768.0;
  return scaling;
}

EdfScaling code_scaling() {
  EdfScaling scaling = *grid_scaling(1.0, 0.0, 65535.0);
  scaling.wraps = true;
  return scaling;
}

}  // namespace

int EdfScaling::digital(double sample) const {
  if (wraps) return static_cast<int>(std::llround(sample) & 0xFFFF) - 32768;
  const double number = std::round(sample * factor / step - offset);
  return static_cast<int>(std::clamp(number, static_cast<double>(digital_min), static_cast<double>(digital_max)));
}

EdfScaling choose_scaling(const Channel& channel, std::span<const std::span<const float>> rows, float smallest,
                          float largest) {
  const auto finish = [&](EdfScaling scaling, const std::string& unit, double factor) {
    scaling.unit = edf_text(unit, width);
    scaling.factor = factor;
    return scaling;
  };
  for (const double step : {channel.resolution, 1.0}) {
    if (!(step > 0.0) || !on_grid(rows, step)) continue;
    if (const auto scaling = grid_scaling(step, smallest, largest)) return finish(*scaling, channel.unit, 1.0);
    if (channel.kind == ChannelKind::trigger && step == 1.0) return finish(code_scaling(), channel.unit, 1.0);
  }
  if (const auto scaling = range_scaling(smallest, largest)) return finish(*scaling, channel.unit, 1.0);
  if (channel.kind == ChannelKind::emg)
    for (const auto& [unit, factor] : {std::pair{"mV", 1e-3}, std::pair{"V", 1e-6}})
      if (const auto scaling = range_scaling(smallest * factor, largest * factor))
        return finish(*scaling, unit, factor);
  throw base::Refusal(fmt::format("channel {} ranges from {} to {} {}, which the 8 characters of an EDF header cannot "
                                  "state",
                                  channel.name, smallest, largest, channel.unit),
                      "", "leave this channel out, or state it in a larger unit");
}

std::string edf_text(std::string_view text, std::size_t limit) {
  using namespace std::string_view_literals;
  constexpr std::array spelt = {std::pair{"\u00b5"sv, "u"sv}, std::pair{"\u03bc"sv, "u"sv},
                                std::pair{"\u00b0"sv, "deg"sv}, std::pair{"\u00b2"sv, "2"sv},
                                std::pair{"\u03a9"sv, "Ohm"sv}};
  std::string out;
  while (!text.empty()) {
    const auto known = std::ranges::find_if(spelt, [&](const auto& pair) { return text.starts_with(pair.first); });
    if (known != spelt.end()) {
      out += known->second;
      text.remove_prefix(known->first.size());
      continue;
    }
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte >= 32 && byte <= 126) out += text.front();
    if (byte < 32 || byte >= 0xC0 || byte == 127) out += '_';  // one for a whole UTF-8 sequence
    text.remove_prefix(1);
  }
  return out.substr(0, limit);
}

}  // namespace trilayer::recording
