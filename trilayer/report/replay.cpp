#include "trilayer/report/replay.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace trilayer::report {
namespace {

using validation::Agreement;
using validation::Replay;
using validation::ReplayedFinding;

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.3g}", *value) : ""; }

std::string identifier(const validation::PublishedStudy& study) {
  if (!study.doi.empty()) return study.doi;
  if (!study.pmid.empty()) return "PMID " + study.pmid;
  return study.pmcid.empty() ? "no identifier seen" : study.pmcid;
}

std::string word(const std::optional<Agreement>& agreement) {
  return agreement ? std::string(validation::name(*agreement)) : "";
}

std::string against(const validation::StudyFinding& finding) {
  return finding.against_group.empty() ? finding.against_block : finding.against_group;
}

std::string published(const validation::StudyFinding& finding) {
  std::string text;
  if (finding.published) {
    text = number(finding.published) + (finding.sd ? " (SD " + number(finding.sd) + ")" : "");
    if (finding.unit != "1") text += " " + finding.unit;
  }
  if (finding.relation)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", validation::name(*finding.relation), against(finding));
  return text;
}

std::string simulated(const ReplayedFinding& result) {
  if (!result.simulated) return result.reason;
  const auto& s = *result.simulated;
  std::string text = fmt::format("{:.3g} (SD {:.2g}) n={}", s.mean, s.sd, s.people);
  if (result.finding->share_present) text = fmt::format("{:.2f} n={}", s.mean, s.people);
  if (result.difference)
    text += fmt::format(", difference {:+.3g} +- {:.2g}", result.difference->mean, result.difference->error);
  return text;
}

std::string verdict(const ReplayedFinding& result) {
  const std::string value = word(result.value), direction = word(result.direction);
  const std::string both = value.empty() || direction.empty() ? value + direction : value + ", " + direction;
  if (!result.simulated || result.reason.empty()) return both;
  return both.empty() ? result.reason : both + " (" + result.reason + ")";
}

std::string line_of(const ReplayedFinding& result) {
  const auto& f = *result.finding;
  return fmt::format("  {} [{}, {}{}]\n    published  {}\n    simulated  {}\n    {}\n", f.what, f.group,
                     literature::name(f.mark), f.calibrated ? ", calibrated" : "", published(f), simulated(result),
                     verdict(result));
}

struct Count {
  int agrees = 0, values = 0, right = 0, not_shown = 0, directions = 0;
};

void add(Count& count, const ReplayedFinding& result) {
  if (result.value) {
    ++count.values;
    count.agrees += *result.value == Agreement::agrees ? 1 : 0;
  }
  if (!result.direction) return;
  ++count.directions;
  count.right += *result.direction == Agreement::right ? 1 : 0;
  count.not_shown += *result.direction == Agreement::not_shown ? 1 : 0;
}

using json = nlohmann::ordered_json;

json or_null(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }
json or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

json json_of(const ReplayedFinding& r) {
  const auto& f = *r.finding;
  const auto part = [](const std::optional<validation::Simulated>& s, double validation::Simulated::*which) {
    return s ? json((*s).*which) : json(nullptr);
  };
  return {{"what", f.what},
          {"group", f.group},
          {"measure", f.measure},
          {"block", f.block},
          {"side", protocol::name(f.side)},
          {"unit", or_null(f.unit)},
          {"published", or_null(f.published)},
          {"sd", or_null(f.sd)},
          {"mark", literature::name(f.mark)},
          {"calibrated", f.calibrated},
          {"people", r.simulated ? r.simulated->people : 0},
          {"simulated", part(r.simulated, &validation::Simulated::mean)},
          {"simulated_sd", part(r.simulated, &validation::Simulated::sd)},
          {"error", part(r.simulated, &validation::Simulated::error)},
          {"agreement", or_null(word(r.value))},
          {"relation", f.relation ? json(validation::name(*f.relation)) : json(nullptr)},
          {"against", or_null(against(f))},
          {"difference", part(r.difference, &validation::Simulated::mean)},
          {"difference_error", part(r.difference, &validation::Simulated::error)},
          {"direction", or_null(word(r.direction))},
          {"reason", or_null(r.reason)},
          {"note", or_null(f.note)}};
}

std::string cell(const json& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return fmt::format("{:.6g}", value.get<double>());
  return value.dump();
}

}  // namespace

std::string replay_table(std::span<const Replay> replays) {
  std::string text;
  Count count;
  for (const Replay& each : replays) {
    const auto& study = *each.study;
    text += fmt::format("{}: {}; {}; read: {}\n", study.id, study.citation, identifier(study), study.read);
    for (const ReplayedFinding& result : each.findings) {
      text += line_of(result);
      add(count, result);
    }
    text += "\n";
  }
  return text + fmt::format(
                    "{} of {} values agree within two standard errors of both; {} of {} directions are right, "
                    "{} are not shown.\nWhich loadings stand for a publication's people is this project's "
                    "reading, not the authors'.\n",
                    count.agrees, count.values, count.right, count.directions, count.not_shown);
}

std::string replay_tsv(std::span<const Replay> replays) {
  std::string text;
  for (const Replay& each : replays)
    for (const ReplayedFinding& result : each.findings) {
      const json row = json_of(result);
      if (text.empty()) {
        text = "study";
        for (const auto& [key, value] : row.items()) text += "\t" + key;
        text += "\n";
      }
      text += each.study->id;
      for (const auto& [key, value] : row.items()) text += "\t" + cell(value);
      text += "\n";
    }
  return text;
}

std::string replay_json(std::span<const Replay> replays, std::uint64_t seed, int model_version) {
  json studies = json::array();
  for (const Replay& each : replays) {
    const auto& study = *each.study;
    json findings = json::array();
    for (const ReplayedFinding& result : each.findings) findings.push_back(json_of(result));
    studies.push_back({{"id", study.id},
                       {"citation", study.citation},
                       {"doi", or_null(study.doi)},
                       {"pmid", or_null(study.pmid)},
                       {"pmcid", or_null(study.pmcid)},
                       {"evidence", study.evidence},
                       {"read", study.read},
                       {"findings", findings}});
  }
  return json{{"seed", seed}, {"model_version", model_version}, {"studies", studies}}.dump(2) + "\n";
}

}  // namespace trilayer::report
