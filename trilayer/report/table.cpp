#include <algorithm>
#include <array>

#include "trilayer/report/quality.hpp"
#include "trilayer/report/report.hpp"
#include "trilayer/report/terminal.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

constexpr std::size_t columns = 7;
using Row = std::array<std::string, columns>;

const Row header{"measure", "muscle", "hemisphere", "value", "95 % interval", "unit", "trials"};

Row cells(const measures::Measurement& m) {
  const auto& descriptor = catalogue::descriptor(m.key.measure);
  const Reading figures = reading(m);
  return {std::string(descriptor.name),
          one_line(place(m.key.side, m.key.muscle)),
          m.key.hemisphere ? std::string(protocol::name(*m.key.hemisphere)) : "-",
          figures.value,
          figures.interval,
          unit(descriptor),
          m.trials > 0 ? std::to_string(m.trials) : ""};
}

std::array<std::size_t, columns> widths(const std::vector<Row>& rows) {
  std::array<std::size_t, columns> widest{};
  for (std::size_t c = 0; c < columns; ++c) {
    widest[c] = width(header[c]);
    for (const Row& row : rows) widest[c] = std::max(widest[c], width(row[c]));
  }
  return widest;
}

std::string line(const Row& row, const std::array<std::size_t, columns>& widest) {
  std::string text = "  ";
  for (std::size_t c = 0; c < columns; ++c) {
    const std::string gap(widest[c] - std::min(widest[c], width(row[c])), ' ');
    const bool to_the_right = c == 3 || c == 6;  // numbers
    text += (to_the_right ? gap + row[c] : row[c] + gap) + "  ";
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

// Why there is no plain value, on a line of its own: short columns would leave nothing of it.
std::string remark(const measures::Measurement& m) {
  if (m.reason.empty()) return "";
  const bool unnamed = m.value && m.state != measures::State::value;
  const std::string words = (unnamed ? std::string(name(m.state)) + ": " : "") + one_line(m.reason);
  return shortened("      " + words, page_width) + "\n";
}

// "Block b1 (run-1), sub-02: single pulse, 120 %RMT, rest"
std::string heading(const measures::Measurement& m, bool several_participants) {
  std::string text = m.block.empty() ? "" : "Block " + m.block;
  if (!m.recording.empty()) text += (text.empty() ? "" : " of ") + m.recording;
  if (several_participants && !m.participant.empty()) text += ", participant " + m.participant;
  if (!m.key.condition.empty()) text += (text.empty() ? "" : ": ") + m.key.condition;
  return shortened(one_line(text.empty() ? "All blocks" : text), page_width) + "\n";
}

// Groups of what has no number: how many measures, the first of them, and why. All of them stand in TSV and JSON.
std::string paragraph_of(const std::vector<MissingGroup>& groups, const std::string& title) {
  constexpr std::size_t most = 6;
  if (groups.empty()) return "";
  std::string text = title + ":\n";
  for (const MissingGroup& group : groups) {
    std::vector<std::string> named(group.what.begin(),
                                   group.what.begin() + static_cast<std::ptrdiff_t>(std::min(most, group.what.size())));
    if (group.what.size() > most) named.push_back("and " + std::to_string(group.what.size() - most) + " more");
    text += bullet(one_line(group.reason) + ": " + count(group.what.size(), "measure") + ", " +
                   one_line(join(named, ", ")));
  }
  return text;
}

bool has_a_row(const measures::Measurement& m) {
  return m.value || (m.state == measures::State::absent && m.smallest_detectable);
}

}  // namespace

std::string to_table(const measures::Results& results) {
  std::vector<const measures::Measurement*> shown;
  bool several = false;
  for (const auto& m : results.measurements) {
    several = several || m.participant != results.measurements.front().participant;
    // Absent without a size: because the response itself is, whose presence has a row of its own.
    if (has_a_row(m)) shown.push_back(&m);
  }
  std::vector<Row> rows;
  for (const auto* m : shown) rows.push_back(cells(*m));
  const auto widest = widths(rows);
  std::string text = shown.empty() ? "" : line(header, widest);
  std::string last;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::string head = heading(*shown[i], several);
    if (head != last) text += "\n" + head;
    last = head;
    text += line(rows[i], widest) + remark(*shown[i]);
  }
  for (const std::string& paragraph :
       {quality_paragraph(results), paragraph_of(not_had(results.measurements), "Attempted, and could not be had"),
        paragraph_of(missing(results.measurements), "Not recorded, so not measured")})
    text += (text.empty() || paragraph.empty() ? "" : "\n") + paragraph;
  return text;
}

}  // namespace trilayer::report
