// The two kinds of error. A measure that cannot be had is neither: it is a Measurement with a state and a reason.
#pragma once

#include <stdexcept>
#include <string>

namespace trilayer::base {

/// Input that cannot be used: says what is wrong, where, and what to do about it.
/// The command line prints it in one message and ends with exit status 1.
class Refusal : public std::runtime_error {
 public:
  Refusal(std::string problem, std::string place, std::string advice);

  [[nodiscard]] const std::string& problem() const { return problem_; }  ///< what is wrong
  [[nodiscard]] const std::string& place() const { return place_; }      ///< file, line, column, channel ...
  [[nodiscard]] const std::string& advice() const { return advice_; }    ///< what to do

 private:
  std::string problem_;
  std::string place_;
  std::string advice_;
};

/// A fault of ours: a broken promise inside the program. Exit status 3.
class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws Bug(message) where a promise of the program itself does not hold; never used on input.
void require(bool promise, const char* message);

}  // namespace trilayer::base
