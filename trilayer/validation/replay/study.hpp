// A published study with group numbers, written down so that it can be simulated: examples/published/*/study.toml
// (docs/reference/replay.md).
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/literature/facts.hpp"
#include "trilayer/protocol/block.hpp"

namespace trilayer::validation {

/// A loading or parameter that people of a group have, on both sides: its mean, and its standard deviation over people.
struct GroupSetting {
  literature::Setting mean;
  double spread = 0.0;
};

/// People of a study. What is not set is drawn as for healthy people of that age.
struct StudyGroup {
  std::string id;
  std::string what;
  int n = 0;                           ///< people of the publication
  double age_low = 0, age_high = 0;    ///< years
  std::vector<GroupSetting> settings;  ///< how the publication's people are read as loadings or parameters
  std::string reason;                  ///< why; needed where there are settings
};

/// What a group, or the comparison of two circumstances, is said to show.
enum class Relation { above, below, same };
constexpr std::array<Relation, 3> all_relations{Relation::above, Relation::below, Relation::same};

/// One result of the publication and how it is read off the simulated sessions.
struct StudyFinding {
  std::string what;
  std::string group;
  std::string measure;  ///< of the catalogue
  std::string block;    ///< of the protocol
  protocol::Side side = protocol::Side::right;
  bool share_present = false;  ///< the share of people in whom it is there, not its mean
  bool accept_confounded = false;

  std::optional<double> published;  ///< in `unit`
  std::optional<double> sd;         ///< over people, in `unit`
  std::string unit;

  std::optional<Relation> relation;  ///< to `against_group` or `against_block`
  std::string against_group, against_block;

  literature::Mark mark = literature::Mark::gap;
  bool calibrated = false;  ///< the model was fitted to this publication or to others of the same quantity
  std::string note;
};

struct PublishedStudy {
  std::string id;                ///< its folder
  std::string citation;          ///< authors, year, journal
  std::string doi, pmid, pmcid;  ///< where they are known
  std::string evidence;          ///< id in the list of studies, or of a fact
  std::string read;              ///< "abstract", "full text"
  std::string protocol_notes;
  protocol::Protocol protocol;
  std::vector<StudyGroup> groups;
  std::vector<StudyFinding> findings;
};

/// Reads a study; its protocol is a file beside it or a shipped one. Throws Refusal with file, line, key and what is
/// allowed.
PublishedStudy read_study(const std::filesystem::path& file);

/// study.toml of a folder, of each folder in it in the order of their names, or the file itself. Throws Refusal.
std::vector<PublishedStudy> read_studies(const std::filesystem::path& path);

std::string_view name(Relation relation);

/// Every key of the tables of a study's file.
struct StudyKeys {
  std::vector<std::string_view> study, group, finding;
};
const StudyKeys& study_keys();

}  // namespace trilayer::validation
