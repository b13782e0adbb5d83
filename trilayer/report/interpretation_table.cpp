#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "trilayer/report/answer_words.hpp"
#include "trilayer/report/interpretation.hpp"
#include "trilayer/report/terminal.hpp"
#include "trilayer/report/words.hpp"

namespace trilayer::report {
namespace {

constexpr std::array directions{protocol::Direction::right, protocol::Direction::left};

std::string line(std::string_view layer, std::string_view before, std::string_view now, std::string_view factor,
                 std::string_view loading, std::string_view interval, std::string_view bits, std::string_view reading) {
  std::string text = fmt::format("  {:<18}  {:>7}  {:>8}  {:>12}  {:>7}  {:>13}  {:>10}  {}", layer, before, now,
                                 factor, loading, interval, bits, reading);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string head() {
  return line("", "before", "presence", "Bayes factor", "loading", "90 % interval", "added, bit", "");
}

std::string line(const inference::Answer& answer, model::LoadingName name) {
  const auto& l = loading_of(answer, name);
  return line(fmt::format("{:<3} {}", model::numeral(name.layer), model::name(name.layer)),
              probability(l.prior_presence), probability(l.presence), bayes_factor(l.bayes_factor),
              two_decimals(l.mean), two_decimals(l.low_90) + " to " + two_decimals(l.high_90),
              two_decimals(l.information_bits), report::name(finding(answer, name)));
}

std::string list(const std::string& heading, const std::vector<std::string>& bullets) {
  if (bullets.empty()) return "";
  std::string text = "\n" + heading + "\n";
  for (const auto& words : bullets) text += bullet(one_line(words));
  return text;
}

std::string leading(const inference::Answer& answer) {
  if (answer.leading.empty()) return "\n" + paragraph(summary(answer));
  std::vector<std::string> words;
  for (const auto loading : answer.leading) words.push_back(title(loading) + ": " + mechanism(loading));
  return list("Leading:", words);
}

std::string undetermined(const inference::Answer& answer) {
  std::vector<std::string> words;
  for (const auto& group : answer.undetermined)
    words.push_back(group.words + ": presence of any " + probability(group.presence_of_any));
  return list("Undetermined, probably one of them but not which:", words);
}

std::string not_informed(const inference::Answer& answer) {
  if (answer.not_informed.empty() || answer.not_informed.size() == answer.loadings.size()) return "";
  return "\n" + paragraph("Not informed (the data say next to nothing of it): " +
                          join(by_layer(answer.not_informed), "; ") + ".");
}

std::string selection(const inference::Answer& answer) {
  std::vector<std::string> words;
  for (const auto& s : answer.selection) words.push_back(selection_text(s));
  return list("Selection of the hand (exploratory, part of no loading):", words);
}

std::string rests_on(const inference::Answer& answer) {
  if (answer.used.empty()) return "\nNothing in these data bears on the loadings.\n";
  const std::size_t all = answer.used.size() + answer.lacked.size();
  return "\n" +
         paragraph(fmt::format("Rests on {} of the {} features of the full battery; --out and --format json list them.",
                               answer.used.size(), all));
}

std::string unlike(const inference::Answer& answer) {
  const std::string words = unlike_simulated(answer);
  return words.empty() ? "" : "\n" + paragraph(words);
}

std::string table(const inference::Answer& answer) {
  std::string text = answer.participant.empty() ? "" : "Participant " + one_line(answer.participant) + "\n\n";
  text += head();
  for (const auto direction : directions) {
    text += title(direction) + "\n";
    for (const auto layer : model::all_layers) text += line(answer, {layer, direction});
  }
  return text + leading(answer) + undetermined(answer) +
         list("Fast callosal inhibition that is left:", callosal_gain_text(answer)) +
         list("What speaks most for what:", roles_text(answer, 6)) + not_informed(answer) + unlike(answer) +
         selection(answer) + rests_on(answer) + list("Was not there:", by_measure(answer.lacked));
}

}  // namespace

std::string to_table(const std::vector<inference::Answer>& answers) {
  std::string text;
  for (const auto& answer : answers) text += table(answer) + "\n";
  return text + paragraph(validated_on);
}

}  // namespace trilayer::report
