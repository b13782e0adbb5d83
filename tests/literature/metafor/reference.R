# Writes reference.toml, the numbers that effects_test.cpp and meta_analysis_test.cpp are held to:
#   Rscript tests/literature/metafor/reference.R > tests/literature/metafor/reference.toml
# Needs R with metafor and metadat (Debian: r-cran-metafor). For development only: no test runs R.
suppressMessages(library(metafor))

number <- function(x) sub("^(-?\\d+)(e.*)?$", "\\1.0\\2", format(x, digits = 15, trim = TRUE), perl = TRUE)
line <- function(key, x) cat(key, " = ", number(x), "\n", sep = "")
interval <- function(key, low, high) {
  line(paste0(key, "_low"), low)
  line(paste0(key, "_high"), high)
}

# `raw`: names of the columns of `data` as escalc() knows them, which are written as the study's numbers.
reference <- function(name, source, scale, measure, data, raw, threshold = 1e-10) {
  effects <- do.call(escalc, c(list(measure = measure), lapply(raw, function(column) data[[column]])))
  fit <- function(test) rma(yi, vi, data = effects, test = test, control = list(threshold = threshold, maxiter = 5000))
  wald <- fit("z")
  knapp <- fit("knha")
  cat("\n[[case]]\nname = \"", name, "\"\nsource = \"", source, "\"\nscale = \"", scale, "\"\n", sep = "")
  line("mean", wald$b[1])
  line("standard_error", wald$se)
  interval("wald", wald$ci.lb, wald$ci.ub)
  line("hartung_knapp_error", knapp$se)
  interval("hartung_knapp", knapp$ci.lb, knapp$ci.ub)
  prediction <- predict(knapp)
  interval("prediction", prediction$pi.lb, prediction$pi.ub)
  line("tau2", wald$tau2)
  line("tau2_error", wald$se.tau2)
  line("q", wald$QE)
  line("q_p", wald$QEp)
  line("i2", wald$I2 / 100)
  line("h2", wald$H2)
  profile <- confint(wald, control = list(tol = 1e-12, tau2.max = 1e6))$random
  interval("tau2", profile["tau^2", "ci.lb"], profile["tau^2", "ci.ub"])
  interval("i2", profile["I^2(%)", "ci.lb"] / 100, profile["I^2(%)", "ci.ub"] / 100)
  interval("h2", profile["H^2", "ci.lb"], profile["H^2", "ci.ub"])
  dl <- rma(yi, vi, data = effects, method = "DL")
  line("tau2_der_simonian_laird", dl$tau2)
  line("mean_der_simonian_laird", dl$b[1])
  if (wald$k >= 10) {
    egger <- regtest(wald, model = "lm")
    slope <- coef(summary(egger$fit))[2, ]
    line("egger_slope", slope[["Estimate"]])
    line("egger_slope_error", slope[["Std. Error"]])
    line("egger_p", egger$pval)
    line("egger_at_no_error", egger$est)
    interval("egger_at_no_error", egger$ci.lb, egger$ci.ub)
  }
  without <- leave1out(knapp)
  cat("study = [\n")
  for (i in seq_len(nrow(effects))) {
    row <- c(sapply(raw, function(column) data[[column]][i]), yi = effects$yi[i], vi = effects$vi[i],
             without_mean = without$estimate[i], without_low = without$ci.lb[i], without_high = without$ci.ub[i],
             without_tau2 = without$tau2[i])
    cat("  { ", paste(names(row), "=", sapply(row, number), collapse = ", "), " },\n", sep = "")
  }
  cat("]\n")
}

cat("# Made by reference.R with metafor ", as.character(packageVersion("metafor")), " and metadat ",
    as.character(packageVersion("metadat")), "; not edited by hand.\n", sep = "")
means <- c(m1i = "m1i", sd1i = "sd1i", n1i = "n1i", m2i = "m2i", sd2i = "sd2i", n2i = "n2i")
normand <- "Normand 1999, Stat Med 18:321: length of stay after stroke (metadat dat.normand1999)"
reference("stay_g", normand, "g", "SMD", dat.normand1999, means)
reference("stay_md", normand, "md", "MD", dat.normand1999, means, threshold = 1e-8)
reference("stay_ratio", normand, "log_ratio", "ROM", dat.normand1999, means)
bcg <- "Colditz et al. 1994, JAMA 271:698: BCG vaccine (metadat dat.bcg)"
vaccine <- dat.bcg
vaccine$n1i <- vaccine$tpos + vaccine$tneg
vaccine$n2i <- vaccine$cpos + vaccine$cneg
shares <- c(ai = "tpos", n1i = "n1i", ci = "cpos", n2i = "n2i")
reference("vaccine_risk", bcg, "log_risk", "RR", vaccine, shares)
reference("vaccine_odds", bcg, "log_odds", "OR", vaccine, shares)
catheter <- "Niel-Weise et al. 2007, Intensive Care Med 33:2058 (metadat dat.nielweise2007); some cells are 0"
counts <- c(ai = "ai", n1i = "n1i", ci = "ci", n2i = "n2i")
reference("catheter_odds", catheter, "log_odds", "OR", dat.nielweise2007, counts)
reference("catheter_risk", catheter, "log_risk", "RR", dat.nielweise2007, counts)
reference("lidocaine_risk", "Hine et al. 1989 after Normand 1999, Stat Med 18:321 (metadat dat.hine1989); tau2 is 0",
          "log_risk", "RR", dat.hine1989, counts)
reference("adherence_z", "Molloy et al. 2014, Ann Behav Med 47:92 (metadat dat.molloy2014)",
          "z", "ZCOR", dat.molloy2014, c(ri = "ri", ni = "ni"))
reference("vasospasm_logit", "Zhou et al. 1999, Stat Med 18:557 (metadat dat.pritz1997)",
          "logit", "PLO", dat.pritz1997, c(xi = "xi", ni = "ni"))
