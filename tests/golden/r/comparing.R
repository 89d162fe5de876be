# Golden numbers for tests that compare groups, answers and response sets. Run from the top of the repository:
#
#     Rscript tests/golden/r/comparing.R
#
# Needs R >= 4.2 and the packages coin and survey. Writes tests/golden/compare_people.csv (simulated respondents) and
# tests/golden/compare_values.csv; the tests read these files and need no R. Where R (Debian) has no function the number
# is found by a second route, written out here with loops, and the comment says so.

options(digits = 17, warn = 1)
suppressPackageStartupMessages({library(coin); library(survey)})
set.seed(20080501)
n <- 120
people <- data.frame(
  person = seq_len(n),
  group = sample(c("a", "b", "c", "d"), n, TRUE, c(4, 3, 2, 1.5)),
  pair = sample(c("x", "y"), n, TRUE),
  pay = round(rnorm(n, 50, 12), 1),
  mood = sample(1:5, n, TRUE, c(1, 2, 4, 3, 2)),
  before = sample(c("p", "q", "r"), n, TRUE, c(3, 2, 1)),
  stratum = rep(c("s", "t"), each = n / 2),
  unit = rep(seq_len(n / 6), each = 6),
  weight = round(runif(n, 0.5, 3), 2))
people$pay <- people$pay + 4 * (people$group == "b") + 9 * (people$group == "d")
people$pay_later <- round(people$pay + rnorm(n, 2, 6))
people$mood_later <- pmin(5, pmax(1, people$mood + sample(-1:2, n, TRUE)))
people$after <- ifelse(runif(n) < 0.6, people$before, sample(c("p", "q", "r"), n, TRUE, c(1, 2, 3)))
for (k in 1:4) people[[paste0("tick__", letters[k])]] <- rbinom(n, 1, plogis(-0.5 + 0.3 * k + 0.8 * (people$pair == "x") * (k == 2) + 0.2 * (people$mood > 3)))
write.csv(people, "tests/golden/compare_people.csv", row.names = FALSE, quote = FALSE)

values <- data.frame()
keep <- function(test, key, ...) {
  found <- list(...)
  values <<- rbind(values, data.frame(test = test, key = key, name = names(found),
                                      value = sprintf("%.17g", unlist(found))))
}
pairs_of <- function(x) combn(sort(unique(x)), 2, simplify = FALSE)
small <- people[seq_len(24), ]

# Two groups by ranks: wilcox.test (normal), coin (exact with ties) ------------------------------
for (item in c("pay", "mood")) {
  all <- suppressWarnings(wilcox.test(people[[item]] ~ people$pair, exact = FALSE))
  keep("mann_whitney", item, statistic = unname(all$statistic), p_value = all$p.value)
  few <- coin::wilcox_test(y ~ g, data.frame(y = small[[item]], g = factor(small$pair)), distribution = "exact")
  w <- suppressWarnings(wilcox.test(small[[item]] ~ small$pair))
  keep("mann_whitney_small", item, statistic = unname(w$statistic), p_value = as.numeric(pvalue(few)))
  # Brunner and Munzel by loops over pairs of people.
  x <- people[[item]][people$pair == "x"]; y <- people[[item]][people$pair == "y"]
  above <- sapply(x, function(v) mean((v > y) + (v == y) / 2)); below <- sapply(y, function(v) mean((v > x) + (v == x) / 2))
  p <- mean(above); a <- var(above) / length(x); b <- var(below) / length(y)
  df <- (a + b)^2 / (a^2 / (length(x) - 1) + b^2 / (length(y) - 1))
  half <- qt(0.975, df) * sqrt(a + b) / (p * (1 - p))
  keep("superiority", item, effect = 2 * p - 1, low = 2 * plogis(qlogis(p) - half) - 1, high = 2 * plogis(qlogis(p) + half) - 1)
}

# Several groups by ranks: kruskal.test; Dunn by the formula on rank() ----------------------------
for (item in c("pay", "mood")) {
  y <- people[[item]]
  k <- kruskal.test(y, factor(people$group))
  keep("kruskal_wallis", item, statistic = unname(k$statistic), df = unname(k$parameter), p_value = k$p.value,
       effect = unname(k$statistic) / (n - 1))
  ranks <- rank(y)
  z <- sapply(pairs_of(people$group), function(g) {
    one <- ranks[people$group == g[1]]; other <- ranks[people$group == g[2]]
    # the variance of ranks over all permutations is that of the ranks themselves
    (mean(one) - mean(other)) / sqrt(var(ranks) * (1 / length(one) + 1 / length(other)))
  })
  p <- 2 * pnorm(-abs(z)); holm <- p.adjust(p, "holm")
  for (i in seq_along(z)) keep("dunn", paste(item, paste(pairs_of(people$group)[[i]], collapse = "/")), statistic = z[i],
                               p_value = holm[i])
  # Ordered groups: Jonckheere's statistic by loops; its z is that of Kendall's score with the groups.
  g <- as.integer(factor(people$group)); j <- 0
  for (a in 1:3) for (b in (a + 1):4) j <- j + sum(outer(y[g == a], y[g == b], function(u, v) (u < v) + (u == v) / 2))
  tau <- cor.test(g, y, method = "kendall", exact = FALSE)
  keep("trend", item, statistic = unname(tau$statistic), p_value = tau$p.value, effect = unname(tau$estimate), j = j)
}

# Means: oneway.test; Games and Howell by ptukey -------------------------------------------------
one <- oneway.test(pay ~ group, people)
keep("anova", "pay", statistic = unname(one$statistic), df = unname(one$parameter[1]), df_second = unname(one$parameter[2]),
     p_value = one$p.value)
for (g in pairs_of(people$group)) {
  x <- people$pay[people$group == g[1]]; y <- people$pay[people$group == g[2]]
  test <- t.test(x, y)
  se <- test$stderr; df <- unname(test$parameter)
  q <- abs(mean(x) - mean(y)) / (se / sqrt(2))
  half <- qtukey(0.95, 4, df) * se / sqrt(2)
  keep("games_howell", paste(g, collapse = "/"), estimate = mean(x) - mean(y), low = mean(x) - mean(y) - half,
       high = mean(x) - mean(y) + half, statistic = unname(test$statistic), df = df,
       p_value = ptukey(q, 4, df, lower.tail = FALSE))
}
for (margin in c(3, 8)) {
  x <- people$pay[people$pair == "x"]; y <- people$pay[people$pair == "y"]
  lower <- t.test(x, y, mu = -margin, alternative = "greater"); upper <- t.test(x, y, mu = margin, alternative = "less")
  ninety <- t.test(x, y, conf.level = 0.9)$conf.int
  keep("equivalence", as.character(margin), p_value = max(lower$p.value, upper$p.value), df = unname(lower$parameter),
       low = ninety[1], high = ninety[2])
}

# The same people twice: wilcox.test paired; coin for exact signs; binom.test; coin::mh_test ------
for (item in c("pay", "mood")) {
  later <- people[[paste0(item, "_later")]]
  all <- suppressWarnings(wilcox.test(later, people[[item]], paired = TRUE, exact = FALSE))
  keep("wilcoxon", item, statistic = unname(all$statistic), p_value = all$p.value)
  few <- data.frame(a = small[[item]], b = small[[paste0(item, "_later")]])
  exact <- coin::wilcoxsign_test(b ~ a, few, zero.method = "Wilcoxon", distribution = "exact")
  keep("wilcoxon_small", item, p_value = as.numeric(pvalue(exact)))
}
for (other in c("tick__b", "tick__c", "tick__d")) {
  b <- sum(people$tick__a == 0 & people[[other]] == 1); c <- sum(people$tick__a == 1 & people[[other]] == 0)
  exact <- binom.test(b, b + c)
  p <- (b + 1) / (n + 2); q <- (c + 1) / (n + 2)
  half <- qnorm(0.975) * sqrt((p + q - (p - q)^2) / (n + 2))
  keep("mcnemar", other, p_value = exact$p.value, estimate = (b - c) / n, low = p - q - half, high = p - q + half,
       effect = b / c, effect_low = exact$conf.int[1] / (1 - exact$conf.int[1]),
       effect_high = exact$conf.int[2] / (1 - exact$conf.int[2]))
}
long <- function(columns) data.frame(
  y = factor(unlist(people[columns])), time = factor(rep(columns, each = n)), person = factor(rep(seq_len(n), length(columns))))
sm <- coin::mh_test(y ~ time | person, long(c("before", "after")))
keep("stuart_maxwell", "before/after", statistic = as.numeric(statistic(sm)), p_value = as.numeric(pvalue(sm)))
mood <- coin::mh_test(y ~ time | person, long(c("mood", "mood_later")))
keep("stuart_maxwell", "mood/mood_later", statistic = as.numeric(statistic(mood)), p_value = as.numeric(pvalue(mood)))
for (columns in list(paste0("tick__", letters[1:4]), paste0("tick__", letters[1:3]), paste0("tick__", letters[c(1, 4)]))) {
  q <- coin::mh_test(y ~ time | person, long(columns))
  keep("cochran_q", paste(columns, collapse = " "), statistic = as.numeric(statistic(q)), df = length(columns) - 1,
       p_value = as.numeric(pvalue(q)))
}

# Correlations: cor.test -------------------------------------------------------------------------
for (pair in list(c("pay", "pay_later"), c("pay", "mood"), c("mood", "mood_later"))) {
  x <- people[[pair[1]]]; y <- people[[pair[2]]]; key <- paste(pair, collapse = "/")
  r <- cor.test(x, y)
  keep("pearson", key, estimate = unname(r$estimate), low = r$conf.int[1], high = r$conf.int[2],
       statistic = unname(r$statistic), df = unname(r$parameter), p_value = r$p.value)
  s <- suppressWarnings(cor.test(x, y, method = "spearman", exact = FALSE))
  rho <- unname(s$estimate); half <- qnorm(0.975) * sqrt((1 + rho^2 / 2) / (n - 3))
  keep("spearman", key, estimate = rho, p_value = s$p.value, low = tanh(atanh(rho) - half), high = tanh(atanh(rho) + half))
  t <- cor.test(x, y, method = "kendall", exact = FALSE)
  keep("kendall", key, estimate = unname(t$estimate), statistic = unname(t$statistic), p_value = t$p.value)
}

# Under a design: svyranktest --------------------------------------------------------------------
designs <- list(weighted = svydesign(~1, weights = ~weight, data = people),
                strata = svydesign(~1, strata = ~stratum, weights = ~weight, data = people),
                clustered = svydesign(~unit, strata = ~stratum, weights = ~weight, data = people))
for (name in names(designs)) for (item in c("pay", "mood")) {
  formula <- as.formula(paste(item, "~ pair"))
  two <- svyranktest(formula, designs[[name]])
  keep("rank_design", paste(name, item, "pair"), statistic = unname(two$statistic), df = unname(two$parameter),
       p_value = as.numeric(two$p.value))
  many <- svyranktest(as.formula(paste(item, "~ group")), designs[[name]])
  # svyranktest calls the chi-square its parameter and the degrees of freedom its statistic
  keep("rank_design", paste(name, item, "group"), statistic = unname(many$parameter / many$statistic)[1],
       df = unname(many$statistic), p_value = as.numeric(many$p.value))
}
write.csv(values, "tests/golden/compare_values.csv", row.names = FALSE, quote = FALSE)
writeLines(c(R.version.string, paste("coin", packageVersion("coin")), paste("survey", packageVersion("survey"))))
