# Golden numbers under sampling designs. Run from the top of the repository:
#
#     Rscript tests/golden/r/designs.R
#
# Needs R >= 4.2 and the package survey (4.1-1 made the numbers). Writes a synthetic sample to
# tests/golden/design_people.csv and what R says of it to tests/golden/design_*.csv. The tests need no R.

options(digits = 17, warn = 1)
suppressPackageStartupMessages(library(survey))

store <- function(frame, name) {
  numeric <- vapply(frame, is.double, TRUE)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  write.csv(frame, file.path("tests", "golden", paste0("design_", name, ".csv")), row.names = FALSE, quote = FALSE,
            na = "")
}
rows <- function(list) do.call(rbind, list)

# A synthetic sample: 4 strata, 5 to 8 schools in each, classes in schools, pupils in classes ----
set.seed(20080501)
people <- rows(lapply(1:4, function(h) rows(lapply(1:(4 + h), function(u) rows(lapply(1:sample(2:4, 1), function(s) {
  m <- sample(4:9, 1)
  lean <- rnorm(1, 0, 0.5) + h / 3
  data.frame(stratum = paste0("h", h), school = u, class = s, schools = 12 + 6 * h, classes = 5 + u %% 3,
             weight = round(exp(rnorm(m, 1, 0.5)), 3), lean = lean + rnorm(m))
}))))))
n <- nrow(people)
people$pupils <- ave(people$weight, people$stratum, FUN = length) * as.integer(substr(people$stratum, 2, 2)) + 40
people$q <- as.character(cut(people$lean + rnorm(n, 0, .5), c(-Inf, 0, .7, 1.6, Inf), labels = c("a", "b", "c", "d")))
people$g <- ifelse(runif(n) < plogis(people$lean - .5), "x", "y")
people$y <- round(10 + 3 * people$lean + rnorm(n), 2)
people$z <- round(20 + people$y + rexp(n), 2)
people$t_a <- rbinom(n, 1, plogis(people$lean))
people$t_b <- rbinom(n, 1, .3)
people$t_c <- rbinom(n, 1, .05)
people$q[sample(n, 12)] <- NA
people$y[sample(n, 9)] <- NA
people$weight[sample(n, 3)] <- 0
people$only <- ifelse(people$stratum == "h1" & people$school > 1, "h2", people$stratum)  # h1 keeps one school
people$unit <- paste0(people$stratum, people$school)
people$lean <- NULL
size <- ave(people$weight, people$stratum, FUN = length)
people$rate <- round(size / people$pupils, 6)  # the share sampled instead of the population
people$whole <- ifelse(people$stratum == "h1", size, people$pupils)  # everybody of h1 was asked
people$everybody <- 2000
store(people, "people")

design <- function(name, lonely = "fail") {
  options(survey.lonely.psu = lonely)
  switch(name,
    weights = svydesign(~1, weights = ~weight, data = people),
    stratified = svydesign(~1, strata = ~stratum, fpc = ~pupils, weights = ~weight, data = people),
    follows = svydesign(~1, strata = ~stratum, fpc = ~pupils, data = people),
    rate = svydesign(~1, strata = ~stratum, fpc = ~rate, data = people),
    whole = svydesign(~1, strata = ~stratum, fpc = ~whole, weights = ~weight, data = people),
    simple = svydesign(~1, fpc = ~everybody, data = people),
    clusters = svydesign(~school, strata = ~stratum, weights = ~weight, nest = TRUE, data = people),
    clusters_fpc = svydesign(~school, strata = ~stratum, weights = ~weight, fpc = ~schools, nest = TRUE, data = people),
    two_stage = svydesign(~school + class, strata = ~stratum, weights = ~weight, fpc = ~schools + classes, nest = TRUE,
                          data = people),
    later = svydesign(~unit + class, weights = ~weight, data = people),
    unstratified = svydesign(~unit, weights = ~weight, data = people),
    lonely = svydesign(~unit, strata = ~only, weights = ~weight, data = people))
}
plans <- list(c("weights", "fail"), c("stratified", "fail"), c("follows", "fail"), c("clusters", "fail"),
              c("clusters_fpc", "fail"), c("two_stage", "fail"), c("unstratified", "fail"), c("rate", "fail"), c("whole", "fail"),
              c("simple", "fail"), c("later", "fail"), c("lonely", "adjust"),
              c("lonely", "average"), c("lonely", "certainty"), c("lonely", "remove"))
each <- function(make) rows(lapply(plans, function(plan) {
  d <- subset(design(plan[1], plan[2]), weights(design(plan[1], plan[2])) > 0)
  rows(lapply(c("", "x", "y", "h1"), function(group) {
    part <- if (group == "") d else if (group == "h1") subset(d, stratum == group) else subset(d, g == group)
    cbind(design = plan[1], lonely = plan[2], group = group, make(part))
  }))
}))
said <- function(name, m, df, level = 0.95) {
  limits <- confint(m, level = level, df = df)
  data.frame(name = name, estimate = as.vector(coef(m)), se = as.vector(SE(m)), low = limits[, 1], high = limits[, 2],
             df = df)
}

# Shares with their design effect; limits of the shares of b -----------------------------------
store(each(function(d) {
  d <- subset(d, !is.na(q))
  m <- svymean(~q, d, deff = "replace")
  cbind(said(substr(names(coef(m)), 2, 2), m, degf(d)), deff = as.vector(deff(m)), n = nrow(d))
}), "shares")
store(each(function(d) {
  d <- subset(d, !is.na(q))
  rows(lapply(c("beta", "xlogit", "mean"), function(method) {
    limits <- confint(svyciprop(~I(q == "b"), d, method = method, df = degf(d)))
    data.frame(method = method, low = limits[1], high = limits[2])
  }))
}), "limits")
store(each(function(d) {
  m <- svymean(~t_a + t_b + t_c, d, deff = "replace")
  cbind(said(substr(names(coef(m)), 3, 3), m, degf(d)), deff = as.vector(deff(m)))
}), "ticks")

# Means, totals, ratios, quantiles -----------------------------------------------------------------
store(each(function(d) {
  d <- subset(d, !is.na(y))
  m <- svymean(~y, d, deff = "replace")
  cbind(said("y", m, degf(d)), deff = as.vector(deff(m)), sd = sqrt(as.vector(coef(svyvar(~y, d)))))
}), "means")
store(each(function(d) {
  known <- subset(d, !is.na(q))
  rows(list(said("y", svytotal(~y, subset(d, !is.na(y))), degf(subset(d, !is.na(y)))),
            cbind(said("q", svytotal(~q, known), degf(known)))))
}), "totals")
store(each(function(d) {
  d <- subset(d, !is.na(y))
  said("y/z", svyratio(~y, ~z, d), degf(d))
}), "ratios")
store(each(function(d) {
  d <- subset(d, !is.na(y))
  q <- svyquantile(~y, d, c(.25, .5, .75), qrule = "school", interval.type = "mean", df = degf(d))$y
  data.frame(p = c(.25, .5, .75), estimate = q[, "quantile"], low = q[, 2], high = q[, 3], se = q[, "se"])
}), "quantiles")

# Tests -----------------------------------------------------------------------------------------
store(rows(lapply(plans, function(plan) {
  d <- design(plan[1], plan[2])
  d <- subset(d, weights(d) > 0 & !is.na(q))
  rows(lapply(c("F", "Chisq", "Wald", "adjWald"), function(kind) {
    test <- svychisq(~q + g, d, statistic = kind)
    df <- c(test$parameter, NA)[1:2]
    data.frame(design = plan[1], lonely = plan[2], statistic = kind, value = unname(test$statistic), df = df[1],
               df_second = df[2], p_value = unname(test$p.value))
  }))
})), "tests")
store(rows(lapply(plans, function(plan) {
  d <- design(plan[1], plan[2])
  d <- subset(d, weights(d) > 0 & !is.na(y))
  test <- svyttest(y ~ g, d)
  limits <- test$conf.int
  data.frame(design = plan[1], lonely = plan[2], estimate = unname(test$estimate), statistic = unname(test$statistic),
             df = unname(test$parameter), p_value = unname(test$p.value), low = limits[1], high = limits[2])
})), "differences")

# More than two groups: Welch's analysis of variance, and Wald's test of a regression on groups ---
known <- subset(people, !is.na(q) & !is.na(y))
plain <- oneway.test(y ~ q, known)
fitted <- summary(aov(y ~ q, known))[[1]]
store(rows(c(list(data.frame(design = "none", lonely = "", statistic = unname(plain$statistic),
                             df = plain$parameter[[1]], df_second = plain$parameter[[2]], p_value = plain$p.value,
                             eta = fitted[1, 2] / sum(fitted[, 2]))),
  lapply(plans, function(plan) {
    d <- design(plan[1], plan[2])
    d <- subset(d, weights(d) > 0 & !is.na(q) & !is.na(y))
    test <- regTermTest(svyglm(y ~ q, d), ~q)
    data.frame(design = plan[1], lonely = plan[2], statistic = as.vector(test$Ftest), df = test$df, df_second = test$ddf,
               p_value = as.vector(test$p), eta = NA)
  }))), "several")
