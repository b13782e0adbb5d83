#include "trilayer/report/pooled.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/report/effect_axis.hpp"
#include "trilayer/report/terminal.hpp"

namespace trilayer::report {
namespace {

using json = nlohmann::ordered_json;
using literature::EffectScale;
using literature::Interval;
using literature::Pool;
using literature::PooledFinding;

std::string measure_name(const std::string& id, const literature::Studies& studies) {
  if (const auto* known = catalogue::find_descriptor(id)) return std::string(known->name);
  if (const auto* known = literature::find_other_measure(studies.terms, id)) return known->name;
  return id;
}

std::string condition_name(const std::string& id, const literature::Studies& studies, const char* any) {
  if (id.empty()) return any;
  const auto* known = literature::find_condition(studies.terms, id);
  return known ? known->name : id;
}

std::string title_of(const Pool& pool, const literature::Studies& studies) {
  std::string text = measure_name(pool.question.measure, studies) + ": " +
                     condition_name(pool.question.condition, studies, "people with a condition");
  const bool one_group = pool.question.scale == EffectScale::logit || pool.question.scale == EffectScale::fisher_z;
  if (!one_group) text += " against " + condition_name(pool.question.against, studies, "people without one");
  if (pool.question.mirroring) text += fmt::format(", mirror movements {}", literature::name(*pool.question.mirroring));
  if (pool.question.during) text += fmt::format(", {}", literature::name(*pool.question.during));
  return pool.question.at.empty() ? text : text + ", " + pool.question.at;
}

// The effect in words, with the unit where it has one.
std::string effect_words(const Pool& pool) {
  switch (pool.question.scale) {
    case EffectScale::standardised_difference:
      return "Hedges' g (differences in standard deviations)";
    case EffectScale::mean_difference:
      return "difference of means" + (pool.unit.empty() || pool.unit == "1" ? "" : ", " + pool.unit);
    case EffectScale::log_ratio:
      return "ratio of means";
    case EffectScale::log_odds:
      return "odds ratio";
    case EffectScale::log_risk:
      return "ratio of shares";
    case EffectScale::logit:
      return "share of people";
    case EffectScale::fisher_z:
      break;
  }
  return "correlation";
}

std::string people_of(const PooledFinding& one) {
  return one.second ? fmt::format("{} and {}", one.first_people, one.second_people) : std::to_string(one.first_people);
}

Interval interval_of(const PooledFinding& one, double confidence) {
  const double half = base::normal_quantile(0.5 * (1.0 + confidence)) * std::sqrt(one.effect.variance);
  return {one.effect.value - half, one.effect.value + half};
}

int decimals_of(const Pool& pool) {
  std::vector<Interval> intervals{pool.result->hartung_knapp.value_or(pool.result->wald)};
  for (const PooledFinding& one : pool.findings) intervals.push_back(interval_of(one, pool.question.confidence));
  return decimals_for(pool.question.scale, intervals);
}

std::string rows_of(const Pool& pool, int decimals) {
  std::size_t name = 5, people = 6;
  for (const PooledFinding& one : pool.findings) {
    name = std::max(name, width(one.label));
    people = std::max(people, people_of(one).size());
  }
  const auto padded = [](const std::string& text, std::size_t places) {
    return text + std::string(places > width(text) ? places - width(text) : 0, ' ');
  };
  std::string text;
  for (std::size_t i = 0; i < pool.findings.size(); ++i) {
    const PooledFinding& one = pool.findings[i];
    text += fmt::format("  {:<9} {}  {}  {:<28} {:>5.1f} %  {}{}\n", one.finding->id, padded(one.label, name),
                        padded(people_of(one), people),
                        effect_with_interval(pool.question.scale, one.effect.value,
                                             interval_of(one, pool.question.confidence), decimals),
                        100.0 * pool.result->weights[i], one.first->condition, one.verified ? "" : " [not verified]");
  }
  return text;
}

std::string mean_of(const Pool& pool, int decimals) {
  const auto& result = *pool.result;
  const auto number = [&](const Interval& interval) {
    return fmt::format("{} to {}", effect_number(pool.question.scale, interval.low, decimals),
                       effect_number(pool.question.scale, interval.high, decimals));
  };
  std::string text = fmt::format("Mean: {}", effect_number(pool.question.scale, result.mean, decimals));
  if (result.hartung_knapp) text += fmt::format(" ({} by Hartung-Knapp;", number(*result.hartung_knapp));
  text += fmt::format("{}{} by Wald)\n", result.hartung_knapp ? " " : " (", number(result.wald));
  if (result.prediction) text += fmt::format("True effect of a new study: {}\n", number(*result.prediction));
  if (result.heterogeneity) text += paragraph(heterogeneity_in_words(result));
  if (result.egger)
    text += fmt::format("Egger's regression: {:.2f} per unit of standard error, t = {:.2f} on {} degrees, p = {:.3f}\n",
                        result.egger->slope, result.egger->t, result.egger->degrees, result.egger->p);
  return text;
}

std::string without_one(const Pool& pool, int decimals) {
  if (pool.result->without_one.size() < 3) return "";
  std::string text = "\nWithout one study the mean would be\n";
  for (const auto& rest : pool.result->without_one)
    text += fmt::format("  {} without {}\n",
                        effect_with_interval(pool.question.scale, rest.mean, rest.interval, decimals), rest.study);
  return text;
}

json back(EffectScale scale, double value) {
  const double shown = literature::back_transformed(scale, value);
  return std::isfinite(shown) ? json(shown) : json(nullptr);
}

json interval_json(EffectScale scale, const std::optional<Interval>& interval) {
  if (!interval) return nullptr;
  return {{"low", interval->low},
          {"high", interval->high},
          {"back", {back(scale, interval->low), back(scale, interval->high)}}};
}

json plain_interval(const Interval& interval) { return {{"low", interval.low}, {"high", interval.high}}; }

json result_json(const Pool& pool) {
  if (!pool.result) return nullptr;
  const auto& r = *pool.result;
  const EffectScale scale = pool.question.scale;
  json all{{"studies", r.studies},
           {"confidence", r.confidence},
           {"mean", r.mean},
           {"mean_back", back(scale, r.mean)},
           {"standard_error", r.standard_error},
           {"wald", interval_json(scale, r.wald)},
           {"hartung_knapp", interval_json(scale, r.hartung_knapp)},
           {"prediction", interval_json(scale, r.prediction)},
           {"tau2_method", literature::name(r.method)},
           {"converged", r.converged}};
  if (r.heterogeneity) {
    const auto& h = *r.heterogeneity;
    all["heterogeneity"] = {{"tau2", h.tau2},
                            {"tau2_interval", plain_interval(h.tau2_interval)},
                            {"q", h.q},
                            {"degrees", h.degrees},
                            {"p", h.q_p},
                            {"i2", h.i2},
                            {"i2_interval", plain_interval(h.i2_interval)},
                            {"h2", h.h2},
                            {"h2_interval", plain_interval(h.h2_interval)}};
  }
  for (const auto& rest : r.without_one)
    all["without_one"].push_back(
        {{"study", rest.study}, {"mean", rest.mean}, {"interval", plain_interval(rest.interval)}, {"tau2", rest.tau2}});
  if (r.egger)
    all["egger"] = {{"slope", r.egger->slope}, {"slope_error", r.egger->slope_error},
                    {"t", r.egger->t},         {"degrees", r.egger->degrees},
                    {"p", r.egger->p},         {"at_no_error", r.egger->at_no_error}};
  all["notes"] = r.notes;
  return all;
}

}  // namespace

std::string pool_text(const Pool& pool, const literature::Studies& studies) {
  std::string text = title_of(pool, studies) + "\n";
  if (pool.result) {
    const int decimals = decimals_of(pool);
    text +=
        fmt::format("{}, random effects, {:g} % intervals\n\n", effect_words(pool), 100.0 * pool.question.confidence);
    text += rows_of(pool, decimals) + "\n" + mean_of(pool, decimals);
    for (const auto* notes : {&pool.result->notes, &pool.notes})
      for (const std::string& note : *notes) text += bullet(note);
    text += without_one(pool, decimals);
  } else {
    text += "No finding can be pooled.\n";
  }
  if (!pool.left_out.empty()) text += fmt::format("\nLeft out ({})\n", pool.left_out.size());
  for (const auto& out : pool.left_out)
    text += bullet(fmt::format("{} {}: {}", out.finding->id, literature::short_name(*out.study), out.reason));
  return text;
}

std::string pool_json(const Pool& pool) {
  const auto& q = pool.question;
  json all{{"question",
            {{"measure", q.measure},
             {"condition", q.condition},
             {"against", q.against},
             {"mirror", q.mirroring ? json(literature::name(*q.mirroring)) : json(nullptr)},
             {"during", q.during ? json(literature::name(*q.during)) : json(nullptr)},
             {"at", q.at},
             {"effect", literature::name(q.scale)}}},
           {"unit", pool.unit},
           {"findings", json::array()},
           {"left_out", json::array()}};
  for (std::size_t i = 0; i < pool.findings.size(); ++i) {
    const PooledFinding& one = pool.findings[i];
    all["findings"].push_back({{"study", one.study->id},
                               {"finding", one.finding->id},
                               {"label", one.label},
                               {"condition", one.first->condition},
                               {"at", one.at},
                               {"people", one.first_people},
                               {"reference_people", one.second ? json(one.second_people) : json(nullptr)},
                               {"yi", one.effect.value},
                               {"vi", one.effect.variance},
                               {"back", back(q.scale, one.effect.value)},
                               {"weight", pool.result->weights[i]},
                               {"verified", one.verified}});
  }
  for (const auto& out : pool.left_out)
    all["left_out"].push_back({{"study", out.study->id}, {"finding", out.finding->id}, {"reason", out.reason}});
  all["result"] = result_json(pool);
  all["notes"] = pool.notes;
  return all.dump(2) + "\n";
}

std::string pool_tsv(const Pool& pool) {
  std::string text =
      "study\tfinding\tlabel\tcondition\tat\tpeople\treference_people\teffect\tyi\tvi\tweight\tverified\n";
  for (std::size_t i = 0; i < pool.findings.size(); ++i) {
    const PooledFinding& one = pool.findings[i];
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", one.study->id, one.finding->id,
                        one_line(one.label), one.first->condition, one_line(one.at), one.first_people,
                        one.second ? std::to_string(one.second_people) : "", literature::name(pool.question.scale),
                        base::format_number(one.effect.value, 12), base::format_number(one.effect.variance, 12),
                        base::format_number(pool.result->weights[i], 6), one.verified ? "true" : "false");
  }
  return text;
}

PooledStudies pooled_studies(const Pool& pool, const literature::Studies& studies) {
  base::require(pool.result.has_value(), "a plot of a pool without a result");
  PooledStudies drawn;
  drawn.title = title_of(pool, studies);
  drawn.effect = effect_words(pool);
  const bool compares = pool.question.scale != EffectScale::logit && pool.question.scale != EffectScale::fisher_z;
  drawn.fewer = compares ? "less with the condition" : "";
  drawn.more = compares ? "more with the condition" : "";
  drawn.scale = pool.question.scale;
  for (const PooledFinding& one : pool.findings)
    drawn.rows.push_back({one.label, people_of(one), one.effect, one.verified});
  drawn.pooled = *pool.result;
  for (const std::string& note : pool.notes) drawn.pooled.notes.push_back(note);
  return drawn;
}

}  // namespace trilayer::report
