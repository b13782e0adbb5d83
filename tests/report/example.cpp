#include "tests/report/example.hpp"

#include <cmath>
#include <string>

#include "trilayer/base/random.hpp"

namespace trilayer::tests {
namespace {

using measures::Measurement;
using measures::State;
using protocol::Hemisphere;
using protocol::Side;

constexpr double rate = 4000.0;
constexpr double between_trials = 2.5;  // s
constexpr double between_many = 0.6;    // s, in the long session: enough to show, small enough to hold

// What is drawn into one muscle after each anchor.
struct Drawn {
  double background = 2.0;             // uV RMS
  double response = 0.0, onset = 0.0;  // uV peak-to-peak, ms
  double silence_from = 0, silence_to = 0, silence_depth = 1.0;
  double task = 0.0;  // uV RMS added between 0 and 400 ms
};

double biphasic(double ms) {  // from 0 on, 14 ms long, between -1 and 1
  return ms < 0.0 || ms > 14.0 ? 0.0 : std::sin(2.0 * M_PI * ms / 14.0) * std::sin(M_PI * ms / 14.0);
}

void draw_trial(std::vector<float>& row, double anchor, const Drawn& drawn, bool pulse, double between,
                base::Stream& random) {
  const auto first = static_cast<std::size_t>((anchor - between / 2.0) * rate);
  const double size = drawn.response * std::exp(0.35 * random.normal()) * 0.58;
  const double shift = 0.4 * random.normal();
  double coloured = 0.0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(between * rate) && first + i < row.size(); ++i) {
    const double ms = (static_cast<double>(first + i) / rate - anchor) * 1e3;
    coloured = 0.7 * coloured + random.normal();
    double level = drawn.background;
    if (ms > 0.0 && ms < 400.0) level += drawn.task;
    if (ms > drawn.silence_from && ms < drawn.silence_to) level *= 1.0 - drawn.silence_depth;
    double value = 0.714 * coloured * level + random.normal();
    if (pulse && ms >= 0.0 && ms < 1.0) value += (ms < 0.5 ? 900.0 : -600.0);
    value += size * biphasic(ms - drawn.onset - shift);
    row[first + i] = static_cast<float>(value);
  }
}

protocol::Block block_of(const std::string& id, const protocol::Condition& condition, std::size_t trials, double from,
                         double between) {
  protocol::Block block{id, condition, {}};
  for (std::size_t t = 0; t < trials; ++t) {
    protocol::Trial trial;
    trial.anchor.time = base::Seconds(from + static_cast<double>(t) * between);
    if (condition.task == protocol::Task::stimulation) {
      trial.pulses.push_back({trial.anchor.time, protocol::PulseRole::test, protocol::Site::m1, condition.hemisphere,
                              condition.intensity, std::nullopt});
      if (condition.conditioning) {
        protocol::Pulse first = trial.pulses.front();
        first.role = protocol::PulseRole::conditioning;
        first.time = first.time - base::Seconds(condition.conditioning->interval);
        trial.pulses.insert(trial.pulses.begin(), first);
      }
    } else {
      trial.anchor.kind = protocol::AnchorKind::cue;
    }
    block.trials.push_back(trial);
  }
  return block;
}

protocol::Condition single_pulse(Hemisphere hemisphere, double percent, protocol::Contraction contraction) {
  protocol::Condition condition;
  condition.hemisphere = hemisphere;
  condition.intensity = protocol::Intensity{percent, protocol::IntensityReference::resting_motor_threshold};
  condition.hands.left.contraction = condition.hands.right.contraction = contraction;
  return condition;
}

recording::Recording recording_of(const std::vector<std::string>& muscles, double length) {
  recording::Recording recording;
  recording.name = "sub-01_task-tms_emg.edf";
  for (const auto& muscle : muscles) {
    for (const Side side : protocol::both_sides) {
      recording::Channel channel;
      channel.name = std::string(side == Side::left ? "L" : "R") + "_" + muscle;
      channel.rate = base::Hertz(rate);
      channel.side = side;
      channel.muscle = muscle;
      channel.label_source = recording::LabelSource::stated;
      recording.channels.push_back(channel);
    }
  }
  const auto samples = static_cast<std::size_t>(length * rate);
  recording.segments.push_back({base::Seconds(0.0), {recording.channels.size(), std::vector<float>(samples, 0.0F)}});
  return recording;
}

struct Part {
  std::string id;
  protocol::Condition condition;
  std::size_t trials = 20;
  Drawn left, right;
};

recording::Recording record(const std::vector<Part>& parts, const std::vector<std::string>& muscles, double between) {
  double length = between;
  for (const Part& part : parts) length += static_cast<double>(part.trials) * between;
  recording::Recording recording = recording_of(muscles, length);
  double from = between;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const Part& part = parts[p];
    recording.blocks.push_back(block_of(part.id, part.condition, part.trials, from, between));
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
      const Drawn& drawn = recording.channels[c].side == Side::left ? part.left : part.right;
      for (std::size_t t = 0; t < part.trials; ++t) {
        base::Stream random(7, static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(c),
                            static_cast<std::uint32_t>(t));
        draw_trial(recording.segments[0].samples[c], recording.blocks[p].trials[t].anchor.time.value(), drawn,
                   part.condition.task == protocol::Task::stimulation, between, random);
      }
    }
    for (const auto& trial : recording.blocks[p].trials)
      recording.markers.push_back({trial.anchor.time, base::Seconds(0.0), trial.pulses.empty() ? "cue" : "S255"});
    from += static_cast<double>(part.trials) * between;
  }
  return recording;
}

Measurement measured(const std::string& measure, const std::string& condition, const std::string& block, Side side,
                     std::optional<Hemisphere> hemisphere, double value, std::optional<double> error, int trials) {
  Measurement m;
  m.key = {measure, condition, side, "FDI", hemisphere};
  m.participant = "01";
  m.recording = "sub-01_task-tms_emg.edf";
  m.block = block;
  m.state = State::value;
  m.value = value;
  m.standard_error = error;
  m.trials = trials;
  m.method = "made up for a test of the report; standard error by bootstrap over trials";
  return m;
}

Measurement without(Measurement m, State state, const std::string& reason) {
  m.state = state;
  m.value = m.standard_error = std::nullopt;
  m.reason = reason;
  return m;
}

}  // namespace

std::vector<recording::Session> example_sessions() {
  const auto rest = protocol::Contraction::rest;
  const auto active = protocol::Contraction::active;
  protocol::Condition paired = single_pulse(Hemisphere::left, 120.0, rest);
  paired.conditioning = protocol::Conditioning{Hemisphere::right, protocol::Site::m1, protocol::Intensity{120.0, {}},
                                               base::Milliseconds(10.0), ""};
  paired.conditioning->intensity->reference = protocol::IntensityReference::resting_motor_threshold;
  protocol::Condition task;
  task.task = protocol::Task::phasic_movement;
  task.intended = Side::right;
  recording::Session session;
  session.participant = "01";
  session.context.age = 34.0;
  session.context.handedness = "right";
  session.context.thresholds = {{Hemisphere::left, false, 46.0, std::nullopt, "50 uV in 5 of 10"}};
  session.recordings.push_back(record(
      {{"rest-left", single_pulse(Hemisphere::left, 120.0, rest), 20, {2.0, 240.0, 21.0}, {2.0, 1400.0, 20.5}},
       {"rest-right", single_pulse(Hemisphere::right, 120.0, rest), 20, {2.0, 1100.0, 20.8}, {2.0}},
       {"active-left",
        single_pulse(Hemisphere::left, 140.0, active),
        20,
        {60.0, 0.0, 0.0, 36.0, 62.0, 0.8},
        {60.0, 3200.0, 19.5, 35.0, 165.0}},
       {"active-right", single_pulse(Hemisphere::right, 140.0, active), 20, {55.0, 2600.0, 19.8, 36.0, 118.0}, {60.0}},
       {"ihi-10", paired, 15, {2.0, 60.0, 21.0}, {2.0, 800.0, 20.6}},
       {"right-hand", task, 12, {3.0, 0, 0, 0, 0, 1.0, 18.0}, {4.0, 0, 0, 0, 0, 1.0, 190.0}}},
      {"FDI"}, between_trials));
  return {session};
}

measures::Results example_results() {
  const std::string rest = "single pulse, 120 %RMT, rest";
  const std::string active = "single pulse, 140 %RMT, left active, right active";
  const auto L = Side::left;
  const auto R = Side::right;
  const auto from_left = Hemisphere::left;
  const auto from_right = Hemisphere::right;
  measures::Results r;
  r.measurements = {
      measured("cmep_amplitude", rest, "rest-left", R, from_left, 1.3712345678, 0.081, 20),
      measured("cmep_latency", rest, "rest-left", R, from_left, 20.62, 0.11, 20),
      measured("cmep_persistence", rest, "rest-left", R, from_left, 1.0, std::nullopt, 20),
      measured("imep_presence", rest, "rest-left", L, from_left, 48.3, 4.1, 20),
      measured("imep_latency_difference", rest, "rest-left", L, from_left, 0.42, 0.35, 20),
      measured("imep_ratio", rest, "rest-left", L, from_left, 0.18, 0.12, 20),
      measured("cmep_amplitude", rest, "rest-right", L, from_right, 1.084, 0.088, 20),
      measured("cmep_latency", rest, "rest-right", L, from_right, 20.95, 0.12, 20),
      measured("cmep_persistence", rest, "rest-right", L, from_right, 0.95, 1.03, 20),
      without(measured("imep_presence", rest, "rest-right", R, from_right, 0, 0, 20), State::absent,
              "no response above background (p = 0.41)"),
      without(measured("imep_latency_difference", rest, "rest-right", R, from_right, 0, 0, 20), State::unobtainable,
              "there is no ipsilateral response whose onset could be read"),
      measured("csp_duration", active, "active-left", R, from_left, 146.0, 3.2, 20),
      measured("isp_depth", active, "active-left", L, from_left, 74.0, 5.5, 20),
      measured("isp_onset", active, "active-left", L, from_left, 36.4, 0.9, 20),
      measured("csp_duration", active, "active-right", L, from_right, 98.0, 2.8, 20),
      without(measured("isp_depth", active, "active-right", R, from_right, 0, 0, 20), State::absent,
              "the average does not fall below the background longer than sham pulses let it (p = 0.34)"),
      measured("ihi", "paired 10 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest", "ihi-10+rest-left", R,
               from_left, 0.57, 0.13, 15),
      measured("mirror_emg_ratio", "phasic movement, intended right", "right-hand", L, std::nullopt, 9.5, 0.14, 12),
  };
  auto& all = r.measurements;
  all[9].smallest_detectable = 3.42;
  all[9].p_value = 0.41;
  all[15].smallest_detectable = 27.0;
  all[15].p_value = 0.34;
  all[3].p_value = 0.001;
  all[13].state = State::confounded;
  all[13].reason = "the markers come 3.1 ms after the artefact, which was not corrected";
  all[14].state = State::at_least;
  all[14].reason = "EMG had not come back at the end of the window in 3 of 20 trials";
  for (const char* measure : {"sici", "icf", "lici"}) {
    for (const Side side : protocol::both_sides) {
      Measurement m = without(measured(measure, "", "", side, std::nullopt, 0, 0, 0), State::missing,
                              "no block with a conditioning pulse to the same hemisphere");
      m.recording.clear();
      m.method.clear();
      all.push_back(m);
    }
  }
  r.trials = {{"01", "sub-01_task-tms_emg.edf", "rest-left", 1, 2.5, "cmep_amplitude", R, "FDI", from_left,
               State::value, 1.52, ""},
              {"01", "sub-01_task-tms_emg.edf", "rest-left", 2, 5.0, "cmep_latency", R, "FDI", from_left,
               State::invalid, std::nullopt, "the amplifier was saturated"}};
  const std::string file = "sub-01_task-tms_emg.edf";
  r.detections = {{"cmep_amplitude", file, "rest-left", R, "FDI", 20.6, 34.5},
                  {"imep_presence", file, "rest-left", L, "FDI", 21.0, 35.0},
                  {"cmep_amplitude", file, "rest-right", L, "FDI", 20.9, 35.0},
                  {"cmep_amplitude", file, "active-left", R, "FDI", 19.5, 34.0},
                  {"csp_duration", file, "active-left", R, "FDI", 19.5, 165.5},
                  {"isp_duration", file, "active-left", L, "FDI", 36.4, 62.0},
                  {"cmep_amplitude", file, "active-right", L, "FDI", 19.8, 34.0},
                  {"csp_duration", file, "active-right", L, "FDI", 19.8, 117.8},
                  {"cmep_amplitude", file, "ihi-10", R, "FDI", 20.8, 34.5},
                  {"mirror_emg_ratio", file, "right-hand", L, "FDI", 0.0, 400.0}};
  r.warnings = {{"mains_hum", "a 50 Hz sine of 130 uV stands in the channel; it is fitted and subtracted", "left FDI"},
                {"marker_file_names_other_data", "the marker file names \"old.eeg\"", "run-1.vmrk"}};
  return r;
}

std::vector<recording::Session> long_session(std::size_t blocks, std::size_t trials, std::size_t muscles) {
  std::vector<Part> parts;
  for (std::size_t b = 0; b < blocks; ++b)
    parts.push_back({"b" + std::to_string(b + 1),
                     single_pulse(b % 2 == 0 ? Hemisphere::left : Hemisphere::right, 110.0 + static_cast<double>(b),
                                  protocol::Contraction::active),
                     trials,
                     {60.0, 900.0, 20.0, 35.0, 120.0},
                     {60.0, 1100.0, 20.0, 35.0, 120.0}});
  std::vector<std::string> names;
  for (std::size_t m = 0; m < muscles; ++m) names.push_back(m == 0 ? "FDI" : "M" + std::to_string(m));
  recording::Session session;
  session.participant = "long";
  session.recordings.push_back(record(parts, names, between_many));
  return {session};
}

}  // namespace trilayer::tests
