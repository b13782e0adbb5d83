#include "trilayer/recording/formats/npy_header.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "trilayer/base/text.hpp"

namespace trilayer::recording {
namespace {

constexpr std::uint64_t longest_header = 1 << 16;
constexpr std::string_view save_plain =
    "save it from Python as plain numbers: numpy.save(\"file.npy\", array.astype(\"<f8\"))";

/// Reads the one Python dictionary of a header, word by word.
class Dictionary {
 public:
  Dictionary(const BinaryFile& file, std::string_view text, std::uint64_t at) : file_(file), text_(text), at_(at) {}

  NpyHeader read() {
    NpyHeader header;
    expect('{');
    bool descr = false, order = false, shape = false;
    while (!take('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr" && !descr) {
        descr = true;
        read_type(header);
      } else if (key == "fortran_order" && !order) {
        order = true;
        header.fortran_order = read_flag();
      } else if (key == "shape" && !shape) {
        shape = true;
        read_shape(header);
      } else {
        refuse(fmt::format("has the key '{}', which is none or stands there twice", key));
      }
      if (!take(',') && peek() != '}') refuse("has a header that is no dictionary");
    }
    if (!(descr && order && shape)) refuse("lacks one of descr, fortran_order and shape");
    if (peek() != '\0') refuse("has more behind its header's dictionary");
    return header;
  }

 private:
  [[noreturn]] void refuse(std::string_view problem, std::string_view advice = save_plain) const {
    file_.refuse(problem, at_ + next_, advice);
  }

  char peek() {
    while (next_ < text_.size() && (text_[next_] == ' ' || text_[next_] == '\n')) ++next_;
    return next_ < text_.size() ? text_[next_] : '\0';
  }

  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++next_;
    return true;
  }

  void expect(char wanted) {
    if (!take(wanted)) refuse(fmt::format("has no '{}' in its header here", wanted));
  }

  std::string quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') refuse("has no text in quotes in its header here");
    const auto end = text_.find(quote, next_ + 1);
    if (end == std::string_view::npos) refuse("has a text without an end in its header");
    std::string found(text_.substr(next_ + 1, end - next_ - 1));
    next_ = end + 1;
    return found;
  }

  std::string word() {
    const char first = peek();
    const std::size_t from = next_;
    const auto is_word = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (!is_word(first)) refuse("has no word or number in its header here");
    while (next_ < text_.size() && is_word(text_[next_])) ++next_;
    return std::string(text_.substr(from, next_ - from));
  }

  bool read_flag() {
    const std::string flag = word();
    if (flag != "True" && flag != "False") refuse("says neither True nor False of its order");
    return flag == "True";
  }

  void read_type(NpyHeader& header) {
    if (peek() == '[') refuse("is an array of records, not of plain numbers");
    const std::string type = quoted();
    if (type.starts_with('>')) refuse("has its bytes in the other order (big-endian)");
    for (const std::string_view known : {"f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"})
      if (type.size() == 3 && type.substr(1) == known && (type[0] == '<' || type[0] == '|')) {
        header.kind = known[0];
        header.bytes = static_cast<std::uint32_t>(known[1] - '0');
        return;
      }
    refuse(fmt::format("has numbers of the type '{}'", type));
  }

  void read_shape(NpyHeader& header) {
    expect('(');
    while (!take(')')) {
      std::string digits = word();
      if (digits.ends_with('L')) digits.pop_back();  // Python 2 wrote long numbers so
      const auto length = base::parse_integer(digits);
      if (!length || *length < 0) refuse(fmt::format("has the length '{}' in its shape", digits));
      header.shape.push_back(static_cast<std::uint64_t>(*length));
      if (!take(',') && peek() != ')') refuse("has a shape that is no list of numbers");
    }
  }

  const BinaryFile& file_;
  std::string_view text_;
  std::uint64_t at_;
  std::size_t next_ = 0;
};

void check_shape(const BinaryFile& file, NpyHeader& header) {
  if (header.shape.empty() || header.shape.size() > 3)
    file.refuse(fmt::format("has {} axes", header.shape.size()), 10,
                "one to three axes can be read: trials, samples, channels");
  const std::uint64_t room = (file.size() - header.data) / header.bytes;
  header.count = 1;
  for (const std::uint64_t length : header.shape) {
    if (length == 0) file.refuse("has an axis of length 0, so it holds nothing", 10, "save the array again");
    if (length > room / header.count)
      file.refuse(fmt::format("has {} bytes of numbers, which is less than its shape needs", file.size() - header.data),
                  header.data, copy_again);
    header.count *= length;
  }
  if (header.count * header.bytes != file.size() - header.data)
    file.refuse(fmt::format("has {} bytes of numbers, but its shape needs {}", file.size() - header.data,
                            header.count * header.bytes),
                header.data, copy_again);
}

}  // namespace

NpyHeader read_npy_header(BinaryFile& file) {
  const std::string start = file.read(0, 10, "the header of a .npy file");
  if (!start.starts_with("\x93NUMPY")) file.refuse("is no .npy file: it does not begin with \\x93NUMPY", 0, save_plain);
  const int version = static_cast<unsigned char>(start[6]);
  if (version < 1 || version > 3)
    file.refuse(fmt::format("has version {} of the format; 1 to 3 are known", version), 6, save_plain);
  const std::uint64_t begin = version == 1 ? 10 : 12;
  const std::uint64_t length = version == 1
                                   ? std::uint64_t{little_endian<std::uint16_t>(start, 8)}
                                   : std::uint64_t{little_endian<std::uint32_t>(file.read(8, 4, "its length"), 0)};
  if (length > longest_header) file.refuse(fmt::format("has a header of {} bytes", length), 8, save_plain);
  const std::string text = file.read(begin, length, "the header of a .npy file");
  NpyHeader header = Dictionary(file, text, begin).read();
  header.data = begin + length;
  check_shape(file, header);
  return header;
}

}  // namespace trilayer::recording
