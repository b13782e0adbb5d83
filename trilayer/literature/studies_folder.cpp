// Studies of a folder, and those inside the program.
#include <algorithm>
#include <system_error>

#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/literature/studies.hpp"

extern "C" const char trilayer_studies[], trilayer_studies_end[];
extern "C" const char trilayer_conditions[], trilayer_conditions_end[];
extern "C" const char trilayer_other_measures[], trilayer_other_measures_end[];

namespace trilayer::literature {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20;

StudyFile file(const char* name, const char* begin, const char* end) {
  return {name, {begin, static_cast<std::size_t>(end - begin)}};
}

// The texts of a folder's files, and the files that view them.
struct Folder {
  std::vector<std::string> names, texts;
  StudyTerms terms;

  [[nodiscard]] std::vector<StudyFile> files() const {
    std::vector<StudyFile> all;
    for (std::size_t i = 0; i < names.size(); ++i) all.push_back({names[i], texts[i]});
    return all;
  }
};

StudyTerms terms_beside(const std::filesystem::path& folder) {
  const auto whole = std::filesystem::absolute(folder).lexically_normal();
  const auto above = whole.has_filename() ? whole.parent_path() : whole.parent_path().parent_path();
  const auto conditions = above / "conditions.toml";
  const auto measures = above / "other_measures.toml";
  std::error_code error;
  if (!std::filesystem::exists(conditions, error) || !std::filesystem::exists(measures, error))
    return shipped_study_terms();
  const std::string first = base::to_utf8(base::read_file(conditions, largest_file));
  const std::string second = base::to_utf8(base::read_file(measures, largest_file));
  return parse_study_terms({"conditions.toml", first}, {"other_measures.toml", second});
}

Folder read_folder(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  if (paths.empty())
    throw base::Refusal("there are no studies here", folder.string(),
                        "give a folder with *.toml files, as evidence/studies");
  std::sort(paths.begin(), paths.end());
  Folder read;
  for (const auto& path : paths) {
    read.names.push_back(path.filename().string());
    read.texts.push_back(base::to_utf8(base::read_file(path, largest_file)));
  }
  read.terms = terms_beside(folder);
  return read;
}

// The build joins the files: a record separator (a byte that no TOML text has), the name, a line break, the text.
std::vector<StudyFile> split_files(std::string_view all) {
  constexpr char separator = '\x1e';
  std::vector<StudyFile> files;
  while (!all.empty()) {
    const std::size_t end = std::min(all.find(separator, 1), all.size());
    const std::string_view one = all.substr(1, end - 1);
    const std::size_t line = one.find('\n');
    files.push_back({std::string(one.substr(0, line)), one.substr(line + 1)});
    all.remove_prefix(end);
  }
  return files;
}

}  // namespace

Studies load_studies(const std::filesystem::path& folder) {
  const Folder read = read_folder(folder);
  return parse_studies(read.files(), read.terms);
}

std::vector<base::Refusal> study_faults(const std::filesystem::path& folder) {
  const Folder read = read_folder(folder);
  return study_faults(read.files(), read.terms);
}

const StudyTerms& shipped_study_terms() {
  static const StudyTerms terms =
      parse_study_terms(file("conditions.toml", trilayer_conditions, trilayer_conditions_end),
                        file("other_measures.toml", trilayer_other_measures, trilayer_other_measures_end));
  return terms;
}

const std::vector<StudyFile>& shipped_studies_files() {
  static const std::vector<StudyFile> files =
      split_files({trilayer_studies, static_cast<std::size_t>(trilayer_studies_end - trilayer_studies)});
  return files;
}

const Studies& shipped_studies() {
  static const Studies studies = parse_studies(shipped_studies_files(), shipped_study_terms());
  return studies;
}

}  // namespace trilayer::literature
