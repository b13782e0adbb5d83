#include "apps/trilayer/output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>
#include <system_error>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/terminal.hpp"

namespace trilayer::app {
namespace fs = std::filesystem;
namespace {

volatile std::sig_atomic_t asked_to_end = 0;

// While it lives, signals to end are noted rather than obeyed, once each.
class NotedSignals {
 public:
  NotedSignals() {
    struct sigaction noted {};
    noted.sa_handler = [](int signal) { asked_to_end = signal; };
    noted.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    for (std::size_t i = 0; i < signals.size(); ++i) {
      ::sigaction(signals[i], nullptr, &before_[i]);
      if (before_[i].sa_handler != SIG_IGN) ::sigaction(signals[i], &noted, nullptr);  // nohup stays nohup
    }
  }
  ~NotedSignals() {
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before_[i], nullptr);
  }
  NotedSignals(const NotedSignals&) = delete;
  NotedSignals& operator=(const NotedSignals&) = delete;

 private:
  static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, 3> before_{};
};

}  // namespace

void stop_if_interrupted() {
  if (asked_to_end != 0) throw Interrupted{asked_to_end};
}

void write_whole_folder(const fs::path& folder, const std::function<void(const fs::path&)>& fill) {
  const NotedSignals noted;
  base::write_folder(folder, [&](const fs::path& part) {
    fill(part);
    stop_if_interrupted();
  });
}

void print(std::string_view text) {
  errno = 0;
  const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (whole) return;
  if (errno == EPIPE) throw ReaderGone{};
  throw base::Refusal("the results cannot be written", "standard output", "check that there is space left");
}

// A message nobody can read (stderr closed or full) is no reason to stop.
// What it quotes of a file or of the command line must neither rewrite the terminal nor flood it.
void say(std::string_view message) {
  constexpr std::size_t longest = 4000;
  for (const std::string& line : base::split(message, '\n')) {
    const std::string safe = report::shortened(report::one_line(line), longest) + "\n";
    std::fwrite(safe.data(), 1, safe.size(), stderr);
  }
}

void say_warnings(const std::vector<base::Warning>& warnings) {
  for (const base::Warning& warning : warnings)
    say(fmt::format("warning [{}] {}{}{}", warning.code, warning.place, warning.place.empty() ? "" : ": ",
                    warning.text));
}

ProgressBar::ProgressBar(bool wanted)
    : wanted_(wanted && ::isatty(STDERR_FILENO) == 1), start_(Clock::now()), drawn_(start_) {}

ProgressBar::~ProgressBar() {
  if (wanted_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::show(double share) {
  constexpr auto pause = std::chrono::milliseconds(100);
  constexpr int width = 30;
  const auto now = Clock::now();
  if (!wanted_ || now - drawn_ < pause) return;
  drawn_ = now;
  const double spent = std::chrono::duration<double>(now - start_).count();
  const int done = static_cast<int>(share * width);
  std::string line =
      fmt::format("\r[{:<{}}] {:3.0f} %", std::string(static_cast<std::size_t>(done), '#'), width, 100.0 * share);
  const double left = spent * (1.0 - share) / share;
  if (share > 0.02) line += left < 1.0 ? ", nearly done" : fmt::format(", about {:.0f} s left", left);
  std::fputs((line + "\033[K").c_str(), stderr);
}

report::Source source_of(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);  // "data/" and "." have a last part too
  fs::path last = (error ? path : whole).filename();
  if (last.empty()) last = (error ? path : whole).parent_path().filename();
  return {last.string(), TRILAYER_VERSION};
}

void refuse_full_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !(fs::is_directory(folder, error) && fs::is_empty(folder, error)))
    throw base::Refusal("exists and is not an empty folder", folder.string(), "name a new folder, or empty this one");
}

void refuse_truth_inside(const fs::path& truth, const fs::path& data) {
  const fs::path inner = fs::weakly_canonical(fs::absolute(truth));
  fs::path outer = fs::weakly_canonical(fs::absolute(data));
  if (outer.filename().empty()) outer = outer.parent_path();  // "out/" is "out"
  for (fs::path above = inner; above.has_relative_path(); above = above.parent_path())
    if (above == outer)
      throw base::Refusal("the truth would stand in the data set", truth.string(),
                          "name a file outside of " + data.string());
}

void write_tables(const fs::path& folder, const measures::Results& results, const report::Source& source,
                  bool per_trial) {
  base::write_file(folder / "measures.tsv", report::to_tsv(results, false));
  base::write_file(folder / "measures.json", report::to_json(results, source, per_trial));
  if (per_trial) base::write_file(folder / "trials.tsv", report::to_tsv(results, true));
}

void write_results(const fs::path& folder, const measures::Results& results,
                   const std::vector<recording::Session>& sessions, const measures::Settings& settings,
                   const report::Source& source, bool per_trial) {
  write_tables(folder, results, source, per_trial);
  base::write_file(folder / "report.html", report::to_html(results, sessions, settings, source));
}

}  // namespace trilayer::app
