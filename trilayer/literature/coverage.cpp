#include "trilayer/literature/coverage.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "trilayer/literature/choice.hpp"

namespace trilayer::literature {
namespace {

using catalogue::Layer;

std::vector<Layer> layers_of(const Finding& finding) {
  return finding.layers.empty() ? std::vector<Layer>{Layer::none} : finding.layers;
}

// Opposite of each other for the same measure in the same condition.
bool are_opposite(Change a, Change b) {
  const auto pair = [&](Change x, Change y) { return (a == x && b == y) || (a == y && b == x); };
  return pair(Change::reduced, Change::increased) || pair(Change::absent, Change::present) ||
         pair(Change::shortened, Change::prolonged) || pair(Change::absent, Change::increased);
}

struct Cell {
  std::set<std::string> studies, verified_studies, ids;
  std::set<Change> changes;
  int findings = 0, verified = 0, supports = 0, contradicts = 0;
};

void add(Cell& cell, const Study& study, const Finding& finding) {
  cell.studies.insert(study.id);
  cell.ids.insert(finding.id);
  ++cell.findings;
  if (!is_verified(study, finding)) return;
  cell.verified_studies.insert(study.id);
  ++cell.verified;
  cell.supports += finding.supports == Support::supports ? 1 : 0;
  cell.contradicts += finding.supports == Support::contradicts ? 1 : 0;
  cell.changes.insert(finding.change);
}

bool is_contradictory(const Cell& cell) {
  if (cell.supports > 0 && cell.contradicts > 0) return true;
  for (const Change a : cell.changes)
    for (const Change b : cell.changes)
      if (are_opposite(a, b)) return true;
  return false;
}

Coverage coverage_of(const std::string& condition, const std::string& measure, Layer layer, const Cell& cell) {
  Coverage row{measure, condition, layer};
  row.studies = static_cast<int>(cell.studies.size());
  row.verified_studies = static_cast<int>(cell.verified_studies.size());
  row.findings = cell.findings;
  row.verified = cell.verified;
  row.for_layer = cell.supports;
  row.against_layer = cell.contradicts;
  for (const Change change : cell.changes) row.directions.emplace_back(name(change));
  row.contradicts_itself = is_contradictory(cell);
  row.ids.assign(cell.ids.begin(), cell.ids.end());
  return row;
}

}  // namespace

std::vector<Coverage> coverage(const Studies& studies) {
  std::map<std::tuple<std::string, std::string, Layer>, Cell> cells;
  for (const Study& study : studies.studies)
    for (const Finding& finding : study.findings)
      for (const std::string& condition : conditions_of(study, finding))
        for (const Layer layer : layers_of(finding)) add(cells[{condition, finding.measure, layer}], study, finding);
  std::vector<Coverage> rows;
  for (const auto& [key, cell] : cells)
    rows.push_back(coverage_of(std::get<0>(key), std::get<1>(key), std::get<2>(key), cell));
  return rows;
}

std::vector<LayerCount> layers_by_condition(const Studies& studies) {
  std::map<std::pair<std::string, Layer>, Cell> cells;
  for (const Study& study : studies.studies)
    for (const Finding& finding : study.findings)
      for (const std::string& condition : conditions_of(study, finding))
        for (const Layer layer : layers_of(finding)) add(cells[{condition, layer}], study, finding);
  std::vector<LayerCount> rows;
  for (const auto& [key, cell] : cells)
    rows.push_back({key.first, key.second, static_cast<int>(cell.studies.size()),
                    static_cast<int>(cell.verified_studies.size()), cell.findings, cell.verified});
  return rows;
}

EvidenceCount count_of(const Studies& studies) {
  EvidenceCount count;
  for (const Study& study : studies.studies) {
    ++count.studies;
    count.verified_studies += study.verified ? 1 : 0;
    for (const Finding& finding : study.findings) {
      ++count.findings;
      count.verified += is_verified(study, finding) ? 1 : 0;
    }
  }
  return count;
}

EvidenceCount count_of(const Studies& studies, Layer layer) {
  Cell cell;
  for (const Study& study : studies.studies)
    for (const Finding& finding : study.findings) {
      const auto layers = layers_of(finding);
      if (std::find(layers.begin(), layers.end(), layer) != layers.end()) add(cell, study, finding);
    }
  return {static_cast<int>(cell.studies.size()), static_cast<int>(cell.verified_studies.size()), cell.findings,
          cell.verified};
}

std::vector<std::string> uncovered_measures(const Studies& studies, Layer layer) {
  std::set<std::string> covered;
  for (const Study& study : studies.studies)
    for (const Finding& finding : study.findings) {
      const bool under = std::find(finding.layers.begin(), finding.layers.end(), layer) != finding.layers.end();
      if (under && is_verified(study, finding)) covered.insert(finding.measure);
    }
  std::vector<std::string> uncovered;
  for (const auto& measure : catalogue::measures()) {
    const bool bears = std::any_of(measure.evidence.begin(), measure.evidence.end(),
                                   [&](const auto& evidence) { return evidence.layer == layer; });
    if (bears && !covered.contains(std::string(measure.id))) uncovered.emplace_back(measure.id);
  }
  return uncovered;
}

}  // namespace trilayer::literature
