#include "trilayer/recording/bids/channels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/edf_scaling.hpp"
#include "trilayer/recording/labels.hpp"

namespace trilayer::recording::bids {
namespace {

constexpr std::size_t label_width = 16;  // of a signal in an EDF header

[[noreturn]] void refuse(const Table& table, std::size_t row, std::string_view column, const std::string& problem,
                         const std::string& advice) {
  throw base::Refusal(problem, fmt::format("{}, line {}, column {}", table.place, row + 2, column), advice);
}

std::string word(const Table& table, std::size_t row, std::string_view column) {
  return std::string(base::trim(table.cell(row, column)));
}

std::vector<EdfSignal> signals_of(const EdfHeader& header) {
  std::vector<EdfSignal> signals;
  for (const EdfSignal& signal : header.signals)
    if (!signal.annotation) signals.push_back(signal);
  return signals;
}

// The row of every channel: the same place where names agree, else by name where that is unique.
std::vector<std::size_t> rows_of(const Recording& recording, const Table& table) {
  if (!table.has("name") || !table.has("type") || !table.has("units"))
    throw base::Refusal("lacks one of the columns name, type and units", table.place + ", line 1",
                        "BIDS requires these three, in this order");
  if (table.rows.size() != recording.channels.size())
    throw base::Refusal(
        fmt::format("has {} rows, but the data file {} channels", table.rows.size(), recording.channels.size()),
        table.place, "give every channel of the data file its row, in the same order");
  const auto agree = [&](std::size_t row, const Channel& channel) {
    const std::string name = word(table, row, "name");
    return name == channel.name || edf_text(name, label_width) == channel.name;
  };
  std::vector<std::size_t> rows;
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    const Channel& channel = recording.channels[c];
    std::size_t found = c;
    if (!agree(c, channel)) {
      std::vector<std::size_t> fitting;
      for (std::size_t r = 0; r < table.rows.size(); ++r)
        if (agree(r, channel)) fitting.push_back(r);
      if (fitting.size() != 1)
        refuse(table, c, "name",
               fmt::format("is '{}', but channel {} of the data file is '{}'", word(table, c, "name"), c + 1,
                           channel.name),
               "give the rows the names of the data file's channels, in the same order");
      found = fitting.front();
    }
    if (std::ranges::find(rows, found) != rows.end())
      refuse(table, found, "name", "names two channels of the data file", "give every channel a name of its own");
    rows.push_back(found);
  }
  return rows;
}

ChannelKind kind_of(const Table& table, std::size_t row) {
  const std::string type = word(table, row, "type");
  if (type.empty()) refuse(table, row, "type", "is missing", "write EMG, TRIG or MISC");
  if (base::lower(type) == "emg") return ChannelKind::emg;
  return base::lower(type) == "trig" ? ChannelKind::trigger : ChannelKind::other;
}

// The samples in microvolts for EMG, in the file's own unit for all else, whatever the reader took the channel for.
void set_kind(Recording& recording, std::size_t index, ChannelKind kind, const std::string& file_unit) {
  Channel& channel = recording.channels[index];
  const auto microvolts = microvolts_per(file_unit);
  const bool was_scaled = channel.kind == ChannelKind::emg;
  const bool scale = kind == ChannelKind::emg;
  if (microvolts && was_scaled != scale) {
    const double factor = scale ? *microvolts : 1.0 / *microvolts;
    for (Segment& segment : recording.segments)
      for (float& sample : segment.samples[index]) sample = static_cast<float>(sample * factor);
    channel.resolution *= factor;
  }
  channel.kind = kind;
  channel.unit = scale ? "uV" : file_unit;
}

// How the many spellings of a unit in tables are compared with that of the file.
std::string plain_unit(std::string_view unit) {
  const std::string text = edf_text(unit, 80);
  if (base::lower(text) == "microv" || base::lower(text) == "microvolt") return "uV";
  return text;
}

void check_unit(Recording& recording, std::size_t index, const Table& table, std::size_t row,
                const std::string& file_unit, std::vector<std::string>& differing) {
  Channel& channel = recording.channels[index];
  const std::string stated = word(table, row, "units");
  const auto file_voltage = microvolts_per(file_unit);
  if (channel.kind == ChannelKind::emg && !file_voltage)
    refuse(
        table, row, "type",
        fmt::format("is EMG, but the data file gives '{}' the unit '{}', which is no voltage", channel.name, file_unit),
        "write another type, or export the data in V, mV or uV");
  if (stated.empty()) return;
  if (channel.kind == ChannelKind::emg && !microvolts_per(plain_unit(stated)))
    refuse(table, row, "units", fmt::format("'{}' is no voltage", stated), "write the unit of the file: " + file_unit);
  const std::string plain = plain_unit(stated);
  if (channel.kind != ChannelKind::emg && plain.substr(0, 8) == file_unit) {
    channel.unit = stated;  // in full, with the signs EDF has no place for
  } else if (plain != plain_unit(file_unit)) {
    differing.push_back(
        fmt::format("{} ({}, in the file {})", channel.name, stated, file_unit.empty() ? "none" : file_unit));
  }
}

void set_label(Channel& channel, const Table& table, std::size_t row, std::string& concluded) {
  const auto side = protocol::parse_side(word(table, row, "side"));
  if (!side && !word(table, row, "side").empty())
    refuse(table, row, "side", "'" + word(table, row, "side") + "' is no side", "write left, right or n/a");
  const std::string target = word(table, row, "target_muscle");
  const auto read = parse_muscle(target);
  if (side && read && read->side && *read->side != *side)
    refuse(table, row, "target_muscle", "'" + target + "' contradicts the column side", "correct one of the two");
  channel.muscle = read ? read->muscle : target;
  channel.side = side ? side : read ? read->side : std::nullopt;
  if (channel.muscle.empty() && !channel.side) return;
  channel.label_source = word(table, row, "label_source") == "concluded" ? LabelSource::concluded : LabelSource::stated;
  if (const auto from_name = parse_muscle(channel.name);
      !channel.side && from_name && from_name->side && from_name->muscle == channel.muscle) {
    channel.side = from_name->side;
    channel.label_source = LabelSource::concluded;
  }
  if (channel.label_source == LabelSource::concluded)
    concluded += (concluded.empty() ? "" : ", ") + channel.name + " -> " + label(channel);
}

void check_rate(const Channel& channel, const Table& table, std::size_t row) {
  if (word(table, row, "sampling_frequency").empty()) return;
  const auto rate = base::parse_number(table.cell(row, "sampling_frequency"));
  if (!rate || std::abs(*rate - channel.rate.value()) > 1e-4 * channel.rate.value())
    refuse(table, row, "sampling_frequency",
           fmt::format("is '{}', but the data file has '{}' at {} Hz", word(table, row, "sampling_frequency"),
                       channel.name, base::format_number(channel.rate.value(), 9)),
           "correct the table, or look whether it belongs to another file");
}

void set_resolution(Channel& channel, const Table& table, std::size_t row) {
  if (!table.has("resolution")) return;
  const std::string text = word(table, row, "resolution");
  const auto resolution = base::parse_number(text);
  if (!text.empty() && (!resolution || *resolution <= 0.0))
    refuse(table, row, "resolution", "'" + text + "' is no size of a step", "write a number above 0, or n/a");
  channel.resolution = resolution.value_or(0.0);
}

}  // namespace

Table channels_table(const Recording& recording, const EdfHeader& header) {
  Table table{"channels.tsv",
              {"name", "type", "units", "sampling_frequency", "target_muscle", "side", "label_source", "resolution"},
              {}};
  const auto signals = signals_of(header);
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    const Channel& channel = recording.channels[c];
    const bool emg = channel.kind == ChannelKind::emg;
    const bool known = channel.side || !channel.muscle.empty();
    table.rows.push_back({channel.name,
                          emg                                    ? "EMG"
                          : channel.kind == ChannelKind::trigger ? "TRIG"
                                                                 : "MISC",
                          emg ? signals.at(c).unit : channel.unit, fmt::format("{}", channel.rate.value()),
                          channel.muscle, channel.side ? std::string(protocol::name(*channel.side)) : "",
                          !known                                           ? ""
                          : channel.label_source == LabelSource::concluded ? "concluded"
                                                                           : "stated",
                          channel.resolution > 0.0 ? fmt::format("{}", channel.resolution) : ""});
  }
  return table;
}

nlohmann::ordered_json channels_sidecar() {
  nlohmann::ordered_json sidecar;
  sidecar["target_muscle"]["Description"] = "short name of the muscle (FDI, APB ...)";
  sidecar["side"]["Description"] = "side of the body the muscle is on";
  sidecar["side"]["Levels"] = {{"left", "left side"}, {"right", "right side"}};
  sidecar["label_source"]["Description"] = "where side and muscle come from";
  sidecar["label_source"]["Levels"] = {{"stated", "a person has stated them"},
                                       {"concluded", "drawn from the channel's name; to be checked"}};
  sidecar["resolution"]["Description"] =
      "smallest step of the amplifier; in microvolts for type EMG, else in the unit of the column units";
  return sidecar;
}

void apply_channels_table(Recording& recording, const Table& table, const EdfHeader& header) {
  const auto rows = rows_of(recording, table);
  const auto signals = signals_of(header);
  std::vector<std::string> differing;
  std::string concluded;
  for (std::size_t c = 0; c < rows.size(); ++c) {
    Channel& channel = recording.channels[c];
    check_rate(channel, table, rows[c]);
    set_kind(recording, c, kind_of(table, rows[c]), signals.at(c).unit);
    check_unit(recording, c, table, rows[c], signals.at(c).unit, differing);
    channel.name = word(table, rows[c], "name");
    set_label(channel, table, rows[c], concluded);
    set_resolution(channel, table, rows[c]);
  }
  if (!differing.empty())
    recording.warnings.push_back(
        {"channel_units_differ",
         fmt::format("the units of the channels table are not those of the data file, which were used: {}{}",
                     differing.front(),
                     differing.size() > 1 ? fmt::format(" and {} more channels", differing.size() - 1) : ""),
         recording.name});
  if (!concluded.empty())
    recording.warnings.push_back({"channel_labels_concluded",
                                  "side or muscle were concluded from the channels' names: " + concluded +
                                      ". State them in the columns side and target_muscle of the channels table",
                                  recording.name});
}

}  // namespace trilayer::recording::bids
