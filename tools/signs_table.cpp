// What the median person's session shows at several loadings of one direction, measured by the program's own detectors:
// the table of docs/explanation/model.md. signs_table REPEATS JOBS: medians over that many sessions.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace {

using namespace trilayer;  // NOLINT(google-build-using-namespace): a program of its own
using measures::Measurement;
using model::Layer;
using protocol::Side;

// Loadings of the direction right.
struct Row {
  std::string name;
  double one = 0.0, two = 0.0, three = 0.0;
};

// A column: measure of one hand in blocks whose id begins so.
struct Column {
  std::string title, measure, block;
  Side side;
};

const std::array<Row, 10> rows{{{"none", 0.0, 0.0, 0.0},
                                {"I 0.3", 0.3, 0.0, 0.0},
                                {"I 0.8", 0.8, 0.0, 0.0},
                                {"II 0.4", 0.0, 0.4, 0.0},
                                {"II 0.8", 0.0, 0.8, 0.0},
                                {"II 1", 0.0, 1.0, 0.0},
                                {"III 0.4", 0.0, 0.0, 0.4},
                                {"III 0.8", 0.0, 0.0, 0.8},
                                {"II and III 0.4", 0.0, 0.4, 0.4},
                                {"II and III 0.8", 0.0, 0.8, 0.8}}};

// Blocks of mirror_battery; the mirror hand of the direction right is the left one, its M1 the right one.
const std::array<Column, 11> columns{{{"SICI", "sici", "sici-3-right", Side::left},
                                      {"ICF", "icf", "icf-12-right", Side::left},
                                      {"LICI", "lici", "lici-100-right", Side::left},
                                      {"IHI 10 ms", "ihi", "ihi-10-right", Side::left},
                                      {"IHI 40 ms", "ihi", "ihi-40-right", Side::left},
                                      {"iMEP ratio, contracting", "imep_ratio", "active-ipsilateral-left", Side::left},
                                      {"iSP depth, %", "isp_depth", "active-ipsilateral-left", Side::left},
                                      {"iSP area, ms", "isp_area", "active-ipsilateral-left", Side::left},
                                      {"CSP, ms", "csp_duration", "active-contralateral-right", Side::left},
                                      {"mirror EMG at 30 %, %", "mirror_emg_ratio", "hold-30-right", Side::left},
                                      {"the same, 60 %", "mirror_emg_ratio", "hold-60-right", Side::left}}};

const Measurement* find(const measures::Results& results, const Column& column) {
  for (const Measurement& m : results.measurements)
    if (m.key.measure == column.measure && m.key.side == column.side && m.block.starts_with(column.block)) return &m;
  return nullptr;
}

std::string cell(const std::vector<measures::Results>& sessions, const Column& column) {
  std::vector<double> values;
  int absent = 0, confounded = 0;
  for (const auto& session : sessions) {
    const Measurement* m = find(session, column);
    if (m == nullptr) continue;
    if (m->value) values.push_back(*m->value);
    absent += m->state == measures::State::absent ? 1 : 0;
    confounded += m->state == measures::State::confounded ? 1 : 0;
  }
  if (values.empty()) return absent > 0 ? "absent" : "none";
  return fmt::format("{:.3g}{}{}", base::median(values), confounded > 0 ? " c" : "",
                     absent > 0 ? fmt::format(" ({} absent)", absent) : "");
}

}  // namespace

int main(int argc, char** argv) {
  const int repeats = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5,
            jobs = argc > 2 ? std::max(1, std::atoi(argv[2])) : 2;
  const auto plan = protocol::find_protocol("mirror_battery");
  fmt::print("| loading |");
  for (const Column& column : columns) fmt::print(" {} |", column.title);
  fmt::print("\n|---|");
  for (std::size_t i = 0; i < columns.size(); ++i) fmt::print("---|");
  for (const Row& row : rows) {
    auto person = model::median_participant();
    person.loadings[{Layer::corticospinal, protocol::Direction::right}] = row.one;
    person.loadings[{Layer::transcallosal, protocol::Direction::right}] = row.two;
    person.loadings[{Layer::supraspinal, protocol::Direction::right}] = row.three;
    std::vector<measures::Results> sessions;
    for (int k = 1; k <= repeats; ++k)
      sessions.push_back(
          measures::measure({model::simulate(person, plan, static_cast<std::uint64_t>(k), jobs)}, {}, jobs));
    fmt::print("\n| {} |", row.name);
    for (const Column& column : columns) fmt::print(" {} |", cell(sessions, column));
  }
  fmt::print("\n\nMedian over {} sessions; c: confounded in some of them\n", repeats);
  return 0;
}
