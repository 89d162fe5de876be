# Golden numbers of calibrated weights. Run from the top of the repository, after designs.R:
#
#     Rscript tests/golden/r/weights.R
#
# Needs R >= 4.2 and the package survey (4.1-1 made the numbers). Writes tests/golden/weight_*.csv.

options(digits = 17, warn = 1, survey.lonely.psu = "fail")
suppressPackageStartupMessages(library(survey))

store <- function(frame, name) {
  numeric <- vapply(frame, is.double, TRUE)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  write.csv(frame, file.path("tests", "golden", paste0("weight_", name, ".csv")), row.names = FALSE, quote = FALSE,
            na = "")
}
rows <- function(list) do.call(rbind, list)
people <- read.csv("tests/golden/design_people.csv", na.strings = "",
                   colClasses = c(only = "character", unit = "character"))
people$weight[people$weight == 0] <- 0.5  # R's calibrations divide by the weight
people$all <- 1
designs <- list(
  weights = svydesign(~1, weights = ~weight, data = people),
  stratified = svydesign(~1, strata = ~stratum, fpc = ~pupils, weights = ~weight, data = people),
  clusters = svydesign(~school, strata = ~stratum, weights = ~weight, nest = TRUE, data = people),
  two_stage = svydesign(~school + class, strata = ~stratum, weights = ~weight, fpc = ~schools + classes, nest = TRUE,
                        data = people))
total <- sum(people$weight)
strata <- setNames(total * c(.30, .27, .23, .20), paste0("h", 1:4))
groups <- setNames(total * c(.55, .45), c("x", "y"))
store(rows(list(data.frame(item = "stratum", option = names(strata), total = strata),
                data.frame(item = "g", option = names(groups), total = groups),
                data.frame(item = "z", option = "", total = total * 33.0))), "totals")
both <- c("(Intercept)" = total, strata[2:4], groups["y"])
names(both)[2:5] <- c("stratumh2", "stratumh3", "stratumh4", "gy")
tight <- function(d, ...) calibrate(d, ..., compress = FALSE, epsilon = 1e-12, maxit = 500)
made <- function(d) list(
  poststratify = tight(d, ~stratum, both[1:4], calfun = "linear"),
  rake = tight(d, ~stratum + g, both, calfun = "raking"),
  linear = tight(d, ~stratum + g + z, c(both, z = total * 33.0), calfun = "linear"),
  bounded = tight(d, ~g + z, c(both[c(1, 5)], z = total * 33.0), calfun = "linear", bounds = c(0.6, 1.6)),
  logit = tight(d, ~stratum + g, both, calfun = "logit", bounds = c(0.2, 4)))
line <- function(design, method, verb, option, group, found) {
  data.frame(design, method, verb, option, group, estimate = as.numeric(coef(found)), se = as.numeric(SE(found)))
}
store(rows(lapply(names(designs), function(name) {
  each <- made(designs[[name]])
  rows(lapply(names(each), function(method) {
    d <- each[[method]]
    at <- function(verb, option, group, found) line(name, method, verb, option, group, found)
    rows(c(list(at("means", "", "", svymean(~y, d, na.rm = TRUE)), at("totals", "", "", svytotal(~y, d, na.rm = TRUE)),
                at("shares", c("a", "b", "c", "d"), "", svymean(~factor(q), d, na.rm = TRUE))),
           lapply(c("x", "y"), function(who) at("means", "", who, svymean(~y, subset(d, g == who), na.rm = TRUE)))))
  }))
})), "estimates")
store(rows(lapply(names(made(designs$weights)), function(method) data.frame(
  method, respondent = seq_len(nrow(people)), weight = weights(made(designs$weights)[[method]])))), "people")
trimmed <- weights(trimWeights(designs$weights, lower = 1, upper = 5, strict = TRUE))
store(data.frame(respondent = seq_len(nrow(people)), weight = trimmed), "trimmed")
# rake() itself, equal weights before: the same limit by another road
equal <- svydesign(~school, strata = ~stratum, weights = ~all, nest = TRUE, data = people)
n <- nrow(people)
raked <- rake(equal, list(~stratum, ~g), list(data.frame(stratum = paste0("h", 1:4), Freq = n * c(.30, .27, .23, .20)),
              data.frame(g = c("x", "y"), Freq = n * c(.55, .45))), control = list(maxit = 500, epsilon = 1e-12, verbose = FALSE))
post <- postStratify(equal, ~stratum, data.frame(stratum = paste0("h", 1:4), Freq = n * c(.30, .27, .23, .20)))
store(rows(list(line("equal", "rake", "means", "", "", svymean(~y, raked, na.rm = TRUE)),
                line("equal", "poststratify", "means", "", "", svymean(~y, post, na.rm = TRUE)),
                line("equal", "rake", "totals", "", "", svytotal(~y, raked, na.rm = TRUE)),
                line("equal", "poststratify", "totals", "", "", svytotal(~y, post, na.rm = TRUE)))), "ipf")
# replicate weights: made by R from the design, given to us, and made by us ----
pairs <- people[people$school %in% 1:2, ]
halves <- svydesign(~school, strata = ~stratum, weights = ~weight, nest = TRUE, data = pairs)
reps <- list(jackknife = as.svrepdesign(designs$clusters, type = "JKn"), brr = as.svrepdesign(halves, type = "BRR"),
             fay = as.svrepdesign(halves, type = "Fay", fay.rho = 0.5))
ask <- function(name, d) {
  at <- function(verb, option, group, found) line("replicates", name, verb, option, group, found)
  rows(c(list(at("means", "", "", svymean(~y, d, na.rm = TRUE)), at("totals", "", "", svytotal(~y, d, na.rm = TRUE)),
              at("shares", c("a", "b", "c", "d"), "", svymean(~factor(q), d, na.rm = TRUE))),
         lapply(c("x", "y"), function(who) at("means", "", who, svymean(~y, subset(d, g == who), na.rm = TRUE)))))
}
set.seed(20080502)
given <- round(weights(as.svrepdesign(designs$clusters, type = "subbootstrap", replicates = 40), "analysis"), 6)
one <- function(type) svrepdesign(variables = people, weights = people$weight, repweights = given, type = type,
                                  combined.weights = TRUE, rho = if (type == "Fay") 0.5 else NULL)
frame <- as.data.frame(given); names(frame) <- paste0("r", seq_len(ncol(frame)))
store(frame, "replicates")
# several stages, finite populations, lonely units; weights calibrated in every replicate
lonely <- function(rule) {
  options(survey.lonely.psu = rule)
  as.svrepdesign(svydesign(~unit, strata = ~only, weights = ~weight, data = people), type = "JKn")
}
many <- weights(as.svrepdesign(designs$two_stage, type = "mrbbootstrap", replicates = 40), "analysis")
many <- data.frame(round(many, 3)); names(many) <- paste0("m", seq_len(ncol(many)))
store(cbind(frame, lapply(many, sprintf, fmt = "%.3f")), "replicates")
multistage <- svrepdesign(variables = people, weights = people$weight, repweights = many, type = "bootstrap",
                          combined.weights = TRUE)
school_fpc <- svydesign(~school, strata = ~stratum, weights = ~weight, fpc = ~schools, nest = TRUE, data = people)
reps <- c(reps, list(
  jackknife_fpc = as.svrepdesign(school_fpc, type = "JKn"), jackknife_two_stage = suppressWarnings(as.svrepdesign(
    designs$two_stage, type = "JKn")), jackknife_one = as.svrepdesign(svydesign(~unit, weights = ~weight, data = people),
    type = "JK1"), jackknife_adjust = lonely("adjust"), jackknife_certainty = lonely("certainty"),
  jackknife_remove = lonely("remove")))
options(survey.lonely.psu = "fail")
reps <- c(reps, setNames(Map(function(name, type) one(type), 1:4, c("JK1", "BRR", "Fay", "bootstrap")),
                         paste0("given_", c("jackknife", "brr", "fay", "bootstrap"))),
          list(given_multistage = multistage))
calibrated <- function(name) setNames(made(reps[[name]]), paste0(name, "+", names(made(designs$weights))))
reps <- c(reps, calibrated("jackknife"), calibrated("given_bootstrap"), calibrated("given_multistage"))
margin <- function(name, totals) setNames(data.frame(names(totals), as.vector(totals)), c(name, "Freq"))
reps[["jackknife+poststratify"]] <- postStratify(reps$jackknife, ~stratum, margin("stratum", strata))
reps[["given_bootstrap+rake"]] <- rake(reps$given_bootstrap, list(~stratum, ~g), list(margin("stratum", strata),
  margin("g", groups)), control = list(maxit = 500, epsilon = 1e-12, verbose = FALSE))
store(rows(lapply(names(reps), function(name) ask(name, reps[[name]]))), "replicated")
for (name in c("clusters", "two_stage")) {  # tests of calibrated weights with errors by Taylor
  each <- made(designs[[name]])
  for (method in names(each)) reps[[paste0(name, "+", method)]] <- each[[method]]
}
test <- function(method, name, found, df_second = NA, estimate = NA) data.frame(
  method, test = name, estimate = as.numeric(estimate), statistic = as.numeric(found$statistic),
  df = as.numeric(found$parameter)[1], df_second = as.numeric(df_second), p_value = as.numeric(found$p.value))
store(rows(lapply(names(reps), function(name) {
  d <- reps[[name]]
  known <- subset(d, !is.na(q))
  heard <- subset(d, !is.na(y))
  heard$variables$who <- heard$variables$g
  heard$variables$g <- NULL  # svyglm has a variable of that name
  t <- svyttest(y ~ who, heard)
  ratio <- svyratio(~y, ~z, d, na.rm = TRUE)
  middle <- svyquantile(~y, d, .5, qrule = "school", interval.type = "mean", na.rm = TRUE, df = degf(heard))$y
  rank <- svyranktest(y ~ who, heard)
  rows(c(lapply(c("F", "Chisq", "Wald", "adjWald"), function(kind) {
    found <- svychisq(~q + g, known, statistic = kind)
    test(name, kind, found, c(found$parameter, NA)[2])
  }), list(test(name, "t", t, estimate = t$estimate),
           test(name, "ratio", list(statistic = coef(ratio) / SE(ratio), parameter = NA, p.value = NA), estimate = coef(ratio)),
           test(name, "median", list(statistic = middle[2], parameter = middle[3], p.value = NA), estimate = middle[1]),
           test(name, "rank", rank, estimate = rank$estimate))))
})), "replicated_tests")
