#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/protocol/protocol_file.hpp"
#include "trilayer/report/terminal.hpp"

namespace trilayer::app {
namespace {

using protocol::PlannedBlock;
using protocol::Protocol;

template <std::size_t n>
using Row = std::array<std::string, n>;

// Rows with the columns aligned; those at and after `numbers` to the right.
template <std::size_t n>
std::string aligned(const std::vector<Row<n>>& rows, std::size_t numbers) {
  std::array<std::size_t, n> widest{};
  for (const auto& row : rows)
    for (std::size_t c = 0; c < n; ++c) widest[c] = std::max(widest[c], row[c].size());
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < n; ++c)
      line += c < numbers ? fmt::format("{:<{}}  ", row[c], widest[c]) : fmt::format("{:>{}}  ", row[c], widest[c]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string minutes(base::Seconds time) { return fmt::format("{:.1f}", time.value() / 60.0); }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string summary(const Protocol& protocol) {
  const auto effort = protocol::effort(protocol);
  return fmt::format(
      "{}: {} blocks, {} trials, {} pulses; {} on both sides\n"
      "{} min of trials, {} min with a pause of {:.0f} s after every block\n",
      protocol.name, protocol.blocks.size(), effort.trials, effort.pulses, joined(protocol.muscles),
      minutes(effort.time), minutes(session_time(protocol)), protocol::pause_after_block.value());
}

std::string table_of(const Protocol& protocol) {
  std::vector<Row<6>> rows{{"block", "hemisphere", "condition", "trials", "pulses", "minutes"}};
  for (const PlannedBlock& block : protocol.blocks) {
    const auto effort = protocol::effort(block);
    const auto& hemisphere = block.condition.hemisphere;
    rows.push_back({block.id, hemisphere ? std::string(name(*hemisphere)) : "-",
                    report::one_line(protocol::label(block.condition)), std::to_string(effort.trials),
                    std::to_string(effort.pulses), minutes(effort.time)});
  }
  return aligned(rows, 3);
}

// What it is made for and where its numbers come from, where the file says so.
std::string purpose(const Protocol& protocol) {
  std::string text;
  if (!protocol.measures.empty()) text += "measures: " + joined(protocol.measures) + "\n";
  for (const std::string& source : protocol.sources) text += "source: " + report::one_line(source) + "\n";
  return text.empty() ? text : "\n" + text;
}

// A measure that is not in the catalogue is a slip of the pen.
void check_measures(const Protocol& protocol, const std::string& place) {
  std::vector<std::string_view> known;
  for (const auto& measure : catalogue::measures()) known.push_back(measure.id);
  for (const std::string& id : protocol.measures) {
    if (catalogue::find_descriptor(id) != nullptr) continue;
    const std::string_view near = base::nearest(id, known);
    throw base::Refusal(
        "'measures' names '" + id + "', which is no measure", place,
        near.empty() ? "the pages of docs/measures name all measures" : "did you mean '" + std::string(near) + "'?");
  }
}

// The text a protocol is read from.
std::string text_of(const std::string& name_or_path) {
  std::error_code error;
  if (std::filesystem::is_regular_file(name_or_path, error)) return base::read_file(name_or_path);
  return std::string(protocol::shipped_protocol_text(name_or_path));
}

}  // namespace

void list_protocols() {
  std::vector<Row<4>> rows{{"protocol", "what it is", "minutes", "pulses"}};
  for (const std::string& name : protocol::shipped_protocols()) {
    const Protocol protocol = protocol::find_protocol(name);
    rows.push_back({name, protocol.title, fmt::format("{:.0f}", session_time(protocol).value() / 60.0),
                    std::to_string(effort(protocol).pulses)});
  }
  print(aligned(rows, 2));
}

void show_protocol(const ProtocolOptions& options) {
  const Protocol protocol = protocol::find_protocol(options.protocol);
  if (options.as_toml) return print(text_of(options.protocol));
  print(report::one_line(protocol.title) + "\n" + summary(protocol) + purpose(protocol) + "\n" + table_of(protocol));
}

void check_protocol(const ProtocolOptions& options) {
  const Protocol protocol = protocol::read_protocol(options.protocol);
  check_measures(protocol, options.protocol);
  print("nothing to object to\n" + summary(protocol));
}

}  // namespace trilayer::app
