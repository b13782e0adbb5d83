#include "tests/literature/metafor/reference.hpp"

#include "trilayer/base/files.hpp"
#include "trilayer/base/toml.hpp"

namespace trilayer::tests {
namespace {

Numbers numbers_of(const base::TomlTable& table) {
  Numbers numbers;
  for (const std::string& key : table.keys())
    if (key != "name" && key != "source" && key != "scale" && key != "study")
      numbers[key] = table.number(key, -1e12, 1e12).value();
  return numbers;
}

}  // namespace

const std::vector<ReferenceCase>& metafor_reference() {
  static const std::vector<ReferenceCase> all = [] {
    const std::string path = TRILAYER_SOURCE_DIR "/tests/literature/metafor/reference.toml";
    std::vector<ReferenceCase> cases;
    for (const auto& table : base::parse_toml(base::read_file(path), path).tables("case")) {
      ReferenceCase one{table.text("name").value(),
                        literature::effect_scale_of(table.text("scale").value()).value(),
                        numbers_of(table),
                        {}};
      for (const auto& study : table.tables("study")) one.study.push_back(numbers_of(study));
      cases.push_back(one);
    }
    return cases;
  }();
  return all;
}

}  // namespace trilayer::tests
