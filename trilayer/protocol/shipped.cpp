// The protocols inside the program, and what a user may write for PROTOCOL.
#include <array>
#include <system_error>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/protocol/protocol_file.hpp"

extern "C" const char trilayer_mirror_battery[], trilayer_mirror_battery_end[];
extern "C" const char trilayer_clinical[], trilayer_clinical_end[];

namespace trilayer::protocol {
namespace {

constexpr std::array<std::string_view, 2> names{"mirror_battery", "clinical"};

std::string_view between(const char* begin, const char* end) { return {begin, static_cast<std::size_t>(end - begin)}; }

}  // namespace

std::vector<std::string> shipped_protocols() { return {names.begin(), names.end()}; }

std::string_view shipped_protocol_text(std::string_view name) {
  if (name == "mirror_battery") return between(trilayer_mirror_battery, trilayer_mirror_battery_end);
  if (name == "clinical") return between(trilayer_clinical, trilayer_clinical_end);
  const std::string_view near = base::nearest(name, {names.begin(), names.end()});
  throw base::Refusal("there is neither a file nor a protocol of this name", std::string(name),
                      (near.empty() ? "" : "did you mean '" + std::string(near) + "'? ") +
                          "the protocols that come with the program are mirror_battery and clinical");
}

Protocol find_protocol(const std::string& name_or_path) {
  std::error_code error;
  if (std::filesystem::is_regular_file(name_or_path, error)) return read_protocol(name_or_path);
  return parse_protocol(shipped_protocol_text(name_or_path), name_or_path + ".toml");
}

Protocol read_protocol(const std::filesystem::path& file) {
  return parse_protocol(base::to_utf8(base::read_file(file, std::size_t{1} << 20)), file.filename().string());
}

}  // namespace trilayer::protocol
