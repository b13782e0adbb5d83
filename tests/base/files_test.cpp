#include "trilayer/base/files.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/recordings.hpp"
#include "trilayer/base/errors.hpp"

namespace trilayer::base {
namespace {
namespace fs = std::filesystem;

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST_CASE("A file is read back byte for byte as it was written") {
  const tests::TemporaryFolder folder;
  const std::string content("a\0b\r\n\xFF", 6);
  write_file(folder.path() / "a", content);
  CHECK(read_file(folder.path() / "a") == content);
  CHECK(entries(folder.path()) == 1);  // no temporary name stays
}

TEST_CASE("Writing a file again replaces it whole") {
  const tests::TemporaryFolder folder;
  write_file(folder.path() / "a", "something long");
  write_file(folder.path() / "a", "short");
  CHECK(read_file(folder.path() / "a") == "short");
}

TEST_CASE("A file that is missing, empty, a folder or too large is refused by name") {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "a";
  CHECK_THROWS_AS(read_file(file), Refusal);
  std::ofstream(file).flush();
  CHECK_THROWS_AS(read_file(file), Refusal);
  CHECK_THROWS_AS(read_file(folder.path()), Refusal);
  write_file(file, "12345");
  CHECK_THROWS_AS(read_file(file, 4), Refusal);
  CHECK(read_file(file, 5) == "12345");
  try {
    read_file(folder.path() / "missing");
    FAIL("read a file that is not there");
  } catch (const Refusal& refusal) {
    CHECK(refusal.place() == (folder.path() / "missing").string());
    CHECK_FALSE(refusal.advice().empty());
  }
}

TEST_CASE("A pipe is refused as one, and not waited for") {
  const tests::TemporaryFolder folder;
  const auto pipe = folder.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  try {
    read_file(pipe);
    FAIL("read a pipe");
  } catch (const Refusal& refusal) {
    CHECK(refusal.problem() == "is a pipe or a device, not a file");
  }
}

TEST_CASE("A file that cannot be written is refused and leaves nothing behind") {
  const tests::TemporaryFolder folder;
  CHECK_THROWS_AS(write_file(folder.path() / "no" / "such" / "folder", "a"), Refusal);
  CHECK(entries(folder.path()) == 0);
}

TEST_CASE("A folder appears only when it is whole") {
  const tests::TemporaryFolder parent;
  const auto target = parent.path() / "out";
  write_folder(target, [&](const fs::path& temporary) {
    CHECK_FALSE(fs::exists(target));
    write_file(temporary / "a", "1");
  });
  CHECK(read_file(target / "a") == "1");
  CHECK(entries(parent.path()) == 1);
}

TEST_CASE("A folder whose writing fails leaves nothing behind and passes the error on") {
  const tests::TemporaryFolder parent;
  const auto fail = [](const fs::path& temporary) {
    write_file(temporary / "a", "1");
    throw std::runtime_error("half way");
  };
  CHECK_THROWS_WITH_AS(write_folder(parent.path() / "out", fail), "half way", std::runtime_error);
  CHECK(entries(parent.path()) == 0);
}

TEST_CASE("A folder with something in it is never written to, an empty one is") {
  const tests::TemporaryFolder parent;
  const auto target = parent.path() / "out";
  fs::create_directory(target);
  const auto fill = [](const fs::path& temporary) { write_file(temporary / "new", "1"); };
  write_folder(parent.path() / "out/", fill);  // a trailing slash is the same folder
  CHECK(fs::exists(target / "new"));
  CHECK_THROWS_AS(write_folder(target, fill), Refusal);
  CHECK(entries(parent.path()) == 1);
}

TEST_CASE("Whatever has the name already is not overwritten") {
  const tests::TemporaryFolder folder;
  CHECK_NOTHROW(refuse_to_overwrite(folder.path() / "a"));
  fs::create_symlink(folder.path() / "nowhere", folder.path() / "a");  // even a link that leads nowhere
  CHECK_THROWS_AS(refuse_to_overwrite(folder.path() / "a"), Refusal);
}

}  // namespace
}  // namespace trilayer::base
