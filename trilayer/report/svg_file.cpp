#include "trilayer/report/svg_file.hpp"

#include "trilayer/base/text.hpp"
#include "trilayer/report/terminal.hpp"

namespace trilayer::report {
namespace {

constexpr std::string_view looks = R"css(<style>
svg{background:#fff}
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:#1b2430;font-variant-numeric:tabular-nums}
.title{font-size:17px;font-weight:600}
.strong{font-weight:600}
.soft{fill:#525d69;font-size:12px}
path{vector-effect:non-scaling-stroke;fill:none}
.rule{stroke:#c3cad1}
.zero{stroke:#69737e;stroke-dasharray:3 3}
.mark,path.mark{fill:#0072b2;stroke:#0072b2}
.open,path.open{fill:#fff;stroke:#0072b2;stroke-width:1.6}
.whisker{stroke:#0072b2;stroke-width:1.6}
.whisker.faint{stroke-dasharray:4 3}
.pooled,path.pooled{fill:#d55e00;stroke:#d55e00}
.reach{stroke:#d55e00;stroke-width:3}
.zone,path.zone{fill:#eef1f4}
.edge{stroke:#69737e;stroke-dasharray:5 3}
@media(prefers-color-scheme:dark){
svg{background:#14181d}
text{fill:#e8ecf0}
.soft{fill:#aab4be}
.rule{stroke:#4a5560}
.zero,.edge{stroke:#94a0ac}
.mark,path.mark{fill:#56b4e9;stroke:#56b4e9}
.open,path.open{fill:#14181d;stroke:#56b4e9}
.whisker{stroke:#56b4e9}
.pooled,path.pooled{fill:#e69f00;stroke:#e69f00}
.reach{stroke:#e69f00}
.zone,path.zone{fill:#242b33}
}
</style>
)css";

}  // namespace

std::string svg_file(const Svg& svg) {
  std::string text = svg.finish();
  text.insert(text.find('>') + 1, looks);
  text.insert(text.find(' '), " xmlns=\"http://www.w3.org/2000/svg\"");
  return text + "\n";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t letters) {
  std::vector<std::string> rows;
  const auto sign = [](std::string_view word) { return word == "=" || word == "<" || word == "%" || word == "to"; };
  bool together = false;
  for (const std::string& word : base::split(text, ' ')) {
    const bool fits = !rows.empty() && width(rows.back()) + 1 + width(word) <= letters;
    const bool glued = !rows.empty() && (together || sign(word));
    together = sign(word) && word != "%";
    if (fits || glued)
      rows.back() += " " + word;
    else
      rows.push_back(word);
  }
  return rows;
}

}  // namespace trilayer::report
