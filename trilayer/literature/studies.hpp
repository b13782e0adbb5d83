// What has been published about the mechanisms of mirror movements: data of evidence/studies, one study a file, read
// strictly.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/base/errors.hpp"
#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/literature/facts.hpp"

namespace trilayer::literature {

/// When a condition came into life; `none` is health.
enum class Origin { none, congenital, developmental, acquired };
constexpr std::array<Origin, 4> all_origins{Origin::none, Origin::congenital, Origin::developmental, Origin::acquired};

enum class Design {
  case_report,
  case_series,
  case_control,
  cross_sectional,
  cohort,
  longitudinal,
  experiment,
  intervention,
  norm,
  model,
  genetic,
  review,
  methods
};
constexpr std::array<Design, 13> all_designs{Design::case_report,     Design::case_series,  Design::case_control,
                                             Design::cross_sectional, Design::cohort,       Design::longitudinal,
                                             Design::experiment,      Design::intervention, Design::norm,
                                             Design::model,           Design::genetic,      Design::review,
                                             Design::methods};

/// How deep the source was read.
enum class Read { full_text, abstract, title, secondary_source, memory };
constexpr std::array<Read, 5> all_reads{Read::full_text, Read::abstract, Read::title, Read::secondary_source,
                                        Read::memory};

/// How far the extraction is: nothing but where to look, read once, read twice, read by the authors.
enum class Extraction { pointer, single_extraction, double_checked, author_confirmed };
constexpr std::array<Extraction, 4> all_extractions{Extraction::pointer, Extraction::single_extraction,
                                                    Extraction::double_checked, Extraction::author_confirmed};

/// Whether the people of a group have mirror movements, as far as the source says.
enum class Mirroring { present, absent, mixed, not_reported };
constexpr std::array<Mirroring, 4> all_mirrorings{Mirroring::present, Mirroring::absent, Mirroring::mixed,
                                                  Mirroring::not_reported};

/// What people did while it was measured. `other_hand`: the measured hand rests, the other one works.
enum class During { rest, contraction, other_hand, both_hands, movement, preparation, fatigue, training, not_reported };
constexpr std::array<During, 9> all_durings{During::rest,       During::contraction, During::other_hand,
                                            During::both_hands, During::movement,    During::preparation,
                                            During::fatigue,    During::training,    During::not_reported};

/// Where the measure goes in the first group (or in the circumstance) against what it is compared with.
enum class Change {
  reduced,
  increased,
  absent,
  present,
  delayed,
  shortened,
  prolonged,
  unchanged,
  correlates,
  mixed,
  none
};
constexpr std::array<Change, 11> all_changes{
    Change::reduced,   Change::increased, Change::absent,     Change::present, Change::delayed, Change::shortened,
    Change::prolonged, Change::unchanged, Change::correlates, Change::mixed,   Change::none};

/// What a finding says about the mechanisms of its layers.
enum class Support { supports, contradicts, neutral };
constexpr std::array<Support, 3> all_supports{Support::supports, Support::contradicts, Support::neutral};

/// Who brought the finding under its layers: its authors name the mechanism, or this project does.
enum class Assignment { authors, mapping };
constexpr std::array<Assignment, 2> all_assignments{Assignment::authors, Assignment::mapping};

enum class ValueKind { mean, mean_sd, mean_se, mean_ci, proportion, median_iqr, range, correlation };
constexpr std::array<ValueKind, 8> all_value_kinds{ValueKind::mean,    ValueKind::mean_sd,    ValueKind::mean_se,
                                                   ValueKind::mean_ci, ValueKind::proportion, ValueKind::median_iqr,
                                                   ValueKind::range,   ValueKind::correlation};

/// A condition that people of a study have, of evidence/conditions.toml.
struct HealthCondition {
  std::string id;
  std::string name;
  Origin origin = Origin::none;
  std::vector<std::string> terms;  ///< "HP:0001335", "OMIM:157600", "ORPHA:238722": those that were verified
};

/// Something measured that is no measure of the catalogue, of evidence/other_measures.toml.
struct OtherMeasure {
  std::string id;
  std::string name;
  std::string what;
};

/// The words that studies use beside the catalogue of measures.
struct StudyTerms {
  std::vector<HealthCondition> conditions;
  std::vector<OtherMeasure> measures;
};

struct Author {
  std::string family;
  std::string given;  ///< initials or name; empty where it is not known
};

/// A bibliographic record under the field names of CSL. What is not known is empty.
struct Citation {
  std::string type;  ///< of CSL: "article-journal", "article" for a preprint, "chapter"
  std::vector<Author> authors;
  bool authors_complete = false;  ///< false: others may have written with them
  std::optional<int> issued;      ///< year
  std::string title;
  std::string container_title;
  std::string volume;
  std::string page;
  std::string doi;
  std::string pmid;
  std::string pmcid;
  std::string url;                       ///< where it has no DOI
  Mark mark = Mark::memory_low;          ///< how it is known, but for what `from_memory` names
  std::vector<std::string> from_memory;  ///< keys whose content nobody has seen in print
};

/// People who were studied together.
struct StudyGroup {
  std::string id;  ///< within the study
  std::string what;
  std::optional<int> n;
  std::string condition;                                      ///< id of a HealthCondition
  Origin origin = Origin::none;                               ///< the condition's
  std::optional<double> age_mean, age_sd, age_low, age_high;  ///< years
  std::vector<std::string> terms;
  Mirroring mirror_movements = Mirroring::not_reported;
};

/// How it was measured, in words, where the source says so.
struct StudyProtocol {
  std::string muscles, stimulator, coil, intensity, intervals, contraction, task, trials;
  std::vector<std::string> cs_calibration;  ///< fixed_percent_rmt, matched_mep, fixed_percent_mso
};

/// One published number of one group. Which fields stand depends on the kind.
struct PublishedValue {
  std::string group;  ///< id of a StudyGroup
  ValueKind kind = ValueKind::mean;
  std::optional<double> value;      ///< mean, median, share or coefficient
  std::optional<double> error;      ///< standard deviation or standard error, above 0
  std::optional<double> low, high;  ///< confidence limits of 95 %, quartiles or range
  std::optional<int> n;             ///< people; the group's where the file says nothing, but of no correlation
  std::optional<int> events;        ///< of n, of a proportion
  std::string unit;                 ///< as published, in the catalogue's spelling
  std::string at;                   ///< which of several values: "left hand", "10 ms"
};

/// One result of a study.
struct Finding {
  std::string id;  ///< "A10.1"
  std::string statement;
  std::string measure;  ///< id of the catalogue or of an OtherMeasure
  During during = During::not_reported;
  std::string at;                   ///< interval, force, muscle: what tells findings of one measure apart
  std::vector<std::string> groups;  ///< the first is the one spoken of
  std::string comparison;           ///< with what, in words; empty: with nothing
  Change change = Change::none;     ///< key `direction`
  std::vector<PublishedValue> values;
  std::string p;                         ///< as printed: "0.01", "<0.001"
  std::vector<catalogue::Layer> layers;  ///< "I", "II", "III"; empty: none of them
  Support supports = Support::neutral;
  Assignment assignment = Assignment::mapping;
  std::string locator;  ///< where in the source: "abstract", "Table 2"; "not seen" where it is from memory
  Mark mark = Mark::memory_low;
  std::string note;
};

struct Study {
  std::string id;                     ///< "A10"
  std::vector<std::string> also;      ///< further ids under which the same publication is known here
  std::vector<std::string> overlaps;  ///< studies some of whose people are the same
  Design design = Design::review;
  Read read = Read::memory;
  bool verified = false;  ///< bibliography and at least one finding were seen; of a review, the bibliography
  Extraction status = Extraction::pointer;
  std::string covers;                ///< what it is about; needed where there are no findings
  std::string bias;                  ///< what could bias it, where known
  std::vector<std::string> seen_at;  ///< where it was read
  Citation citation;
  std::vector<StudyGroup> groups;
  StudyProtocol protocol;
  std::vector<Finding> findings;
  std::string file;
};

struct Studies {
  StudyTerms terms;
  std::vector<Study> studies;
  std::uint64_t hash = 0;  ///< FNV-1a of the files' texts, in the order of their names
};

/// "A10_capaday_1991.toml" and what stands in it.
using StudyFile = FactsFile;

/// evidence/conditions.toml and evidence/other_measures.toml. Throws Refusal.
StudyTerms parse_study_terms(const StudyFile& conditions, const StudyFile& measures);

/// All files together: ids, DOIs, PMIDs and PMCIDs are unique over all of them. Throws the first Refusal, with file,
/// line, key and what is allowed.
Studies parse_studies(const std::vector<StudyFile>& files, const StudyTerms& terms);

/// The same, but everything that is wrong: one Refusal a fault. A table that is refused is not looked at further.
std::vector<base::Refusal> study_faults(const std::vector<StudyFile>& files, const StudyTerms& terms);

/// Every *.toml of a folder. Conditions and other measures are read from beside it (`../conditions.toml`,
/// `../other_measures.toml`) where they are there, else those inside the program hold. Throws Refusal.
Studies load_studies(const std::filesystem::path& folder);
std::vector<base::Refusal> study_faults(const std::filesystem::path& folder);

/// The studies inside the program, the files they stand in, by name, and their words.
const Studies& shipped_studies();
const std::vector<StudyFile>& shipped_studies_files();
const StudyTerms& shipped_study_terms();

/// By id, or null.
const Study* find_study(const Studies& studies, std::string_view id);      ///< `also` counts
const Finding* find_finding(const Studies& studies, std::string_view id);  ///< "A10.1"
const StudyGroup* find_group(const Study& study, std::string_view id);
const HealthCondition* find_condition(const StudyTerms& terms, std::string_view id);
const OtherMeasure* find_other_measure(const StudyTerms& terms, std::string_view id);

std::string_view name(Origin origin);
std::string_view name(Design design);  ///< "case" for case_report, else as the word here
std::string_view name(Read read);
std::string_view name(Extraction status);
std::string_view name(Mirroring mirroring);
std::string_view name(During during);
std::string_view name(Change change);
std::string_view name(Support support);
std::string_view name(Assignment assignment);
std::string_view name(ValueKind kind);
std::string_view roman(catalogue::Layer layer);  ///< "I", "II", "III"; "none"

/// Every key that a table of these files may have.
struct StudyKeys {
  std::vector<std::string_view> study, citation, author, group, protocol, finding, value, condition, measure;
};
const StudyKeys& study_keys();

/// The years a study may be of, and the first one in which it can have used magnetic stimulation.
constexpr int first_year = 1966;
constexpr int last_year = 2026;
constexpr int first_year_of_magnetic_stimulation = 1985;

}  // namespace trilayer::literature
