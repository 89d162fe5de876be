# Golden numbers for surveykit/_stats. Run from the top of the repository:
#
#     Rscript tests/golden/r/stats.R
#
# Needs R >= 4.2 and the package psych. Writes tests/golden/stats_*.csv and
# tests/golden/sessionInfo.txt; the tests read these files and need no R.
# Where R has no function the number is found by another route than ours (a root finder, a loop
# over pairs) and the comment says so. All samples made here are simulated, none are respondents.

options(digits = 17, warn = 1)
suppressPackageStartupMessages(library(psych))

store <- function(frame, name) {
  numeric <- vapply(frame, is.double, TRUE)
  frame[numeric] <- lapply(frame[numeric], function(x) ifelse(is.na(x), NA, sprintf("%.17g", x)))
  write.csv(frame, file.path("tests", "golden", paste0("stats_", name, ".csv")),
            row.names = FALSE, quote = FALSE, na = "")
}
rows <- function(list) do.call(rbind, list)

# Wilson: prop.test(correct = FALSE) -------------------------------------------------------------
wilson <- function(count, n, level = 0.95) {
  suppressWarnings(prop.test(count, n, conf.level = level, correct = FALSE)$conf.int[1:2])
}
counted <- list(c(0, 1), c(1, 1), c(0, 5), c(5, 5), c(0, 46), c(1, 46), c(2, 46), c(23, 46),
                c(45, 46), c(46, 46), c(46, 50), c(883, 2061), c(583, 883), c(1678, 4398),
                c(1, 10000), c(9999, 10000), c(0, 1000000), c(3, 7), c(267, 400))
store(rows(lapply(counted, function(k) rows(lapply(c(0.8, 0.9, 0.95, 0.99), function(level) {
  limits <- wilson(k[1], k[2], level)
  data.frame(count = k[1], n = k[2], level = level, low = limits[1], high = limits[2])
})))), "wilson")

# Newcombe 1998, method 10, built from prop.test limits, and the table of the article -------------
newcombe <- function(a, m, b, n, level) {
  first <- wilson(a, m, level)
  second <- wilson(b, n, level)
  d <- a / m - b / n
  c(d, d - sqrt((a / m - first[1])^2 + (second[2] - b / n)^2),
    d + sqrt((first[2] - a / m)^2 + (b / n - second[1])^2))
}
pairs <- list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(0, 10, 0, 20),
              c(0, 10, 0, 10), c(10, 10, 0, 20), c(10, 10, 0, 10),
              c(583, 883, 883, 2061), c(20, 46, 31, 50))
# Newcombe (1998), table II, method 10, cases (a) to (h): four decimals as printed.
printed <- rbind(c(.0524, .3339), c(.1705, .8090), c(.0582, .8062), c(-.0381, .1926),
                 c(-.1611, .2775), c(-.2775, .2775), c(.6791, 1), c(.6075, 1), NA, NA)
store(rows(lapply(seq_along(pairs), function(i) rows(lapply(c(0.9, 0.95), function(level) {
  k <- pairs[[i]]
  value <- newcombe(k[1], k[2], k[3], k[4], level)
  data.frame(count1 = k[1], n1 = k[2], count2 = k[3], n2 = k[4], level = level,
             difference = value[1], low = value[2], high = value[3],
             printed_low = if (level == 0.95) printed[i, 1] else NA_real_,
             printed_high = if (level == 0.95) printed[i, 2] else NA_real_)
})))), "newcombe")

# Pooled z: prop.test(correct = FALSE), z^2 = X-squared -------------------------------------------
store(rows(lapply(pairs[-c(5, 6)], function(k) {
  test <- suppressWarnings(prop.test(k[c(1, 3)], k[c(2, 4)], correct = FALSE))
  data.frame(count1 = k[1], n1 = k[2], count2 = k[3], n2 = k[4],
             x_squared = unname(test$statistic), p_value = test$p.value)
})), "two_proportions")

# Count over a range of bases: every base tried -----------------------------------------------
ranges <- list(c(46, 50, 60), c(0, 10, 40), c(12, 5, 30), c(583, 883, 2061), c(7, 7, 7))
store(rows(lapply(ranges, function(k) {
  bases <- max(k[1], k[2]):k[3]
  limits <- vapply(bases, function(n) wilson(k[1], n), numeric(2))
  data.frame(count = k[1], n_low = k[2], n_high = k[3],
             estimate_low = min(k[1] / bases), estimate_high = max(k[1] / bases),
             low = min(limits[1, ]), high = max(limits[2, ]))
})), "over_bases")

# Tables: chisq.test, fisher.test, Cramer's V by uniroot on pchisq(ncp) -------------------------
tables <- list(
  "2x2" = matrix(c(20, 10, 5, 15), 2),
  "2x2 tea" = matrix(c(3, 1, 1, 3), 2),
  "2x2 strong" = matrix(c(40, 2, 3, 35), 2),
  "2x2 with ties" = matrix(c(10, 0, 3, 7), 2),
  "3x2" = matrix(c(12, 3, 8, 5, 14, 9), 3),
  "5x2 n=46" = matrix(c(9, 4, 3, 1, 6, 2, 5, 8, 6, 2), 5),
  "4x3" = matrix(c(5, 1, 0, 7, 2, 6, 3, 4, 1, 0, 8, 9), 4),
  "4x3 sparse" = matrix(c(3, 0, 0, 1, 0, 2, 0, 1, 1, 0, 4, 0), 4),
  "3x3 independent" = outer(c(2, 3, 5), c(1, 2, 4)),
  "6x4 n=46" = matrix(c(3, 1, 2, 4, 0, 1, 2, 5, 1, 0, 3, 2, 1, 1, 4, 2, 2, 1, 0, 3, 2, 1, 1, 4), 6),
  "with an empty row" = rbind(c(4, 6, 1), c(0, 0, 0), c(7, 2, 5))
)
busy <- function(x) x[rowSums(x) > 0, colSums(x) > 0]
quiet <- function(x) suppressWarnings(chisq.test(x, correct = FALSE))
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
cell <- function(name) {
  x <- tables[[name]]
  whole <- matrix(0, nrow(x), ncol(x))
  stdres <- matrix(NA_real_, nrow(x), ncol(x))
  test <- quiet(busy(x))
  whole[rowSums(x) > 0, colSums(x) > 0] <- test$expected
  stdres[rowSums(x) > 0, colSums(x) > 0] <- test$stdres
  data.frame(table = name, row = as.vector(row(x)), column = as.vector(col(x)),
             count = as.vector(x), expected = as.vector(whole), residual = as.vector(stdres))
}
store(rows(lapply(names(tables), cell)), "table_cells")
store(rows(lapply(names(tables), function(name) {
  x <- busy(tables[[name]])
  test <- quiet(x)
  data.frame(table = name, statistic = unname(test$statistic), df = unname(test$parameter),
             p_value = test$p.value, fisher_p = fisher.test(x, workspace = 2e7)$p.value,
             below_5 = sum(test$expected < 5), cells = length(x), smallest = min(test$expected))
})), "tables")
store(rows(lapply(names(tables), function(name) rows(lapply(c(0.9, 0.95, 0.99), function(level) {
  x <- busy(tables[[name]])
  test <- quiet(x)
  df <- unname(test$parameter)
  scale <- sum(x) * (min(dim(x)) - 1)
  lower <- limit(x, unname(test$statistic), df, (1 + level) / 2)
  upper <- limit(x, unname(test$statistic), df, (1 - level) / 2)
  data.frame(table = name, level = level, estimate = sqrt(unname(test$statistic) / scale),
             low = min(1, sqrt(lower / scale)),
             high = min(1, sqrt(upper / scale)), corrected = corrected_v(unname(test$statistic), x))
})))), "cramers_v")

# Means: t.test; Hedges' g by uniroot on pt(ncp) ------------------------------------------------
set.seed(20080501)
samples <- list(
  small = round(rnorm(7, 3.4, 0.9), 3), tight = round(rnorm(46, 4.1, 0.2), 4),
  ratings = as.double(sample(1:5, 120, TRUE, c(1, 2, 4, 3, 1))), shifted = round(rnorm(30, 4.6, 1.7), 3),
  pair = c(2, 5), large = round(rnorm(400, 1e6, 3), 2), lower = round(rnorm(250, 1e6 - 1, 5), 2)
)
store(rows(lapply(names(samples), function(name) data.frame(sample = name, value = samples[[name]]))),
      "samples")
store(rows(lapply(names(samples), function(name) rows(lapply(c(0.9, 0.95, 0.99), function(level) {
  x <- samples[[name]]
  limits <- t.test(x, conf.level = level)$conf.int
  data.frame(sample = name, level = level, n = length(x), mean = mean(x), sd = sd(x),
             se = sd(x) / sqrt(length(x)), low = limits[1], high = limits[2])
})))), "mean")
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
compared <- list(c("small", "tight"), c("ratings", "shifted"), c("pair", "small"),
                 c("tight", "ratings"), c("large", "lower"))
store(rows(lapply(compared, function(k) rows(lapply(c(0.9, 0.95), function(level) {
  x <- samples[[k[1]]]
  y <- samples[[k[2]]]
  test <- t.test(x, y, conf.level = level)
  g <- hedges(x, y, level)
  data.frame(x = k[1], y = k[2], level = level, statistic = unname(test$statistic),
             df = unname(test$parameter), p_value = test$p.value, difference = mean(x) - mean(y),
             low = test$conf.int[1], high = test$conf.int[2],
             hedges_g = g[1], g_low = g[2], g_high = g[3])
})))), "welch")

# Reliability: psych::alpha and psych::alpha.ci on a simulated matrix ---------------------------
set.seed(46)
trait <- rnorm(60)
simulated <- sapply(c(0.9, 0.7, 1.1, 0.5, -0.1), function(load) {
  pmin(5, pmax(1, round(3 + load * trait + rnorm(60, 0, 0.8))))
})
colnames(simulated) <- paste0("item", 1:5)
simulated[3, 2] <- NA
simulated[41, c(1, 5)] <- NA
store(as.data.frame(simulated), "simulated_items")
complete <- na.omit(simulated)
scales <- list(all = 1:5, four = 1:4, three = c(1, 3, 5), two = 1:2)
fitted <- lapply(scales, function(k) {
  suppressWarnings(suppressMessages(psych::alpha(as.data.frame(na.omit(simulated[, k])), warnings = FALSE)))
})
store(rows(lapply(names(scales), function(name) rows(lapply(c(0.9, 0.95, 0.99), function(level) {
  raw <- fitted[[name]]$total$raw_alpha
  n <- nrow(na.omit(simulated[, scales[[name]]]))
  k <- length(scales[[name]])
  limits <- psych::alpha.ci(raw, n.obs = n, n.var = k, p.val = 1 - level)
  data.frame(scale = name, items = paste(scales[[name]], collapse = " "), level = level,
             n = n, k = k, alpha = raw, low = limits$lower.ci, high = limits$upper.ci)
})))), "alpha")
store(rows(lapply(setdiff(names(scales), "two"), function(name) {
  data.frame(scale = name, items = paste(scales[[name]], collapse = " "), item = scales[[name]],
             if_deleted = fitted[[name]]$alpha.drop$raw_alpha,
             item_rest = fitted[[name]]$item.stats$r.drop)
})), "alpha_items")

# Cohen's kappa: psych::cohen.kappa ------------------------------------------------------------
# "fixture": the 2 x 2 table with kappa .4, se .1270. "paradox": 118 / 5 / 2 / 0, a rare code.
coded <- list(fixture = matrix(c(20, 10, 5, 15), 2), paradox = matrix(c(118, 2, 5, 0), 2),
              three = matrix(c(22, 4, 1, 3, 17, 6, 2, 1, 9), 3),
              lopsided = matrix(c(11, 7, 5, 0, 3, 2, 1, 0, 8), 3), perfect = diag(c(4, 7, 2)))
store(rows(lapply(names(coded), function(name) {
  x <- coded[[name]]
  fit <- suppressWarnings(psych::cohen.kappa(x))
  data.frame(table = name, row = as.vector(row(x)), column = as.vector(col(x)), count = as.vector(x),
             kappa = fit$kappa, se = sqrt(fit$var.kappa))
})), "kappa")

# Agreement of many raters: no package at hand, so loops over pairs of values --------------------
# "krippendorff": Krippendorff (2011), 4 coders x 12 units; printed .743 .815 .849 .797.
u <- NA
ratings <- list(
  krippendorff = rbind(c(1, 2, 3, 3, 2, 1, 4, 1, 2, u, u, u), c(1, 2, 3, 3, 2, 2, 4, 1, 2, 5, u, 3),
                       c(u, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, u), c(1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, u)),
  paradox = rbind(rep(c(0, 0, 1), c(118, 5, 2)), rep(c(0, 1, 0), c(118, 5, 2))),
  sparse = rbind(c(0, 2, 7, u, 7, 2), c(0, 7, u, u, 7, 0), c(2, 2, 7, 0, u, 2))
)
alpha_of <- function(x, distance) {
  units <- Filter(function(v) length(v) > 1, lapply(seq_len(ncol(x)), function(k) na.omit(x[, k])))
  all <- unlist(units)
  n <- length(all)
  between <- function(v) {
    sum(outer(seq_along(v), seq_along(v), Vectorize(function(i, j) {
      if (i == j) 0 else distance(v[i], v[j], all)
    })))
  }
  observed <- sum(vapply(units, function(v) between(v) / (length(v) - 1), 0)) / n
  1 - observed / (between(all) / (n * (n - 1)))
}
distances <- list(
  nominal = function(c, k, all) as.numeric(c != k),
  ordinal = function(c, k, all) {
    (sum(all >= min(c, k) & all <= max(c, k)) - (sum(all == c) + sum(all == k)) / 2)^2
  },
  interval = function(c, k, all) (c - k)^2,
  ratio = function(c, k, all) if (c + k == 0) 0 else ((c - k) / (c + k))^2
)
# Mean over units of agreeing pairs; AC1 (Gwet 2008) from it.
agreeing <- function(x) {
  mean(unlist(lapply(seq_len(ncol(x)), function(k) {
    v <- na.omit(x[, k])
    if (length(v) < 2) NULL else mean(apply(combn(v, 2), 2, function(p) p[1] == p[2]))
  })))
}
ac1 <- function(x) {
  codes <- sort(unique(as.vector(na.omit(as.vector(x)))))
  seen <- x[, colSums(!is.na(x)) > 0]
  share <- vapply(codes, function(k) mean(colMeans(seen == k, na.rm = TRUE)), 0)
  chance <- sum(share * (1 - share)) / (length(codes) - 1)
  (agreeing(x) - chance) / (1 - chance)
}
store(rows(lapply(names(ratings), function(name) {
  x <- ratings[[name]]
  data.frame(ratings = name, rater = as.vector(row(x)), unit = as.vector(col(x)), value = as.vector(x))
})), "ratings")
store(rows(lapply(names(ratings), function(name) {
  x <- ratings[[name]]
  data.frame(ratings = name, coefficient = c(paste0("alpha_", names(distances)), "percent_agreement",
                                             "gwet_ac1"),
             value = c(vapply(distances, function(d) alpha_of(x, d), 0), agreeing(x), ac1(x)))
})), "agreement")

# Fleiss' kappa: the common textbook table (10 subjects, 14 raters), printed .2099 ---------------
fleiss <- rbind(c(0, 0, 0, 0, 14), c(0, 2, 6, 4, 2), c(0, 0, 3, 5, 6), c(0, 3, 9, 2, 0),
                c(2, 2, 8, 1, 1), c(7, 7, 0, 0, 0), c(3, 2, 6, 3, 0), c(2, 5, 3, 2, 2),
                c(6, 5, 2, 1, 0), c(0, 2, 2, 3, 7))
within <- mean(apply(fleiss, 1, function(k) {
  v <- rep(1:5, k)
  mean(apply(combn(v, 2), 2, function(p) p[1] == p[2]))
}))
chance <- sum((colSums(fleiss) / sum(fleiss))^2)
store(data.frame(subject = as.vector(row(fleiss)), category = as.vector(col(fleiss)),
                 count = as.vector(fleiss), kappa = (within - chance) / (1 - chance)), "fleiss")

writeLines(c(R.version.string, paste("psych", packageVersion("psych")),
             paste("stats", packageVersion("stats"))),
           file.path("tests", "golden", "sessionInfo.txt"))
