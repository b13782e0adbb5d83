#include "trilayer/report/scores.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

namespace trilayer::report {
namespace {

using validation::Score;

std::string share(int part, int whole) { return whole > 0 ? fmt::format("{:.1f}", 100.0 * part / whole) : ""; }
std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.2f}", *value) : ""; }
std::string count(int n) { return n > 0 ? fmt::format("{}", n) : ""; }

struct Column {
  const char* id;     ///< for programs
  const char* title;  ///< for people
  std::string (*cell)(const Score&);
};

const std::array columns{
    Column{"method", "method", [](const Score& s) { return s.method; }},
    Column{"effect", "drawn", [](const Score& s) { return s.effect; }},
    Column{"rate_hz", "rate Hz",
           [](const Score& s) { return s.rate > 0.0 ? fmt::format("{:g}", s.rate) : std::string(); }},
    Column{"background_uv", "background uV",
           [](const Score& s) { return s.background > 0.0 ? fmt::format("{:g}", s.background) : std::string(); }},
    Column{"trials", "trials", [](const Score& s) { return count(s.trials); }},
    Column{"cases", "cases", [](const Score& s) { return count(s.cases); }},
    Column{"found_percent", "found %", [](const Score& s) { return share(s.found, s.cases); }},
    Column{"censored_percent", "censored %",
           [](const Score& s) { return s.censored > 0 ? share(s.censored, s.cases) : std::string(); }},
    Column{"bias", "bias", [](const Score& s) { return number(s.bias); }},
    Column{"spread", "spread", [](const Score& s) { return number(s.spread); }},
    Column{"end_bias", "bias of end", [](const Score& s) { return number(s.end_bias); }},
    Column{"end_spread", "spread of end", [](const Score& s) { return number(s.end_spread); }},
    Column{"nulls", "nulls", [](const Score& s) { return count(s.nulls); }},
    Column{"false_alarms_percent", "false alarms %", [](const Score& s) { return share(s.alarms, s.nulls); }},
    Column{"intervals", "intervals", [](const Score& s) { return count(s.intervals); }},
    Column{"covered_percent", "cover %", [](const Score& s) { return share(s.covered, s.intervals); }},
};

std::string_view title_of(const std::string& task) {
  for (const auto& known : validation::benchmark_tasks())
    if (known.id == task) return known.title;
  return task;
}

// One task's cells, without columns that have nothing in any row; the first row are the titles.
using Rows = std::vector<std::vector<std::string>>;
Rows rows_of(std::span<const Score> scores) {
  Rows rows(scores.size() + 1);
  for (const Column& column : columns) {
    if (std::all_of(scores.begin(), scores.end(), [&](const Score& s) { return column.cell(s).empty(); })) continue;
    rows[0].emplace_back(column.title);
    for (std::size_t i = 0; i < scores.size(); ++i) rows[i + 1].push_back(column.cell(scores[i]));
  }
  return rows;
}

// Calls `show` with each stretch of scores of one task.
template <class Show>
void by_task(std::span<const Score> scores, Show&& show) {
  while (!scores.empty()) {
    const auto last =
        std::find_if(scores.begin(), scores.end(), [&](const Score& s) { return s.task != scores[0].task; });
    const auto length = static_cast<std::size_t>(last - scores.begin());
    show(scores.first(length));
    scores = scores.subspan(length);
  }
}

}  // namespace

std::string scores_table(std::span<const Score> scores) {
  std::string text;
  by_task(scores, [&](std::span<const Score> some) {
    const Rows rows = rows_of(some);
    std::vector<std::size_t> widths(rows[0].size());
    for (const auto& row : rows)
      for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
    text += fmt::format("{}{}\n", text.empty() ? "" : "\n", title_of(some[0].task));
    for (const auto& row : rows) {
      for (std::size_t c = 0; c < row.size(); ++c)
        text += c < 2 ? fmt::format("  {:<{}}", row[c], widths[c]) : fmt::format("  {:>{}}", row[c], widths[c]);
      text += "\n";
    }
  });
  return text;
}

std::string scores_markdown(std::span<const Score> scores) {
  std::string text;
  by_task(scores, [&](std::span<const Score> some) {
    const Rows rows = rows_of(some);
    text += fmt::format("{}### {}\n\n", text.empty() ? "" : "\n", title_of(some[0].task));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (const std::string& cell : rows[r]) text += "| " + cell + " ";
      text += "|\n";
      for (std::size_t c = 0; r == 0 && c < rows[0].size(); ++c) text += c < 2 ? "|---" : "|---:";
      if (r == 0) text += "|\n";
    }
  });
  return text;
}

std::string scores_tsv(std::span<const Score> scores) {
  std::string text = "task";
  for (const Column& column : columns) text += fmt::format("\t{}", column.id);
  text += "\n";
  for (const Score& score : scores) {
    text += score.task;
    for (const Column& column : columns) text += "\t" + column.cell(score);
    text += "\n";
  }
  return text;
}

std::string scores_json(std::span<const Score> scores, const BenchmarkSource& source) {
  using json = nlohmann::ordered_json;
  json all = json::array();
  const auto number = [](const std::optional<double>& value) { return value ? json(*value) : json(nullptr); };
  for (const Score& s : scores)
    all.push_back({{"task", s.task},
                   {"method", s.method},
                   {"effect", s.effect},
                   {"rate_hz", s.rate},
                   {"background_uv", s.background},
                   {"trials", s.trials},
                   {"cases", s.cases},
                   {"found", s.found},
                   {"censored", s.censored},
                   {"nulls", s.nulls},
                   {"false_alarms", s.alarms},
                   {"bias", number(s.bias)},
                   {"spread", number(s.spread)},
                   {"end_bias", number(s.end_bias)},
                   {"end_spread", number(s.end_spread)},
                   {"intervals", s.intervals},
                   {"covered", s.covered}});
  const json whole{{"version", source.version}, {"repeats", source.repeats}, {"seed", source.seed}, {"scores", all}};
  return whole.dump(2) + "\n";
}

}  // namespace trilayer::report
