// From TOML to a study: every key is understood or refused, every finding has its group, block and measure.
#include <algorithm>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/base/toml.hpp"
#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/literature/reading.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/protocol/protocol_file.hpp"
#include "trilayer/validation/replay/study.hpp"

namespace trilayer::validation {
namespace {

using base::TomlTable;
using literature::reading::needed;
using literature::reading::needed_number;
using literature::reading::word_if_any;
using literature::reading::word_of;

bool is_setting(const std::string& name) {
  return model::find_parameter(name) != nullptr || model::parse_loading(name + ".left").has_value();
}

// "transcallosal = 0.6" or "callosal_delay = 15 +- 5"
GroupSetting setting_of(const TomlTable& table, const std::string& text) {
  const auto parts = base::split(text, '=');
  std::string value = parts.size() == 2 ? std::string(base::trim(parts[1])) : "";
  std::optional<double> spread = 0.0;
  if (const auto sign = value.find("+-"); sign != std::string::npos) {
    spread = base::parse_number(base::trim(std::string_view(value).substr(sign + 2)));
    value = std::string(base::trim(std::string_view(value).substr(0, sign)));
  }
  const auto mean = base::parse_number(value);
  if (!mean || !spread || *spread < 0.0)
    table.refuse("settings", "cannot hold \"" + text + "\"",
                 "\"name = number\" or \"name = number +- standard deviation\"");
  const std::string name(base::trim(parts[0]));
  if (!is_setting(name))
    table.refuse("settings", "names '" + name + "', which is neither a loading nor a parameter",
                 "a loading without its direction (transcallosal) or a name of the table of parameters");
  return {{name, *mean}, *spread};
}

StudyGroup group_of(const TomlTable& table) {
  table.only(study_keys().group);
  StudyGroup group{needed(table, "id"),
                   needed(table, "what"),
                   table.whole("n", 1, 100000).value_or(0),
                   needed_number(table, "age_low", 0.0, 120.0),
                   needed_number(table, "age_high", 0.0, 120.0),
                   {},
                   table.text("reason").value_or("")};
  if (group.n == 0) table.refuse("", "has no n", "how many people the publication has");
  if (group.age_high < group.age_low) table.refuse("age_high", "is below age_low", "years, both inclusive");
  for (const std::string& text : table.texts("settings")) group.settings.push_back(setting_of(table, text));
  if (group.settings.empty() == !group.reason.empty())
    table.refuse("reason", group.settings.empty() ? "has no place" : "is needed",
                 "it says why the publication's people are read as these settings");
  return group;
}

void check_links(const TomlTable& table, const StudyFinding& finding, const PublishedStudy& study) {
  const auto is_group = [&](const std::string& id) {
    return std::any_of(study.groups.begin(), study.groups.end(), [&](const StudyGroup& g) { return g.id == id; });
  };
  const auto is_block = [&](const std::string& id) {
    const auto& blocks = study.protocol.blocks;
    return std::any_of(blocks.begin(), blocks.end(), [&](const auto& b) { return b.id == id; });
  };
  if (!is_group(finding.group)) table.refuse("group", "is no group of this study", "the id of a [[group]]");
  if (!finding.against_group.empty() && !is_group(finding.against_group))
    table.refuse("against_group", "is no group of this study", "the id of a [[group]]");
  if (!is_block(finding.block)) table.refuse("block", "is no block of the protocol", "an id of its blocks");
  if (!finding.against_block.empty() && !is_block(finding.against_block))
    table.refuse("against_block", "is no block of the protocol", "an id of its blocks");
  if (catalogue::find_descriptor(finding.measure) == nullptr)
    table.refuse("measure", "is no measure of the catalogue", "see docs/README.md");
}

void check_form(const TomlTable& table, const StudyFinding& finding) {
  const bool compared = !finding.against_group.empty() || !finding.against_block.empty();
  if (compared != finding.relation.has_value())
    table.refuse("relation", compared ? "is needed" : "has no place",
                 "above, below or same, together with against_group or against_block");
  if (!finding.against_group.empty() && !finding.against_block.empty())
    table.refuse("against_block", "has no place", "one comparison a finding: against_group or against_block");
  if (!finding.published && !finding.relation)
    table.refuse("", "says nothing", "give published, or relation and what it is against");
  if (finding.sd && !finding.published) table.refuse("sd", "has no place", "it belongs to published");
  if (finding.published && finding.unit.empty())
    table.refuse("", "has no unit", "the unit of published; \"1\" for ratios and shares");
}

StudyFinding finding_of(const TomlTable& table, const PublishedStudy& study) {
  table.only(study_keys().finding);
  StudyFinding finding;
  finding.what = needed(table, "what");
  finding.group = needed(table, "group");
  finding.measure = needed(table, "measure");
  finding.block = needed(table, "block");
  finding.side = word_if_any(table, "side", protocol::both_sides).value_or(protocol::Side::right);
  finding.share_present = table.flag("share_present").value_or(false);
  finding.accept_confounded = table.flag("accept_confounded").value_or(false);
  finding.published = table.number("published", -1e6, 1e6);
  finding.sd = table.number("sd", 0.0, 1e6);
  finding.unit = table.text("unit").value_or("");
  finding.relation = word_if_any(table, "relation", all_relations);
  finding.against_group = table.text("against_group").value_or("");
  finding.against_block = table.text("against_block").value_or("");
  finding.mark = word_of(table, "mark", literature::all_marks);
  finding.calibrated = table.flag("calibrated").value_or(false);
  finding.note = table.text("note").value_or("");
  check_links(table, finding, study);
  check_form(table, finding);
  return finding;
}

protocol::Protocol protocol_of(const TomlTable& table, const std::filesystem::path& folder) {
  const std::string said = needed(table, "protocol");
  const auto beside = folder / said;
  return std::filesystem::exists(beside) ? protocol::read_protocol(beside) : protocol::find_protocol(said);
}

}  // namespace

PublishedStudy read_study(const std::filesystem::path& file) {
  const TomlTable table = base::parse_toml(base::read_file(file), file.string());
  table.only(study_keys().study);
  PublishedStudy study;
  study.id = file.parent_path().filename().string();
  study.citation = needed(table, "citation");
  study.doi = table.text("doi").value_or("");
  study.pmid = table.text("pmid").value_or("");
  study.pmcid = table.text("pmcid").value_or("");
  study.evidence = needed(table, "evidence");
  study.read = needed(table, "read");
  study.protocol_notes = needed(table, "protocol_notes");
  study.protocol = protocol_of(table, file.parent_path());
  for (const TomlTable& group : table.tables("group")) study.groups.push_back(group_of(group));
  for (const TomlTable& finding : table.tables("finding")) study.findings.push_back(finding_of(finding, study));
  if (study.groups.empty()) table.refuse("", "has no [[group]]", "at least one");
  if (study.findings.empty()) table.refuse("", "has no [[finding]]", "at least one");
  return study;
}

std::vector<PublishedStudy> read_studies(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  if (fs::is_regular_file(path)) return {read_study(path)};
  if (fs::exists(path / "study.toml")) return {read_study(path / "study.toml")};
  std::vector<fs::path> files;
  if (fs::is_directory(path))
    for (const auto& entry : fs::directory_iterator(path))
      if (fs::exists(entry.path() / "study.toml")) files.push_back(entry.path() / "study.toml");
  std::sort(files.begin(), files.end());
  if (files.empty())
    throw base::Refusal("holds no study", path.string(), "name a study.toml, its folder, or a folder of such folders");
  std::vector<PublishedStudy> studies;
  for (const auto& file : files) studies.push_back(read_study(file));
  return studies;
}

std::string_view name(Relation relation) {
  return relation == Relation::above ? "above" : relation == Relation::below ? "below" : "same";
}

const StudyKeys& study_keys() {
  static const StudyKeys keys{
      {"citation", "doi", "pmid", "pmcid", "evidence", "read", "protocol", "protocol_notes", "group", "finding"},
      {"id", "what", "n", "age_low", "age_high", "settings", "reason"},
      {"what", "group", "measure", "block", "side", "share_present", "accept_confounded", "published", "sd", "unit",
       "relation", "against_group", "against_block", "mark", "calibrated", "note"}};
  return keys;
}

}  // namespace trilayer::validation
