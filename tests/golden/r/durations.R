# Golden numbers for surveykit/_stats/kaplan_meier.py. Run from the top of the repository:
#
#     Rscript tests/golden/r/durations.R
#
# Needs the package survival. Writes tests/golden/durations_*.csv; the tests read these files and need no R. All samples
# are simulated.

options(digits = 17)
suppressPackageStartupMessages(library(survival))
store <- function(frame, name) {
  numeric <- vapply(frame, is.double, TRUE)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  write.csv(frame, file.path("tests", "golden", paste0("durations_", name, ".csv")), row.names = FALSE, quote = FALSE,
            na = "")
}
rows <- function(list) do.call(rbind, list)

set.seed(20080501)
samples <- list(
  whole = data.frame(time = rpois(46, 6), event = TRUE),
  months = data.frame(time = rpois(46, 5), event = runif(46) < 0.8),
  exact = data.frame(time = rexp(200, 0.1), event = runif(200) < 0.6),
  late = data.frame(time = c(1, 2, 3, 4), event = c(FALSE, FALSE, FALSE, TRUE)),
  few = data.frame(time = c(1, 1, 2, 2, 3, 3), event = c(TRUE, FALSE, TRUE, TRUE, FALSE, FALSE)),
  half = data.frame(time = c(1, 2, 3, 4), event = TRUE),
  high = data.frame(time = 1:20, event = rep(c(TRUE, FALSE, FALSE, FALSE, FALSE), 4)))
store(rows(lapply(names(samples), function(name) cbind(sample = name, samples[[name]]))), "samples")
fits <- function(use) rows(lapply(names(samples), function(name) rows(lapply(c(0.9, 0.95), function(level) {
  use(name, level, survfit(Surv(time, event) ~ 1, samples[[name]], conf.type = "log-log", conf.int = level))
}))))
store(fits(function(name, level, fit) {
  data.frame(sample = name, level = level, time = fit$time, at_risk = fit$n.risk, events = fit$n.event,
             censored = fit$n.censor, survival = fit$surv, low = fit$lower, high = fit$upper)
}), "curves")
store(fits(function(name, level, fit) {
  found <- quantile(fit, c(0.25, 0.5, 0.75))
  data.frame(sample = name, level = level, share = c(0.25, 0.5, 0.75), estimate = unname(found$quantile),
             low = unname(found$lower), high = unname(found$upper))
}), "quantiles")
