// Files read with a limit and written whole or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace trilayer::base {

/// The bytes of a file. Throws Refusal where it is missing, a folder, a pipe, unreadable, empty, or larger than `limit`
/// bytes.
std::string read_file(const std::filesystem::path& path, std::size_t limit = std::size_t{1} << 26);

/// Writes a file under a temporary name in the same folder and renames it when it is whole. Replaces a file that is
/// there: whoever may not replace one asks first (`refuse_to_overwrite`). Throws Refusal where it cannot be written.
void write_file(const std::filesystem::path& path, std::string_view content);

/// The same for content too large to be held at once: `fill` writes it to the stream. Where `fill` throws, nothing is
/// left behind.
void write_through(const std::filesystem::path& path, const std::function<void(std::ostream& out)>& fill);

/// Calls `fill` with a fresh temporary folder beside `folder` and renames it to `folder` when `fill` returns; where
/// it throws, nothing is left behind. `folder` must not exist or be empty, and not be the working directory; throws
/// Refusal else.
void write_folder(const std::filesystem::path& folder,
                  const std::function<void(const std::filesystem::path& temporary)>& fill);

/// Does `work` while no other program that asks for it has this folder: for a file that is read, added to and written
/// again. Nothing is left in the folder, and a lock ends with its program.
void while_locked(const std::filesystem::path& folder, const std::function<void()>& work);

/// Throws Refusal where something with this name is there already, or where it names no file ("", "folder/").
void refuse_to_overwrite(const std::filesystem::path& path);

}  // namespace trilayer::base
