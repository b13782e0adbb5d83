#include "trilayer/base/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

#include "trilayer/base/errors.hpp"

namespace trilayer::base {
namespace fs = std::filesystem;
namespace {

fs::path temporary_name(const fs::path& path) {
  fs::path name = path;
  name += ".part-" + std::to_string(::getpid());
  return name;
}

[[noreturn]] void cannot_write(const fs::path& path) {
  throw Refusal("cannot be written", path.string(), "check that the folder exists, is writable and has space left");
}

// Removes what was begun unless it was finished.
struct Cleanup {
  fs::path path;
  bool keep = false;
  ~Cleanup() {
    std::error_code ignored;
    if (!keep) fs::remove_all(path, ignored);
  }
};

}  // namespace

std::string read_file(const fs::path& path, std::size_t limit) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) throw Refusal("there is no such file", path.string(), "check the path");
  if (fs::is_directory(status)) throw Refusal("is a folder, not a file", path.string(), "name a file in it");
  if (!fs::is_regular_file(status))
    throw Refusal("is a pipe or a device, not a file", path.string(), "write it to a file, and name that");
  const auto size = fs::file_size(path, error);
  if (error) throw Refusal("cannot be read", path.string(), "check its permissions");
  if (size == 0) throw Refusal("is empty", path.string(), "export or copy it again");
  if (size > limit)
    throw Refusal(
        "is " + std::to_string(size) + " bytes, more than the " + std::to_string(limit) + " such a file may have",
        path.string(), "check that this is the right file");
  std::ifstream in(path, std::ios::binary);
  std::string content(size, '\0');
  if (!in.read(content.data(), static_cast<std::streamsize>(size)))
    throw Refusal("cannot be read to its end", path.string(), "check its permissions and the disk");
  return content;
}

void write_file(const fs::path& path, std::string_view content) {
  write_through(path,
                [&](std::ostream& out) { out.write(content.data(), static_cast<std::streamsize>(content.size())); });
}

namespace {

// Where a link leads: the file is renewed there, and the link stays one.
fs::path written_at(const fs::path& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return path;
  fs::path target = fs::weakly_canonical(path, error);
  return error ? path : target;
}

}  // namespace

void write_through(const fs::path& link_or_file, const std::function<void(std::ostream&)>& fill) {
  const fs::path path = written_at(link_or_file);
  Cleanup temporary{temporary_name(path)};
  {
    std::ofstream out(temporary.path, std::ios::binary | std::ios::trunc);
    if (!out) cannot_write(path);
    fill(out);
    out.flush();
    if (!out) cannot_write(path);
  }
  std::error_code error;
  fs::rename(temporary.path, path, error);
  if (error) cannot_write(path);
  temporary.keep = true;
}

void write_folder(const fs::path& folder, const std::function<void(const fs::path&)>& fill) {
  std::error_code error;
  const fs::path target = folder.filename().empty() ? folder.parent_path() : folder;  // "out/" is "out"
  if (fs::exists(target, error) && !(fs::is_directory(target, error) && fs::is_empty(target, error)))
    throw Refusal("exists and is not an empty folder", target.string(), "name a new folder, or empty this one");
  if (target.empty()) throw Refusal("no folder is named", "''", "name a new folder");
  if (fs::equivalent(target, ".", error))  // replaced under the user's feet, it would look empty
    throw Refusal("is the folder you are in, which cannot be replaced as a whole", target.string(),
                  "name a new folder in it");
  Cleanup temporary{temporary_name(target)};
  if (!fs::create_directories(temporary.path, error) || error) cannot_write(target);
  fill(temporary.path);
  fs::rename(temporary.path, target, error);
  if (error) cannot_write(target);
  temporary.keep = true;
}

void while_locked(const fs::path& folder, const std::function<void()>& work) {
  struct Lock {
    int descriptor;
    ~Lock() {
      if (descriptor >= 0) ::close(descriptor);
    }
  };
  const Lock lock{::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  // Where a file system knows no locks the work is done all the same, as it would be without others at it.
  if (lock.descriptor >= 0)
    while (::flock(lock.descriptor, LOCK_EX) != 0 && errno == EINTR) {
    }
  work();
}

void refuse_to_overwrite(const fs::path& path) {
  std::error_code error;
  if (path.filename().empty() && !fs::exists(path, error))
    throw Refusal("names no file", "'" + path.string() + "'", "name a new file");
  if (fs::exists(fs::symlink_status(path, error)))
    throw Refusal("exists already", path.string(), "name another place, or move it away first");
}

}  // namespace trilayer::base
