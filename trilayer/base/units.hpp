// Quantities with their unit in the type: 5 ms cannot be passed where 5 s or 5 uV is meant.
#pragma once

#include <compare>
#include <ratio>

namespace trilayer::base {

/// A number with a physical dimension and a decimal scale. Scales of one dimension convert into one another
/// without being asked (a Milliseconds may be given where Seconds are taken); dimensions never do.
template <class Dimension, class Scale>
class Quantity {
 public:
  constexpr Quantity() = default;
  constexpr explicit Quantity(double value) : value_(value) {}

  /// From another scale of the same dimension, for example Seconds from Milliseconds.
  template <class Other>
  constexpr Quantity(Quantity<Dimension, Other> other)  // NOLINT(google-explicit-constructor): like std::chrono
      : value_(other.value() * factor<Other>()) {}

  /// The bare number, in this type's own scale.
  [[nodiscard]] constexpr double value() const { return value_; }

  constexpr Quantity operator-() const { return Quantity(-value_); }
  constexpr Quantity& operator+=(Quantity other) { return value_ += other.value_, *this; }
  constexpr Quantity& operator-=(Quantity other) { return value_ -= other.value_, *this; }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
  friend constexpr Quantity operator*(Quantity a, double k) { return Quantity(a.value_ * k); }
  friend constexpr Quantity operator*(double k, Quantity a) { return Quantity(a.value_ * k); }
  friend constexpr Quantity operator/(Quantity a, double k) { return Quantity(a.value_ / k); }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
  friend constexpr auto operator<=>(Quantity a, Quantity b) = default;

 private:
  template <class Other>
  static constexpr double factor() {
    using Ratio = std::ratio_divide<Other, Scale>;
    return static_cast<double>(Ratio::num) / static_cast<double>(Ratio::den);
  }

  double value_ = 0.0;
};

struct Time {};
struct Voltage {};
struct Frequency {};

using Seconds = Quantity<Time, std::ratio<1>>;
using Milliseconds = Quantity<Time, std::milli>;
using Millivolts = Quantity<Voltage, std::milli>;
using Microvolts = Quantity<Voltage, std::micro>;
using Hertz = Quantity<Frequency, std::ratio<1>>;

namespace literals {
constexpr Seconds operator""_s(long double v) { return Seconds(static_cast<double>(v)); }
constexpr Milliseconds operator""_ms(long double v) { return Milliseconds(static_cast<double>(v)); }
constexpr Millivolts operator""_mV(long double v) { return Millivolts(static_cast<double>(v)); }
constexpr Microvolts operator""_uV(long double v) { return Microvolts(static_cast<double>(v)); }
constexpr Hertz operator""_Hz(long double v) { return Hertz(static_cast<double>(v)); }
}  // namespace literals

}  // namespace trilayer::base
