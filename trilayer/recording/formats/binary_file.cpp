#include "trilayer/recording/formats/binary_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <system_error>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording {

static_assert(std::endian::native == std::endian::little, "the formats read here are little-endian");

BinaryFile::BinaryFile(const std::filesystem::path& path) : place_(path.string()) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::exists(path, error)) throw base::Refusal("there is no such file", place_, "check the path");
  if (!fs::is_regular_file(path, error)) throw base::Refusal("is no file", place_, "name a file");
  size_ = fs::file_size(path, error);
  if (error) throw base::Refusal("cannot be read", place_, "check its permissions");
  if (size_ == 0) throw base::Refusal("is empty", place_, "copy or export the recording again");
  in_.open(path, std::ios::binary);
  if (!in_) throw base::Refusal("cannot be opened", place_, "check its permissions");
}

void BinaryFile::check(std::uint64_t at, std::uint64_t count, std::string_view what) const {
  if (at > size_ || count > size_ - at)
    refuse(fmt::format("ends at byte {}, within {} of {} bytes", size_, what, count), at, copy_again);
}

void BinaryFile::read(std::uint64_t at, std::span<char> out, std::string_view what) {
  check(at, out.size(), what);
  in_.clear();
  in_.seekg(static_cast<std::streamoff>(at));
  if (!in_.read(out.data(), static_cast<std::streamsize>(out.size())))
    refuse(fmt::format("cannot be read to the end of {}", what), at, "check its permissions and the disk");
}

std::string BinaryFile::read(std::uint64_t at, std::uint64_t count, std::string_view what) {
  check(at, count, what);
  std::string bytes(static_cast<std::size_t>(count), '\0');
  read(at, std::span<char>(bytes), what);
  return bytes;
}

void BinaryFile::refuse(std::string_view problem, std::uint64_t at, std::string_view advice) const {
  throw base::Refusal(std::string(problem), fmt::format("{}, byte {}", place_, at), std::string(advice));
}

std::string counted_text(std::string_view field) {
  if (field.empty()) return {};
  const auto length = static_cast<std::size_t>(static_cast<unsigned char>(field.front()));
  return terminated_text(field.substr(1, std::min(length, field.size() - 1)));
}

std::string terminated_text(std::string_view field) {
  return std::string(base::trim(base::to_utf8(field.substr(0, field.find('\0')))));
}

double tidy_rate(double rate) {
  const auto tidy = base::parse_number(fmt::format("{:.12g}", rate));
  return tidy && std::abs(*tidy / rate - 1.0) < 1e-13 ? *tidy : rate;
}

}  // namespace trilayer::recording
