#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "apps/trilayer/calibrate.hpp"
#include "trilayer/base/errors.hpp"

namespace trilayer::app {
namespace {

// trilayer-train, beside this program.
std::filesystem::path trainer() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (error ? std::filesystem::path("trilayer") : self).parent_path() / "trilayer-train";
}

void train(std::vector<std::string> arguments) {
  const auto program = trainer();
  if (!std::filesystem::exists(program))
    throw base::Refusal("this build trains no networks", program.string(),
                        "install LibTorch (packages/install train) and build again; everything else works without it");
  arguments.insert(arguments.begin(), "trilayer train");
  std::vector<char*> given;
  for (std::string& argument : arguments) given.push_back(argument.data());
  given.push_back(nullptr);
  ::execv(program.c_str(), given.data());
  throw base::Refusal("cannot be started", program.string(), "build it again");
}

}  // namespace

void add_train(CLI::App& program, std::function<void()>& chosen) {
  CLI::App& command = *program.add_subcommand("train", "learn a network from a bank (trilayer train --help)");
  command.prefix_command();
  command.set_help_flag();
  command.callback([&command, &chosen] { chosen = [rest = command.remaining()] { train(rest); }; });
}

}  // namespace trilayer::app
