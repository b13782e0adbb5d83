#include "trilayer/base/errors.hpp"

#include <algorithm>
#include <utility>

namespace trilayer::base {
namespace {

std::string sentence(const std::string& problem, const std::string& place, const std::string& advice) {
  std::string text = place.empty() ? problem : place + ": " + problem;
  if (!advice.empty()) text += "\n  what to do: " + advice;
  std::replace(text.begin(), text.end(), '\0', ' ');  // a cell's null byte would end what() before the advice
  return text;
}

}  // namespace

Refusal::Refusal(std::string problem, std::string place, std::string advice)
    : std::runtime_error(sentence(problem, place, advice)),
      problem_(std::move(problem)),
      place_(std::move(place)),
      advice_(std::move(advice)) {}

void require(bool promise, const char* message) {
  if (!promise) throw Bug(message);
}

}  // namespace trilayer::base
