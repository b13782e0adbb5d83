// The commands and what each may be asked. Reading the command line is main.cpp's part, and CLI11 stays there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/recording/decisions.hpp"
#include "trilayer/recording/open.hpp"

namespace trilayer::app {

enum class Format { table, json, tsv, mep_cmap, hbmep, markdown };

/// trilayer measure PATH
struct MeasureOptions {
  std::filesystem::path path;
  recording::OpenOptions open;
  Format format = Format::table;
  std::optional<std::filesystem::path> out;  ///< folder for table, JSON and report; must not exist or be empty
  bool per_trial = false;
  int jobs = 1;
  bool quiet = false;
};

/// trilayer interpret PATH
struct InterpretOptions {
  std::filesystem::path path;  ///< recording, data set or measures table
  recording::OpenOptions open;
  std::string method;                            ///< "network" or "abc"; empty: network, abc where a bank is given
  std::optional<std::filesystem::path> bank;     ///< empty: the one that comes with the program
  std::optional<std::filesystem::path> network;  ///< empty: the one that comes with the program
  Format format = Format::table;                 ///< table or json
  std::optional<std::filesystem::path> out;      ///< folder for JSON, table and report; must not exist or be empty
  int jobs = 1;
  bool quiet = false;
};

/// trilayer advise [PATH]
struct AdviseOptions {
  std::filesystem::path path;  ///< recording, data set or measures table; empty: nothing is known yet
  recording::OpenOptions open;
  std::vector<std::string> protocols;                         ///< names or files; empty: all that come with the program
  std::optional<double> minutes, resting_threshold, ceiling;  ///< min, %MSO, %MSO
  std::optional<int> pulses;
  Format format = Format::table;  ///< table or json
  int jobs = 1;
  bool quiet = false;
};

/// trilayer review PATH
struct ReviewOptions {
  std::filesystem::path path;
  recording::OpenOptions open;
  std::string recording;  ///< its name; empty: the only one
  std::string block;
  int trial = 0;
  std::optional<protocol::Side> side;
  std::string muscle;
  std::string measure;
  std::optional<recording::Verdict> verdict;  ///< empty: list the decisions
  std::optional<double> move;                 ///< ms
  std::string who, why;
};

/// trilayer info PATH
struct InfoOptions {
  std::filesystem::path path;
  recording::OpenOptions open;
  Format format = Format::table;  ///< table or json
};

/// trilayer demo
struct DemoOptions {
  std::optional<std::filesystem::path> out;    ///< empty: trilayer-demo, or the next free trilayer-demo-N
  std::optional<std::filesystem::path> truth;  ///< where to write what was put into the data; nowhere else
  int jobs = 1;
  bool quiet = false;
};

/// trilayer protocol show|check PROTOCOL
struct ProtocolOptions {
  std::string protocol;  ///< name or path; of `check` a path
  bool as_toml = false;
};

/// trilayer simulate PROTOCOL
struct SimulateOptions {
  std::string protocol;  ///< name or path
  std::filesystem::path out;
  std::optional<std::filesystem::path> participant;  ///< empty: a healthy person of median values
  std::optional<std::uint32_t> person;               ///< or this person of the population
  std::vector<std::string> loadings;                 ///< "corticospinal.right=0.6", after the file
  std::uint64_t seed = 1;
  std::optional<std::filesystem::path> truth;  ///< where to write what was put into the data; nowhere else
  int jobs = 1;
  bool quiet = false;
};

/// trilayer bank build
struct BankBuildOptions {
  std::filesystem::path out;
  std::string protocol = "mirror_battery";  ///< name or path
  std::uint64_t seed = 1;
  std::uint32_t sessions = 1000, first = 0;
  std::uint32_t shard = 1, shards = 1;  ///< of the sessions, the shard-th of so many stretches
  bool shard_from_launcher = false;     ///< shard and shards as mpirun or srun say, which also go into the file's name
  int jobs = 1;
  bool quiet = false;
};

/// trilayer bank merge
struct BankMergeOptions {
  std::filesystem::path out;
  std::vector<std::filesystem::path> shards;
};

/// trilayer benchmark detectors
struct BenchmarkOptions {
  std::vector<std::string> tasks;  ///< empty: all
  int repeats = 100;               ///< recordings a circumstance
  std::uint64_t seed = 1;
  Format format = Format::table;
  int jobs = 1;
  bool quiet = false;
};

/// trilayer validate
struct ValidateOptions {
  std::vector<std::string> checks;  ///< empty: all
  std::string group;                ///< only targets of this group; empty: all
  bool ablations = false;           ///< also with each check's mechanism taken out
  int participants = 200;           ///< a group
  std::uint64_t seed = 1;
  bool list = false;           ///< only say which checks there are
  std::filesystem::path page;  ///< also a page; empty: none
  Format format = Format::table;
  int jobs = 1;
  bool quiet = false;
};

/// trilayer replay
struct ReplayOptions {
  std::filesystem::path path;  ///< study.toml, its folder, or a folder of such folders
  int participants = 0;        ///< a group; 0: as many as the publication has
  std::uint64_t seed = 1;
  Format format = Format::table;
  int jobs = 1;
  bool quiet = false;
};

/// Version of the program and hash of its settings, as decisions on trials note them.
std::string detectors_in_use();

// Each writes its result to stdout, all else to stderr, and throws what went wrong.
void measure(const MeasureOptions& options);
void interpret(const InterpretOptions& options);
void advise(const AdviseOptions& options);
void info(const InfoOptions& options);
void review(const ReviewOptions& options);
void demo(const DemoOptions& options);
void list_protocols();
void show_protocol(const ProtocolOptions& options);
void check_protocol(const ProtocolOptions& options);
void simulate(const SimulateOptions& options);
void build_bank(const BankBuildOptions& options);
void merge_banks(const BankMergeOptions& options);
void bank_info(const std::filesystem::path& file);
void benchmark_detectors(const BenchmarkOptions& options);
void validate(const ValidateOptions& options);
void replay(const ReplayOptions& options);

}  // namespace trilayer::app
