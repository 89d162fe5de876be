# Gwet's AC2 by the formulas of the Handbook (4th ed., chapter 5) in base R, from tables of units x codes.
# The same numbers: irrCAC::gwet.ac1.raw(ratings, weights = "linear" | "quadratic" | "ordinal").
# Rscript tests/golden/r/gwet_ac2.R > tests/golden/stats_ac2.csv
set.seed(46)
weights_of <- function(kind, codes) {
  q <- length(codes)
  outer(seq_len(q), seq_len(q), Vectorize(function(k, l) switch(kind,
    linear = 1 - abs(codes[k] - codes[l]) / (max(codes) - min(codes)),
    quadratic = 1 - (codes[k] - codes[l])^2 / (max(codes) - min(codes))^2,
    ordinal = 1 - choose(abs(k - l) + 1, 2) / choose(q, 2))))
}
ac2 <- function(ratings, kind) {                      # units x raters
  codes <- sort(unique(ratings[!is.na(ratings)]))
  q <- length(codes)
  w <- weights_of(kind, codes)
  agree <- t(apply(ratings, 1, function(row) sapply(codes, function(code) sum(row == code, na.rm = TRUE))))
  r <- rowSums(agree)
  starred <- agree %*% t(w)
  two <- r >= 2
  pa <- mean(rowSums(agree * (starred - 1))[two] / (r * (r - 1))[two])
  pi <- colMeans((agree / r)[r > 0, , drop = FALSE])
  pe <- sum(w) * sum(pi * (1 - pi)) / (q * (q - 1))
  (pa - pe) / (1 - pe)
}
cat("case,raters,ratings,kind,ac2\n")
for (case in 1:6) {
  raters <- c(2, 3, 4, 2, 5, 3)[case]
  units <- 14
  truth <- sample(1:5, units, replace = TRUE)
  ratings <- pmin(pmax(sapply(seq_len(raters), function(x) truth + sample(-1:1, units, TRUE, c(.2, .6, .2))), 1), 5)
  if (case > 3) ratings[ratings == 4] <- 7            # codes that are not equally far apart
  if (case %% 2 == 0) ratings[sample(length(ratings), 5)] <- NA
  text <- paste(ifelse(is.na(t(ratings)), "-", t(ratings)), collapse = " ")
  for (kind in c("linear", "quadratic", "ordinal"))
    cat(case, raters, text, kind, sprintf("%.15g\n", ac2(ratings, kind)), sep = ",")
}
