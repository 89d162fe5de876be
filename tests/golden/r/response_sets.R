# Golden numbers for tests of select-all questions. Run from the top of the repository:
#
#     Rscript tests/golden/r/response_sets.R
#
# Needs R >= 4.2 and the package survey. Reads tests/golden/compare_people.csv, writes tests/golden/set_values.csv.
# MRCV is not in Debian: the statistics are found here by its authors' route, over the table of all patterns of ticks with
# Kronecker products (Bilder, Loughin and Nettleton 2000, appendix A; Bilder and Loughin 2004, appendix A); ours goes over
# people. Under a design the covariance is svymean's of ticks, groups and their products, by the delta method.

options(digits = 17, warn = 1)
suppressPackageStartupMessages(library(survey))
people <- read.csv("tests/golden/compare_people.csv")
ticks <- as.matrix(people[paste0("tick__", letters[1:4])])
second <- cbind(people$mood > 3, people$pay > 50, people$after == "q", people$person %% 40 == 1) + 0
values <- data.frame()
keep <- function(test, key, ...) {
  found <- list(...)
  values <<- rbind(values, data.frame(test = test, key = key, name = names(found), value = sprintf("%.17g", unlist(found))))
}
pearson <- function(table) {
  table[table == 0] <- 0.5
  unname(suppressWarnings(chisq.test(table, correct = FALSE)$statistic))
}
level <- function(x) factor(x, levels = 1:0)
pattern <- function(x) as.vector(x %*% 2^(seq_len(ncol(x)) - 1)) + 1
patterns <- function(k) t(sapply(seq_len(2^k) - 1, function(v) (v %/% 2^(seq_len(k) - 1)) %% 2))
corrected <- function(key, statistic, M, k) {
  squares <- sum(Re(eigen(M)$values)^2); trace <- sum(diag(M))
  keep("second", key, statistic = statistic * k / squares, df = k^2 / squares,
       p_value = pchisq(statistic * k / squares, k^2 / squares, lower.tail = FALSE))
  keep("first", key, statistic = statistic * k / trace, df = k, p_value = pchisq(statistic * k / trace, k, lower.tail = FALSE))
}

# A set and groups: multiple marginal independence
mmi <- function(key, group, y) {
  r <- length(unique(group)); c <- ncol(y); n <- nrow(y); group <- factor(group)
  parts <- sapply(seq_len(c), function(j) pearson(table(group, level(y[, j]))))
  do.call(keep, c("parts", key, setNames(as.list(parts), sprintf("%02d", seq_along(parts)))))
  n_i <- as.vector(table(group)); a <- n_i / n
  counts <- table(factor(pattern(y), seq_len(2^c)), group)
  tau <- as.vector(counts) / rep(n_i, each = 2^c)
  G <- kronecker(diag(r), t(patterns(c)))
  m <- (G %*% tau) * rep(n_i, each = c)
  pi_j <- as.vector(kronecker(matrix(1, 1, r), diag(c)) %*% m) / n
  H <- diag(r * c) - kronecker(matrix(1, r, r) %*% diag(a), diag(c))
  D <- kronecker(n / n_i, pi_j * (1 - pi_j))
  V <- matrix(0, r * 2^c, r * 2^c)
  for (i in seq_len(r)) {
    w <- ((i - 1) * 2^c + 1):(i * 2^c)
    V[w, w] <- (diag(tau[w]) - tcrossprod(tau[w])) / a[i]
  }
  corrected(key, sum(parts), diag(1 / D) %*% H %*% G %*% V %*% t(G) %*% t(H), (r - 1) * c)
  p <- pchisq(parts, r - 1, lower.tail = FALSE)
  keep("bonferroni", key, p_value = min(p.adjust(p, "bonferroni")))
}

# Two sets: simultaneous pairwise marginal independence
spmi <- function(key, x, y) {
  I <- ncol(x); J <- ncol(y); n <- nrow(x)
  parts <- as.vector(t(outer(seq_len(I), seq_len(J), Vectorize(function(i, j) pearson(table(level(x[, i]), level(y[, j])))))))
  do.call(keep, c("parts", key, setNames(as.list(parts), sprintf("%02d", seq_along(parts)))))
  tau <- as.vector(table(factor(pattern(y), seq_len(2^J)), factor(pattern(x), seq_len(2^I)))) / n
  G <- t(patterns(I)); H <- t(patterns(J)); GH <- kronecker(G, H)
  row <- colMeans(x); col <- colMeans(y)
  F <- GH - kronecker(row, kronecker(matrix(1, 1, 2^I), H)) - kronecker(kronecker(G, matrix(1, 1, 2^J)), col)
  D <- kronecker(row * (1 - row), col * (1 - col))
  corrected(key, sum(parts), diag(1 / D) %*% F %*% (diag(tau) - tcrossprod(tau)) %*% t(F), I * J)
  keep("bonferroni", key, p_value = min(p.adjust(pchisq(parts, 1, lower.tail = FALSE), "bonferroni")))
}

# The same under a design
sampled <- function(key, x, y, overlap, design) {
  a <- ncol(x); c <- ncol(y); n <- nrow(x)
  products <- do.call(cbind, lapply(seq_len(a), function(i) x[, i] * y))
  design$variables <- cbind(design$variables, setNames(data.frame(x, y, products), paste0("v", seq_len(a + c + a * c))))
  found <- svymean(reformulate(paste0("v", seq_len(a + c + a * c))), design)
  b <- coef(found); p <- b[seq_len(a)]; q <- b[a + seq_len(c)]; both <- b[-seq_len(a + c)]
  jacobian <- cbind(-kronecker(diag(a), q), -kronecker(p, diag(c)), diag(a * c))
  d <- both - kronecker(p, q)
  D <- kronecker(if (overlap) p * (1 - p) else p, q * (1 - q))
  M <- n * diag(1 / D) %*% jacobian %*% vcov(found) %*% t(jacobian)
  statistic <- n * sum(d^2 / D); k <- (a - !overlap) * c
  trace <- sum(diag(M)); df <- trace^2 / sum(diag(M %*% M))
  keep("sampled", key, statistic = statistic / trace, df = df, df_second = df * degf(design),
       p_value = pf(statistic / trace, df, df * degf(design), lower.tail = FALSE))
  keep("sampled_first", key, statistic = statistic * k / trace, df = k,
       p_value = pchisq(statistic * k / trace, k, lower.tail = FALSE))
}

mmi("pair", people$pair, ticks)
mmi("group", people$group, ticks)
spmi("second", second, ticks)
few <- people$person %% 3 == 0
mmi("group few", people$group[few], ticks[few, ])
spmi("second few", second[few, ], ticks[few, ])
clustered <- svydesign(ids = ~unit, strata = ~stratum, weights = ~weight, data = people)
groups <- function(x) sapply(sort(unique(x)), function(v) (x == v) + 0)
sampled("group", groups(people$group), ticks, FALSE, clustered)
sampled("second", second, ticks, TRUE, clustered)
inside <- people$pair == "x"
sampled("group where", groups(people$group)[inside, ], ticks[inside, ], FALSE, subset(clustered, pair == "x"))

write.csv(values, "tests/golden/set_values.csv", row.names = FALSE, quote = FALSE)
