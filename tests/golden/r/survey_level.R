# Golden numbers for whole analyses, from the files as they lie in data/. Run from the top of the
# repository:
#
#     Rscript tests/golden/r/survey_level.R
#
# Needs R >= 4.2 and the package psych. Reads data/raw/anes96/anes96.csv (944 respondents, public
# domain) and data/processed/volunteers/volunteers_synthetic.csv (synthetic); writes
# tests/golden/survey_*.csv. The tests read these files and need no R.

options(digits = 17, warn = 1)
suppressPackageStartupMessages(library(psych))

store <- function(frame, name) {
  numeric <- vapply(frame, is.double, TRUE)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  write.csv(frame, file.path("tests", "golden", paste0("survey_", name, ".csv")),
            row.names = FALSE, quote = FALSE, na = "")
}
rows <- function(list) do.call(rbind, list)
quiet <- function(...) suppressWarnings(...)

anes <- read.csv("data/raw/anes96/anes96.csv")
volunteers <- read.csv("data/processed/volunteers/volunteers_synthetic.csv", fileEncoding = "UTF-8-BOM",
                       na.strings = c("", "(not_asked)", "(refused)", "(dont_know)"))
surveys <- list(anes96 = anes, volunteers = volunteers)

# Frequencies: table and prop.test(correct = FALSE) ----------------------------------------------
share <- function(n, base, level) {
  limits <- quiet(prop.test(n, base, conf.level = level, correct = FALSE)$conf.int)
  data.frame(level = level, n = n, base = base, estimate = n / base, low = limits[1], high = limits[2])
}
asked <- list(c("anes96", "vote"), c("anes96", "PID"), c("anes96", "educ"), c("anes96", "selfLR"),
              c("volunteers", "gender"), c("volunteers", "planning_time"), c("volunteers", "difficulty"),
              c("volunteers", "plan_after_service"), c("volunteers", "cp_4"))
store(rows(lapply(asked, function(a) rows(lapply(c(0.9, 0.95), function(level) {
  found <- table(surveys[[a[1]]][[a[2]]])
  rows(lapply(names(found), function(option) {
    cbind(survey = a[1], item = a[2], option = option, share(found[[option]], sum(found), level))
  }))
})))), "frequencies")

# Cross-tabulations: column percents, in every group and in all ---------------------------------
crossed <- list(c("anes96", "vote", "PID"), c("anes96", "vote", "educ"), c("anes96", "selfLR", "vote"),
                c("volunteers", "plan_after_service", "gender"),
                c("volunteers", "planning_time", "gender"))
store(rows(lapply(crossed, function(a) {
  x <- table(surveys[[a[1]]][[a[2]]], surveys[[a[1]]][[a[3]]])
  x <- cbind(x, all = rowSums(x))
  part <- proportions(x, 2)
  data.frame(survey = a[1], item = a[2], by = a[3], option = rownames(x)[row(x)],
             group = colnames(x)[col(x)], n = as.vector(x), base = colSums(x)[col(x)],
             estimate = as.vector(part))
})), "crosstab")

# Chi-square, Cramer's V with uniroot on pchisq(ncp), Fisher's exact test ------------------------
# Bergsma (2013), as printed there.
corrected_v <- function(statistic, x) {
  n <- sum(x)
  phi <- max(0, statistic / n - (nrow(x) - 1) * (ncol(x) - 1) / (n - 1))
  r <- nrow(x) - (nrow(x) - 1)^2 / (n - 1)
  c <- ncol(x) - (ncol(x) - 1)^2 / (n - 1)
  sqrt(phi / min(r - 1, c - 1))
}
ncp <- function(statistic, df, q) {
  if (pchisq(statistic, df) <= q) return(0)
  uniroot(function(ncp) pchisq(statistic, df, ncp) - q, c(0, 10 * statistic + 100), tol = 1e-13)$root
}
# How far the statistic spreads by the delta method, over a non-central chi-square; loops over cells.
spread <- function(x) {
  n <- sum(x); p <- x / n; df <- (nrow(x) - 1) * (ncol(x) - 1)
  phi <- 0; variance <- 0
  for (i in seq_len(nrow(p))) for (j in seq_len(ncol(p))) {
    a <- sum(p[i, ]); b <- sum(p[, j])
    phi <- phi + (p[i, j] - a * b)^2 / (a * b)
    slope <- 2 * p[i, j] / (a * b) - sum(p[i, ]^2 / colSums(p)) / a^2 - sum(p[, j]^2 / rowSums(p)) / b^2
    variance <- variance + p[i, j] * slope^2
  }
  f <- (2 * df + n * variance) / (2 * df + 4 * n * phi)
  if (f > 1) f else max(1 - (1 - f) * min(1, n / 400), 0.2)
}
limit <- function(x, statistic, df, q) {
  if (pchisq(statistic, df) <= q) return(0)
  spread(x) * ncp(statistic / spread(x), df / spread(x), q)
}
tested <- function(x, level = 0.95) {
  test <- quiet(chisq.test(x, correct = FALSE))
  statistic <- unname(test$statistic)
  df <- unname(test$parameter)
  scale <- sum(x) * (min(dim(x)) - 1)
  lower <- limit(x, statistic, df, (1 + level) / 2)
  upper <- limit(x, statistic, df, (1 - level) / 2)
  data.frame(base = sum(x), statistic = statistic, df = df, p_value = test$p.value,
             effect = sqrt(statistic / scale), low = min(1, sqrt(lower / scale)),
             high = min(1, sqrt(upper / scale)), corrected = corrected_v(statistic, x))
}
store(rows(lapply(crossed, function(a) {
  x <- table(surveys[[a[1]]][[a[2]]], surveys[[a[1]]][[a[3]]])
  cbind(survey = a[1], item = a[2], by = a[3], tested(x))
})), "association")
set.seed(20080501)
simulated <- data.frame(item = sample(letters[1:4], 90, TRUE, c(5, 3, 2, 1)),
                        by = sample(LETTERS[1:3], 90, TRUE, c(4, 3, 2)))
store(simulated, "simulated")
exact <- function(survey, item, by) {
  x <- table(item, by)
  data.frame(survey = survey, base = sum(x), p_value = fisher.test(x, workspace = 2e8)$p.value)
}
store(rows(list(
  cbind(item = "plan_after_service", by = "gender",
        exact("volunteers", volunteers$plan_after_service, volunteers$gender)),
  cbind(item = "planning_time", by = "gender",
        exact("volunteers", volunteers$planning_time, volunteers$gender)),
  cbind(item = "item", by = "by", exact("simulated", simulated$item, simulated$by))
)), "fisher")

# Means and Welch's test: t.test -----------------------------------------------------------------
scale_items <- volunteers[paste0("cp_", 1:6)]
scale_items$cp_4 <- 6 - scale_items$cp_4
enough <- rowSums(!is.na(scale_items)) >= 5
volunteers$career_planning <- ifelse(enough, rowMeans(scale_items, na.rm = TRUE), NA)
measured <- list(list("anes96", "TVnews", anes$TVnews, anes$vote),
                 list("anes96", "age", anes$age, anes$vote),
                 list("volunteers", "career_planning", volunteers$career_planning, volunteers$gender),
                 list("volunteers", "months_to_first_job", volunteers$months_to_first_job,
                      volunteers$gender))
averaged <- function(x, survey, item, group) {
  x <- x[!is.na(x)]
  limits <- t.test(x)$conf.int
  data.frame(survey = survey, item = item, group = group, base = length(x), estimate = mean(x),
             sd = sd(x), se = sd(x) / sqrt(length(x)), low = limits[1], high = limits[2])
}
store(rows(lapply(measured, function(m) rows(c(
  list(averaged(m[[3]], m[[1]], m[[2]], "")),
  lapply(sort(unique(na.omit(m[[4]]))), function(g) {
    averaged(m[[3]][which(m[[4]] == g)], m[[1]], m[[2]], as.character(g))
  })
)))), "means")
# Bonett (2008) with the mean of the two variances; J by R's beta function.
hedges <- function(x, y, level = 0.95) {
  vx <- var(x); vy <- var(y); fx <- length(x) - 1; fy <- length(y) - 1
  s <- sqrt((vx + vy) / 2)
  d <- (mean(x) - mean(y)) / s
  m <- (vx + vy)^2 / (vx^2 / fx + vy^2 / fy)
  j <- if (m > 300) exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2) else sqrt(2 / m) * sqrt(pi) / beta((m - 1) / 2, 0.5)
  se <- sqrt(d^2 * (vx^2 / fx + vy^2 / fy) / (8 * s^4) + (vx / fx + vy / fy) / s^2)
  j * (d + c(0, -1, 1) * qnorm(0.5 + level / 2) * se)
}
# In the order of the codebooks: 0 before 1, men before women.
store(rows(lapply(measured, function(m) {
  first <- if (m[[1]] == "anes96") 0 else "male"
  second <- if (m[[1]] == "anes96") 1 else "female"
  x <- na.omit(m[[3]][which(m[[4]] == first)])
  y <- na.omit(m[[3]][which(m[[4]] == second)])
  test <- t.test(x, y)
  g <- hedges(x, y)
  data.frame(survey = m[[1]], item = m[[2]], by = if (m[[1]] == "anes96") "vote" else "gender",
             n_first = length(x), n_second = length(y), estimate = mean(x) - mean(y),
             low = test$conf.int[1], high = test$conf.int[2], statistic = unname(test$statistic),
             df = unname(test$parameter), p_value = test$p.value, effect = g[1], effect_low = g[2],
             effect_high = g[3])
})), "welch")

# Select-all questions: percent of cases and of responses ----------------------------------------
store(rows(lapply(c("recruitment_barriers", "policies", "evaluation"), function(item) {
  columns <- grep(paste0("^", item, "__"), names(volunteers), value = TRUE)
  x <- na.omit(volunteers[columns])
  rows(lapply(columns, function(column) {
    cbind(item = item, option = sub(paste0(item, "__"), "", column), share(sum(x[[column]]), nrow(x), 0.95),
          responses = sum(x), of_responses = sum(x[[column]]) / sum(x))
  }))
})), "multiple")

# Reliability: psych::alpha ------------------------------------------------------------------------
complete <- na.omit(scale_items)
fitted <- quiet(suppressMessages(psych::alpha(complete, warnings = FALSE)))
limits <- psych::alpha.ci(fitted$total$raw_alpha, n.obs = nrow(complete), n.var = 6, p.val = 0.05)
store(data.frame(base = nrow(complete), items = 6, estimate = fitted$total$raw_alpha,
                 low = limits$lower.ci, high = limits$upper.ci), "alpha")
store(data.frame(item = names(complete), base = nrow(complete), mean = unname(colMeans(complete)),
                 sd = unname(apply(complete, 2, sd)), item_rest = fitted$item.stats$r.drop,
                 alpha_without = fitted$alpha.drop$raw_alpha), "alpha_items")
