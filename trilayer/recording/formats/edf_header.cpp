#include "trilayer/recording/formats/edf_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <system_error>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording {
namespace fs = std::filesystem;
namespace {

constexpr const char* again = "copy the file again, or export it again from the program that wrote it";
constexpr const char* repair = "open it in EDFbrowser, which names the fault, and save it again";

std::uintmax_t size_of(const fs::path& path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (!fs::exists(status)) throw base::Refusal("there is no such file", path.string(), "check the path");
  if (!fs::is_regular_file(status)) throw base::Refusal("is no file", path.string(), "name an .edf or .bdf file");
  const auto size = fs::file_size(path, error);
  if (error) throw base::Refusal("cannot be read", path.string(), "check its permissions");
  if (size == 0) throw base::Refusal("is empty", path.string(), again);
  return size;
}

/// Fields of the header by position, width and name.
class Fields {
 public:
  Fields(std::string text, std::string place) : text_(std::move(text)), place_(std::move(place)) {}

  [[nodiscard]] std::string text(std::size_t from, std::size_t width) const {
    return std::string(base::trim(std::string_view(text_).substr(from, width)));
  }
  [[nodiscard]] long long integer(std::size_t from, std::size_t width, const std::string& name) const {
    if (const auto value = base::parse_integer(text(from, width))) return *value;
    damaged(name, from, width);
  }
  [[nodiscard]] double number(std::size_t from, std::size_t width, const std::string& name) const {
    if (const auto value = base::parse_number(text(from, width))) return *value;
    damaged(name, from, width);
  }
  [[nodiscard]] std::string_view all() const { return text_; }
  [[noreturn]] void refuse(const std::string& problem, const char* advice) const {
    throw base::Refusal(problem, place_, advice);
  }

 private:
  [[noreturn]] void damaged(const std::string& name, std::size_t from, std::size_t width) const {
    refuse(fmt::format("has a damaged header: {} reads \"{}\", which is no number", name, text(from, width)), repair);
  }

  std::string text_;
  std::string place_;
};

std::string read_start(std::ifstream& in, std::size_t size) {
  std::string text(size, '\0');
  in.clear();
  in.seekg(0);
  in.read(text.data(), static_cast<std::streamsize>(size));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

// True for "26.02.18" and "08.24.27".
bool is_dotted(std::string_view text) {
  if (text.size() != 8 || text[2] != '.' || text[5] != '.') return false;
  for (const std::size_t i : {0, 1, 3, 4, 6, 7})
    if (text[i] < '0' || text[i] > '9') return false;
  return true;
}

void check_signature(const Fields& fields, EdfHeader& header) {
  const std::string_view version = fields.all().substr(0, 8);
  header.bdf = version ==
               "\xFF"
               "BIOSEMI";
  if (!header.bdf && version != "0       ")
    fields.refuse("is no EDF or BDF file: it does not begin as one", "name an .edf or .bdf file");
  if (!is_dotted(fields.all().substr(168, 8)) || !is_dotted(fields.all().substr(176, 8)))
    fields.refuse(
        "has a damaged header: start date and time do not stand where they belong (bytes 168 to 184), so its "
        "fields are shifted or overwritten",
        repair);
}

void check_ascii(const Fields& fields, bool bdf) {
  for (std::size_t i = bdf ? 1 : 0; i < fields.all().size(); ++i) {
    const auto byte = static_cast<unsigned char>(fields.all()[i]);
    if (byte < 32 || byte > 126)
      fields.refuse(fmt::format("has a damaged header: byte {} is no printable ASCII character", i),
                    "a micro sign or an accent in the header is the usual cause: write uV for the unit and save it "
                    "again, with EDFbrowser for example");
  }
}

std::size_t parse_general(const Fields& fields, EdfHeader& header) {
  const std::string kind = header.bdf ? "BDF" : "EDF";
  const std::string reserved = fields.text(192, 44);
  if (reserved.starts_with(kind + "+D"))
    fields.refuse("is discontinuous (" + kind + "+D), which is not read yet",
                  header.bdf ? "export it as BDF+C, one file for each unbroken stretch"
                             : "export it as EDF+C, one file for each unbroken stretch");
  header.plus = reserved.starts_with(kind + "+C");
  header.records = fields.integer(236, 8, "the number of data records");
  if (header.records == -1)
    fields.refuse("says -1 data records: the recording was not closed properly",
                  "open and save it with the program that recorded it, or repair it with EDFbrowser");
  if (header.records < 1)
    fields.refuse(fmt::format("says {} data records, so it holds no data", header.records), again);
  header.record_duration = fields.number(244, 8, "the duration of a data record");
  if (!(header.record_duration > 0.0) || header.record_duration > 1e6)
    fields.refuse(fmt::format("says that a data record lasts {} s, so its signals have no rate", fields.text(244, 8)),
                  "a file of annotations alone holds no recording; else export it again");
  const long long count = fields.integer(252, 4, "the number of signals");
  if (count < 1) fields.refuse("has no signals", "record or export at least one channel");
  const auto size = 256 + 256 * static_cast<std::size_t>(count);
  if (fields.integer(184, 8, "the size of the header") != static_cast<long long>(size))
    fields.refuse(fmt::format("contradicts itself: {} signals need a header of {} bytes, it says {}", count, size,
                              fields.text(184, 8)),
                  repair);
  return static_cast<std::size_t>(count);
}

void check_signal(const Fields& fields, const EdfSignal& signal, bool bdf, long long low, long long high,
                  long long samples) {
  const long long limit = bdf ? 1LL << 23 : 1LL << 15;
  if (low < -limit || high > limit - 1 || low >= high)
    fields.refuse(fmt::format("signal {} has the digital range {} to {}, which {} cannot hold", signal.label, low, high,
                              bdf ? "BDF" : "EDF"),
                  repair);
  if (signal.physical_min == signal.physical_max || std::abs(signal.physical_min) > 1e12 ||
      std::abs(signal.physical_max) > 1e12)
    fields.refuse(fmt::format("signal {} has the physical range {} to {}, so its numbers have no size", signal.label,
                              signal.physical_min, signal.physical_max),
                  repair);
  if (samples < 1 || samples > 99999999)
    fields.refuse(fmt::format("signal {} has {} samples in a data record", signal.label, samples), again);
}

EdfSignal parse_signal(const Fields& fields, const EdfHeader& header, std::size_t index, std::size_t count) {
  // Each field stands for all signals together, before the next one: label, transducer, unit, ranges ...
  const auto at = [&](std::size_t before, std::size_t width) { return 256 + count * before + index * width; };
  EdfSignal signal;
  signal.label = fields.text(at(0, 16), 16);
  signal.unit = fields.text(at(96, 8), 8);
  const std::string of = " of signal " + std::to_string(index + 1);
  signal.physical_min = fields.number(at(104, 8), 8, "the physical minimum" + of);
  signal.physical_max = fields.number(at(112, 8), 8, "the physical maximum" + of);
  const long long low = fields.integer(at(120, 8), 8, "the digital minimum" + of);
  const long long high = fields.integer(at(128, 8), 8, "the digital maximum" + of);
  const long long samples = fields.integer(at(216, 8), 8, "the number of samples" + of);
  check_signal(fields, signal, header.bdf, low, high, samples);
  signal.digital_min = static_cast<int>(low);
  signal.digital_max = static_cast<int>(high);
  signal.samples_per_record = static_cast<int>(samples);
  signal.annotation = header.plus && signal.label == (header.bdf ? "BDF Annotations" : "EDF Annotations");
  return signal;
}

void check_size(const Fields& fields, const EdfHeader& header, std::uintmax_t size) {
  const long long bytes = header.bdf ? 3 : 2;
  long long record = 0;
  for (const EdfSignal& signal : header.signals) record += signal.samples_per_record * bytes;
  // Bounds of libedf, which counts in int.
  if (record > (header.bdf ? 15LL : 10LL) << 20)
    fields.refuse(fmt::format("has data records of {} bytes, larger than the format's readers take", record),
                  "export it with shorter data records");
  const auto head = static_cast<long long>(fields.all().size());
  const long long expected = head + header.records * record;
  if (static_cast<long long>(size) == expected) return;
  const bool cut = static_cast<long long>(size) < expected;
  fields.refuse(fmt::format("is {} bytes, but its header promises {} ({} data records of {} bytes): {}", size, expected,
                            header.records, record, cut ? "it is cut short" : "there is more than belongs to it"),
                cut ? "copy the file again; if the recording broke off, repair it with EDFbrowser" : repair);
}

}  // namespace

EdfHeader read_edf_header(const fs::path& path) {
  const std::uintmax_t size = size_of(path);
  std::ifstream in(path, std::ios::binary);
  if (!in) throw base::Refusal("cannot be read", path.string(), "check its permissions");
  EdfHeader header;
  const Fields general(read_start(in, 256), path.string());
  if (general.all().size() < 256) general.refuse("is cut short within its header", again);
  check_signature(general, header);
  check_ascii(general, header.bdf);
  const std::size_t count = parse_general(general, header);
  const Fields fields(read_start(in, 256 + 256 * count), path.string());
  if (fields.all().size() < 256 + 256 * count) fields.refuse("is cut short within its header", again);
  check_ascii(fields, header.bdf);
  for (std::size_t i = 0; i < count; ++i) header.signals.push_back(parse_signal(fields, header, i, count));
  check_size(fields, header, size);
  if (std::ranges::all_of(header.signals, &EdfSignal::annotation))
    fields.refuse("has annotations but no signals", "name the file that holds the signals");
  return header;
}

}  // namespace trilayer::recording
