#include "trilayer/validation/facts/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::validation {
namespace {

using Values = std::vector<double>;

Values of_reading(const Sample& people, std::size_t place) {
  Values values;
  for (const Readings* person : people)
    if (const auto& value = (*person)[place]) values.push_back(*value);
  return values;
}

// The first reading, or the first less the second.
Values of_people(const Recipe& recipe, const Sample& people) {
  if (recipe.places.size() == 1) return of_reading(people, recipe.places[0]);
  Values values;
  for (const Readings* person : people) {
    const auto &a = (*person)[recipe.places[0]], &b = (*person)[recipe.places[1]];
    if (a && b) values.push_back(*a - *b);
  }
  return values;
}

// The mean of each reading; none where fewer than two people gave one of them.
Values means(const Recipe& recipe, const Sample& people) {
  Values all;
  for (const std::size_t place : recipe.places) {
    const Values values = of_reading(people, place);
    if (values.size() < 2) return {};
    all.push_back(base::mean(values));
  }
  return all;
}

struct Pairs {
  Values first, second;
};

Pairs pairs_of(const Recipe& recipe, const Sample& people) {
  Pairs pairs;
  for (const Readings* person : people) {
    const auto &a = (*person)[recipe.places[0]], &b = (*person)[recipe.places[1]];
    if (!a || !b) continue;
    pairs.first.push_back(*a);
    pairs.second.push_back(*b);
  }
  return pairs;
}

std::vector<Values> by_age(const Recipe& recipe, const Sample& people) {
  const Pairs pairs = pairs_of(recipe, people);
  std::vector<Values> groups(recipe.at.size() - 1);
  for (std::size_t i = 0; i < pairs.first.size(); ++i)
    for (std::size_t k = 0; k + 1 < recipe.at.size(); ++k)
      if (pairs.second[i] >= recipe.at[k] && pairs.second[i] < recipe.at[k + 1]) groups[k].push_back(pairs.first[i]);
  return groups;
}

Values means_by_age(const Recipe& recipe, const Sample& people) {
  Values all;
  for (const Values& values : by_age(recipe, people)) {
    if (values.size() < 2) return {};
    all.push_back(base::mean(values));
  }
  return all;
}

double skewness(const Values& values) {
  const auto n = static_cast<double>(values.size());
  const double mean = base::mean(values);
  double second = 0.0, third = 0.0;
  for (const double v : values) {
    second += (v - mean) * (v - mean);
    third += (v - mean) * (v - mean) * (v - mean);
  }
  return third / n / std::pow(second / n, 1.5);
}

// Equal values share the mean of their ranks.
Values ranks(const Values& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  Values rank(values.size());
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from + 1;
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    for (std::size_t i = from; i < to; ++i) rank[order[i]] = 0.5 * static_cast<double>(from + to - 1);
    from = to;
  }
  return rank;
}

std::optional<double> correlation(const Values& a, const Values& b) {
  const double mean_a = base::mean(a), mean_b = base::mean(b);
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return aa > 0.0 && bb > 0.0 ? std::optional(ab / std::sqrt(aa * bb)) : std::nullopt;
}

double between(double x0, double x1, double y0, double y1, double wanted) {
  return x0 + (x1 - x0) * (wanted - y0) / (y1 - y0);
}

// Where 1 - ratio first reaches half of its largest value.
std::optional<double> half_developed(const Values& at, std::span<const double> ratios) {
  const double deepest = 1.0 - *std::min_element(ratios.begin(), ratios.end());
  if (deepest <= 0.0) return std::nullopt;
  for (std::size_t k = 0; k < ratios.size(); ++k) {
    if (1.0 - ratios[k] < 0.5 * deepest) continue;
    return k == 0 ? at[0] : between(at[k - 1], at[k], 1.0 - ratios[k - 1], 1.0 - ratios[k], 0.5 * deepest);
  }
  return std::nullopt;
}

Values half_point_difference(const Recipe& recipe, const Values& ratios) {
  if (ratios.empty()) return {};
  const std::size_t half = ratios.size() / 2;
  const std::span<const double> all(ratios);
  const auto first = half_developed(recipe.at, all.first(half)), second = half_developed(recipe.at, all.subspan(half));
  return first && second ? Values{*first - *second} : Values{};
}

Values start_of_rise(const Recipe& recipe, const Values& ratios) {
  constexpr double risen = 1.1;
  std::size_t k = ratios.size();
  while (k > 0 && ratios[k - 1] > risen) --k;
  if (k == ratios.size()) return {};
  return {k == 0 ? recipe.at[0] : between(recipe.at[k - 1], recipe.at[k], ratios[k - 1], ratios[k], risen)};
}

Values largest_change(const Values& values) {
  if (values.size() < 2 || values[0] == 0.0) return {};
  double largest = 0.0;
  for (const double v : values)
    if (std::abs(v / values[0] - 1.0) > std::abs(largest)) largest = v / values[0] - 1.0;
  return {largest};
}

Values distance_to_law(const Recipe& recipe, Values values) {
  if (values.empty() || recipe.law.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto share = [](const Values& sorted, double x) {
    return static_cast<double>(std::upper_bound(sorted.begin(), sorted.end(), x) - sorted.begin()) /
           static_cast<double>(sorted.size());
  };
  double largest = 0.0;
  for (const Values* points : {static_cast<const Values*>(&values), &recipe.law})
    for (const double x : *points) largest = std::max(largest, std::abs(share(values, x) - share(recipe.law, x)));
  return {largest};
}

double share_within(const literature::Target& target, const Values& values) {
  const auto within = std::count_if(values.begin(), values.end(), [&](double v) {
    return (!target.people_low || v >= *target.people_low) && (!target.people_high || v <= *target.people_high);
  });
  return static_cast<double>(within) / static_cast<double>(values.size());
}

// Of values of people, one each.
Values of_values(How how, const literature::Target& target, const Values& values) {
  const std::size_t needed = how == How::sd ? 2 : how == How::skewness ? 3 : 1;
  if (values.size() < needed) return {};
  if (how == How::mean) return {base::mean(values)};
  if (how == How::median) return {base::median(values)};
  if (how == How::sd) return {base::standard_deviation(values)};
  if (how == How::share) return {share_within(target, values)};
  const double skew = skewness(values);
  return std::isfinite(skew) ? Values{skew} : Values{};
}

Values first_of(const Values& values, double (*choose)(const Values&)) {
  return values.empty() ? Values{} : Values{choose(values)};
}

}  // namespace

std::vector<double> value_of(const Recipe& recipe, const literature::Target& target, const Compared& people) {
  const Sample& group = people.group;
  switch (recipe.how) {
    case How::mean:
    case How::sd:
    case How::skewness:
    case How::median:
    case How::share:
      return of_values(recipe.how, target, of_people(recipe, group));
    case How::difference: {
      const Values a = of_people(recipe, group), b = of_people(recipe, people.against);
      return a.empty() || b.empty() ? Values{} : Values{base::mean(a) - base::mean(b)};
    }
    case How::trend:
      return means(recipe, group);
    case How::trend_over_age:
      return means_by_age(recipe, group);
    case How::rank_correlation: {
      const Pairs pairs = pairs_of(recipe, group);
      if (pairs.first.size() < 3) return {};
      const auto r = correlation(ranks(pairs.first), ranks(pairs.second));
      return r ? Values{*r} : Values{};
    }
    case How::lowest_at: {
      const Values all = means(recipe, group);
      return all.empty()
                 ? Values{}
                 : Values{recipe.at[static_cast<std::size_t>(std::min_element(all.begin(), all.end()) - all.begin())]};
    }
    case How::half_point:
      return half_point_difference(recipe, means(recipe, group));
    case How::largest_change:
      return largest_change(means(recipe, group));
    case How::last_change:
      return first_of(means(recipe, group), [](const Values& v) { return v.back() / v.front() - 1.0; });
    case How::largest:
      return first_of(means(recipe, group), [](const Values& v) { return *std::max_element(v.begin(), v.end()); });
    case How::rise:
      return start_of_rise(recipe, means(recipe, group));
    case How::distance:
      return distance_to_law(recipe, of_reading(group, recipe.places[0]));
  }
  throw base::Bug("a quantity is computed in no known way");
}

int people_with_value(const Recipe& recipe, const Compared& people) {
  const auto fewest = [&]() {
    std::size_t least = people.group.size();
    for (const std::size_t place : recipe.places) least = std::min(least, of_reading(people.group, place).size());
    return least;
  };
  switch (recipe.how) {
    case How::mean:
    case How::sd:
    case How::skewness:
    case How::median:
    case How::share:
    case How::difference:
      return static_cast<int>(of_people(recipe, people.group).size());
    case How::rank_correlation:
      return static_cast<int>(pairs_of(recipe, people.group).first.size());
    case How::trend_over_age: {
      std::size_t least = people.group.size();
      for (const Values& values : by_age(recipe, people.group)) least = std::min(least, values.size());
      return static_cast<int>(least);
    }
    default:
      return static_cast<int>(fewest());
  }
}

std::optional<double> bootstrap_error(const Compared& people, const Statistic& statistic, std::uint64_t seed,
                                      int draws) {
  const std::size_t count = people.group.size();
  if (count < 2) return std::nullopt;
  constexpr std::uint32_t purpose = 0xFAC7;
  int n = 0;
  double mean = 0.0, squares = 0.0;
  for (int draw = 0; draw < draws; ++draw) {
    base::Stream stream(seed, purpose, static_cast<std::uint32_t>(draw));
    Compared drawn;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t person = stream.below(static_cast<std::uint32_t>(count));
      drawn.group.push_back(people.group[person]);
      if (person < people.against.size()) drawn.against.push_back(people.against[person]);
    }
    const auto values = statistic(drawn);
    if (values.empty()) continue;
    const double value = values.size() == 1 ? values[0] : values.back() - values.front();
    ++n;
    const double away = value - mean;
    mean += away / n;
    squares += away * (value - mean);
  }
  if (n < 2 || 2 * n < draws) return std::nullopt;
  return std::sqrt(squares / (n - 1));
}

}  // namespace trilayer::validation
