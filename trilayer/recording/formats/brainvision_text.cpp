#include "trilayer/recording/formats/brainvision_text.hpp"

#include <fmt/format.h>

#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording {
namespace {

// Takes `expected` off the front of `text`, whatever its case.
bool take(std::string_view& text, std::string_view expected) {
  if (base::lower(text.substr(0, expected.size())) != base::lower(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

void check_signature(std::string_view line, std::string_view kind, const std::string& place) {
  std::string_view rest = base::trim(line);
  const bool named = (take(rest, "Brain Vision") || take(rest, "BrainVision")) &&
                     take(rest, fmt::format(" Data Exchange {} File", kind));
  if (!named)
    throw base::Refusal(fmt::format("is not a BrainVision {} file: its first line is not \"Brain Vision Data Exchange "
                                    "{} File Version ...\"",
                                    base::lower(kind), kind),
                        place, "name the .vhdr file of the recording, in the form the recorder wrote it");
  take(rest, ",");
  if (!take(rest, " Version ") || (rest != "1.0" && rest != "2.0"))
    throw base::Refusal("is of a BrainVision version other than 1.0 and 2.0", place,
                        "export the recording as BrainVision version 1.0 or 2.0");
}

std::vector<BrainVisionEntry>* section_of(BrainVisionText& text, std::string_view line) {
  const std::string name = base::lower(line);
  if (name == "[common infos]") return &text.common;
  if (name == "[binary infos]") return &text.binary;
  if (name == "[channel infos]") return &text.channels;
  if (name == "[marker infos]") return &text.markers;
  return nullptr;
}

}  // namespace

std::string BrainVisionText::value(std::string_view key) const {
  for (const auto* section : {&common, &binary})
    for (const BrainVisionEntry& entry : *section)
      if (base::lower(entry.key) == base::lower(key)) return entry.value;
  return {};
}

std::string BrainVisionText::line(const BrainVisionEntry& entry) const {
  return fmt::format("{}, line {}", place, entry.line);
}

BrainVisionText read_brainvision_text(const std::filesystem::path& path, std::string_view kind) {
  BrainVisionText text;
  text.place = path.string();
  const auto lines = base::lines(base::to_utf8(base::read_file(path)));
  check_signature(lines.empty() ? "" : lines.front(), kind, text.place);
  std::vector<BrainVisionEntry>* section = nullptr;
  std::set<std::string> keys;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = base::trim(lines[i]);
    if (line.empty() || line.front() == ';') continue;
    if (line.front() == '[' && line.back() == ']') {
      section = section_of(text, line);
      keys.clear();
      continue;
    }
    if (section == nullptr) continue;
    const auto equals = line.find('=');
    const BrainVisionEntry entry{std::string(base::trim(line.substr(0, equals))),
                                 equals == std::string_view::npos ? "" : std::string(line.substr(equals + 1)), i + 1};
    if (equals == std::string_view::npos)
      throw base::Refusal("is damaged: a line without \"=\"", text.line(entry), "copy or export the recording again");
    if (!keys.insert(base::lower(entry.key)).second)
      throw base::Refusal(fmt::format("contradicts itself: \"{}\" is given twice", entry.key), text.line(entry),
                          "keep the line that is right");
    section->push_back(entry);
  }
  return text;
}

std::vector<std::string> brainvision_fields(std::string_view value) {
  std::vector<std::string> fields(1);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == ',') {
      fields.emplace_back();
    } else if (value.substr(i, 2) == "\\1") {
      fields.back() += ',';
      ++i;
    } else {
      fields.back() += value[i];
    }
  }
  return fields;
}

}  // namespace trilayer::recording
