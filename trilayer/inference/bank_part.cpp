#include "trilayer/inference/bank_part.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/inference/bank_format.hpp"

namespace trilayer::inference {
namespace {

constexpr std::string_view part_line = "trilayer bank in the making, format 2\n";
constexpr std::size_t largest_part = std::size_t{1} << 32;
constexpr std::uint64_t longest_record = 1U << 20;

std::string header_of_part(const Recipe& recipe) {
  return header_lines(part_line, {recipe, feature_names().size(), 0});
}

std::string as_record(std::string_view row) {
  std::string record;
  put(record, row.size(), 4);
  put(record, base::fnv1a(row), 8);
  return record.append(row);
}

// Takes a whole, undamaged record off the front.
bool take_record(std::string_view& bytes, BankRow& row, std::string& encoded) {
  std::string_view rest = bytes;
  std::uint64_t size = 0, checksum = 0;
  if (!take(rest, size, 4) || !take(rest, checksum, 8) || size > longest_record || rest.size() < size) return false;
  std::string_view content = rest.substr(0, size);
  if (base::fnv1a(content) != checksum) return false;
  encoded = content;
  if (!take_row(content, row) || !content.empty()) return false;
  bytes = rest.substr(size);
  return true;
}

}  // namespace

BankPart::BankPart(const std::filesystem::path& file, const Recipe& recipe) : file_(file) {
  const auto refuse = [&](const char* problem, const char* advice) {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    throw base::Refusal(problem, file_.string(), advice);
  };
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor_ < 0) refuse("cannot be written", "check that the folder exists, is writable and has space left");
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0)
    refuse("is in use: another program is building this bank", "wait for it, or name another file");
  try {
    read(recipe);
  } catch (...) {
    ::close(std::exchange(descriptor_, -1));
    throw;
  }
}

BankPart::~BankPart() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void BankPart::read(const Recipe& recipe) {
  const std::string header = header_of_part(recipe);
  const auto length = std::filesystem::file_size(file_);
  const std::string content = length == 0 ? std::string() : base::read_file(file_, largest_part);
  if (header.starts_with(content)) {  // nothing yet, or killed within the header
    if (::ftruncate(descriptor_, 0) != 0)
      throw base::Refusal("cannot be written", file_.string(), "check its permissions");
    return write(header);
  }
  if (!content.starts_with(header)) {
    std::string_view rest = content;
    take_header(rest, part_line, file_.string());  // says so where it is no such file at all
    throw base::Refusal("is part of another bank: protocol, seed, features, settings or model differ", file_.string(),
                        "go on with what it was begun with, remove it, or name another file");
  }
  std::string_view rest = std::string_view(content).substr(header.size());
  BankRow row;
  for (std::string encoded; take_record(rest, row, encoded);) rows_[row.number] = encoded;
  if (::ftruncate(descriptor_, static_cast<off_t>(content.size() - rest.size())) != 0)
    throw base::Refusal("cannot be shortened to its whole sessions", file_.string(), "check its permissions");
}

void BankPart::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0)
      throw base::Refusal("cannot be written", file_.string(),
                          "check the space left on the disk; the same command then goes on where it was");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void BankPart::add(const BankRow& row) {
  std::string encoded = encode(row);
  write(as_record(encoded));
  rows_[row.number] = std::move(encoded);
}

void BankPart::remove() {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
}

}  // namespace trilayer::inference
