#include "trilayer/base/text.hpp"
#include "trilayer/report/report.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

// A tab or a new line inside a cell would break the table, other control characters a terminal.
std::string cell(std::string_view words) {
  std::string text = base::to_utf8(words);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  text = std::string(base::trim(text));
  return text;
}

std::string cell(const std::optional<double>& value) { return value ? base::format_number(*value, 7) : ""; }

template <class Named>
std::string named(const std::optional<Named>& value) {
  return value ? std::string(protocol::name(*value)) : "";
}

// Not `join`, which leaves empty cells out.
std::string line(const std::vector<std::string>& cells) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : "\t") + cells[i];
  return text + "\n";
}

std::string line(const measures::Measurement& m) {
  const auto& descriptor = catalogue::descriptor(m.key.measure);
  std::vector<std::string> layers;
  const auto direction = bears_on(m);
  if (direction)
    for (const auto& evidence : descriptor.evidence) layers.emplace_back(name(evidence.layer));
  return line({cell(m.key.measure),
               cell(m.key.condition),
               cell(m.block),
               named(m.key.side),
               cell(m.key.muscle),
               named(m.key.hemisphere),
               cell(m.value),
               cell(m.standard_error),
               cell(name(descriptor.scale)),
               std::to_string(m.trials),
               cell(descriptor.unit),
               cell(name(m.state)),
               cell(m.reason),
               cell(m.method),
               cell(m.participant),
               cell(m.recording),
               cell(m.smallest_detectable),
               cell(m.p_value),
               cell(join(layers, ", ")),
               named(direction)});
}

std::string line(const measures::TrialValue& t) {
  return line({cell(t.participant), cell(t.recording), cell(t.block), std::to_string(t.trial),
               base::format_number(t.time, 9), cell(t.measure), named(t.side), cell(t.muscle), named(t.hemisphere),
               cell(t.value), cell(catalogue::descriptor(t.measure).unit), cell(name(t.state)), cell(t.reason)});
}

// What a check found is a row like a measure's: its name after "quality.", its severity as the state.
std::string line(const measures::QualityFinding& f) {
  return line({cell(f.participant), cell(f.recording), cell(f.block), std::to_string(f.trial),
               base::format_number(f.time, 9), cell("quality." + f.check), named(f.side), cell(f.muscle), "",
               cell(f.number), cell(f.unit), cell(name(f.severity)), cell(f.words)});
}

}  // namespace

std::string to_tsv(const measures::Results& results, bool per_trial) {
  std::string table;
  if (per_trial) {
    table = line({"participant", "recording", "block", "trial", "time", "measure", "side", "muscle", "hemisphere",
                  "value", "unit", "state", "reason"});
    for (const auto& t : results.trials) table += line(t);
    for (const auto& finding : results.quality) table += line(finding);
    return table;
  }
  table = line({"measure",
                "condition",
                "block",
                "side",
                "muscle",
                "hemisphere",
                "value",
                "standard_error",
                "scale",
                "trials",
                "unit",
                "state",
                "reason",
                "method",
                "participant",
                "recording",
                "smallest_detectable",
                "p_value",
                "layers",
                "direction"});
  for (const auto& m : results.measurements) table += line(m);
  return table;
}

}  // namespace trilayer::report
