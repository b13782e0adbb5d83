#include "trilayer/recording/formats/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/channel_unit.hpp"
#include "trilayer/recording/formats/npy_header.hpp"

namespace trilayer::recording {
namespace {

constexpr std::uint64_t most_rows = 500'000;  // each costs memory of its own beside its samples
constexpr std::uint64_t piece = 1 << 17;      // numbers read at a time

constexpr std::size_t trial = 0, sample = 1, channel = 2;

/// Lengths and steps of the three axes; an axis that is not there has length 1.
struct Layout {
  std::array<std::uint64_t, 3> length{1, 1, 1};
  std::array<std::size_t, 3> fastest{};  ///< axes in the order in which the file counts them up, fastest first
};

std::string shape_text(const NpyHeader& header) {
  std::string text;
  for (const std::uint64_t length : header.shape) text += (text.empty() ? "" : " x ") + std::to_string(length);
  return text;
}

Layout layout_of(const NpyHeader& header, const ArrayStatement& said) {
  if (said.axes.size() != header.shape.size())
    throw base::Refusal(fmt::format("'array.axes' names {} axes, and the array has {} ({})", said.axes.size(),
                                    header.shape.size(), shape_text(header)),
                        said.place, "name each axis of the array, in the order of its shape");
  Layout layout;
  std::vector<std::size_t> order;  // as the file's shape lists them
  for (std::size_t i = 0; i < said.axes.size(); ++i) {
    order.push_back(static_cast<std::size_t>(said.axes[i]));
    layout.length[order.back()] = header.shape[i];
  }
  if (!header.fortran_order) std::ranges::reverse(order);
  for (const std::size_t axis : {trial, sample, channel})
    if (std::ranges::find(order, axis) == order.end()) order.push_back(axis);
  std::ranges::copy(order, layout.fastest.begin());
  return layout;
}

void check_fit(const Layout& layout, const ArrayStatement& said) {
  if (said.channels.size() != layout.length[channel])
    throw base::Refusal(fmt::format("'array.channels' names {} channels, and the array has {}", said.channels.size(),
                                    layout.length[channel]),
                        said.place, "name each channel once; without the axis \"channel\" there is one");
  if (!said.codes.empty() && said.codes.size() != layout.length[trial])
    throw base::Refusal(
        fmt::format("'array.codes' has {} codes, and the array has {} trials", said.codes.size(), layout.length[trial]),
        said.place, "write one code a trial, in their order");
  if (said.pulse_sample && static_cast<std::uint64_t>(*said.pulse_sample) >= layout.length[sample])
    throw base::Refusal(fmt::format("'array.pulse_sample' is {}, and a trial has {} samples", *said.pulse_sample,
                                    layout.length[sample]),
                        said.place, "samples are counted from 0 within each trial; were two axes swapped?");
  if (layout.length[trial] * layout.length[channel] > most_rows)
    throw base::Refusal(fmt::format("the array has {} trials of {} samples in {} channels", layout.length[trial],
                                    layout.length[sample], layout.length[channel]),
                        said.place, "that is too many trials: were two axes swapped?");
}

double number_at(const NpyHeader& header, std::string_view bytes, std::size_t at) {
  if (header.kind == 'f')
    return header.bytes == 4 ? static_cast<double>(little_endian<float>(bytes, at)) : little_endian<double>(bytes, at);
  const bool sign = header.kind == 'i';
  switch (header.bytes) {
    case 1:
      return sign ? little_endian<std::int8_t>(bytes, at) : little_endian<std::uint8_t>(bytes, at);
    case 2:
      return sign ? little_endian<std::int16_t>(bytes, at) : little_endian<std::uint16_t>(bytes, at);
    case 4:
      return sign ? little_endian<std::int32_t>(bytes, at) : little_endian<std::uint32_t>(bytes, at);
    default:
      return sign ? static_cast<double>(little_endian<std::int64_t>(bytes, at))
                  : static_cast<double>(little_endian<std::uint64_t>(bytes, at));
  }
}

std::vector<double> add_channels(const ArrayStatement& said, const NpyHeader& header, Recording& recording) {
  std::vector<double> factors;
  for (const std::string& name : said.channels) {
    const auto unit = interpret_unit(name, said.unit);
    if (!unit) throw base::Refusal("'array.unit' is the unknown unit \"" + said.unit + "\"", said.place, unit_advice());
    Channel made;
    made.name = name;
    made.kind = unit->kind;
    made.unit = unit->unit;
    made.rate = said.rate;
    if (header.kind != 'f') made.resolution = unit->factor;
    recording.channels.push_back(std::move(made));
    factors.push_back(unit->factor);
  }
  return factors;
}

void add_segments(const Layout& layout, const ArrayStatement& said, Recording& recording) {
  const double length = static_cast<double>(layout.length[sample]) / said.rate.value();
  for (std::uint64_t t = 0; t < layout.length[trial]; ++t) {
    const base::Seconds start(static_cast<double>(t) * length);
    Segment segment{start, std::vector<std::vector<float>>(layout.length[channel])};
    for (auto& row : segment.samples) row.resize(layout.length[sample]);
    recording.segments.push_back(std::move(segment));
    if (said.pulse_sample)
      recording.markers.push_back({start + base::Seconds(static_cast<double>(*said.pulse_sample) / said.rate.value()),
                                   base::Seconds(0.0), said.codes.empty() ? "pulse" : said.codes[t]});
  }
}

// The file is read once from front to back, whatever the order of its axes.
void fill(BinaryFile& file, const NpyHeader& header, const Layout& layout, const std::vector<double>& factors,
          Recording& recording) {
  std::array<std::uint64_t, 3> at{};
  for (std::uint64_t done = 0; done < header.count; done += piece) {
    const std::uint64_t count = std::min(piece, header.count - done), from = header.data + done * header.bytes;
    const std::string bytes = file.read(from, count * header.bytes, "the numbers of the array");
    for (std::uint64_t i = 0; i < count; ++i) {
      const double number = number_at(header, bytes, static_cast<std::size_t>(i * header.bytes));
      const auto value = static_cast<float>(number * factors[at[channel]]);
      if (!std::isfinite(value))
        file.refuse(fmt::format("has no finite number at sample {} of trial {}, channel {} (all counted from 0)",
                                at[sample], at[trial], recording.channels[at[channel]].name),
                    from + i * header.bytes, "leave out trials with gaps before saving the array");
      recording.segments[at[trial]].samples[at[channel]][at[sample]] = value;
      for (const std::size_t axis : layout.fastest) {
        if (++at[axis] < layout.length[axis]) break;
        at[axis] = 0;
      }
    }
  }
}

}  // namespace

Recording read_npy(const std::filesystem::path& path, const ArrayStatement& said) {
  BinaryFile file(path);
  const NpyHeader header = read_npy_header(file);
  const Layout layout = layout_of(header, said);
  check_fit(layout, said);
  Recording recording;
  recording.name = path.filename().string();
  const std::vector<double> factors = add_channels(said, header, recording);
  add_segments(layout, said, recording);
  fill(file, header, layout, factors, recording);
  if (layout.length[trial] > 1)
    recording.warnings.push_back({"frame_times_unknown",
                                  "nothing says when the trials came: they are placed one after the other",
                                  recording.name});
  check_consistent(recording);
  return recording;
}

}  // namespace trilayer::recording
