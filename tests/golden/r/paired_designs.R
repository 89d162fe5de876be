# Golden numbers for changes and correlations of the same people under a design. Run from the top of the repository:
#
#     Rscript tests/golden/r/paired_designs.R
#
# Needs R >= 4.2 and the package survey. Reads tests/golden/compare_people.csv, writes tests/golden/paired_designs.csv.
# A change is svymean of the difference; a correlation svycontrast (delta method) of svymean's moments.

options(digits = 17, warn = 1)
suppressPackageStartupMessages(library(survey))
people <- read.csv("tests/golden/compare_people.csv")
people <- within(people, {
  rise <- sign(mood_later - mood); tick <- tick__b - tick__a; q <- (after == "q") - (before == "q")
  mood2 <- mood_later
})
values <- data.frame()
keep <- function(test, key, ...) {
  found <- list(...)
  values <<- rbind(values, data.frame(test = test, key = key, name = names(found), value = sprintf("%.17g", unlist(found))))
}
designs <- list(weighted = svydesign(~1, weights = ~weight, data = people),
                clustered = svydesign(~unit, strata = ~stratum, weights = ~weight, data = people))
designs$domain <- subset(designs$clustered, pair == "x")
for (name in names(designs)) {
  d <- designs[[name]]; df <- degf(d)
  for (item in c("rise", "tick", "q")) {
    m <- svymean(reformulate(item), d); t <- coef(m) / SE(m)[1]; ci <- confint(m, df = df)
    keep("change", paste(name, item), estimate = coef(m), low = ci[1], high = ci[2], statistic = t, df = df,
         p_value = 2 * pt(-abs(t), df))
  }
  for (other in c("mood", "mood2", "rank")) {
    y <- d$variables
    if (other == "rank") {  # as svyranktest ranks
      ranks <- function(x, w) { o <- order(x); r <- numeric(length(x)); r[o] <- ave(cumsum(w[o]) - w[o] / 2, factor(x[o])); r / sum(w) }
      w <- weights(d); y$a <- ranks(y$pay, w); y$b <- ranks(y$mood2, w)
    } else { y$a <- y$pay; y$b <- y[[other]] }
    y$aa <- y$a^2; y$bb <- y$b^2; y$ab <- y$a * y$b
    e <- d; e$variables <- y
    r <- svycontrast(svymean(~a + b + aa + bb + ab, e), quote((ab - a * b) / sqrt((aa - a^2) * (bb - b^2))))
    se <- SE(r)[1] / (1 - coef(r)^2); z <- atanh(coef(r)); half <- qt(0.975, df) * se
    keep("correlation", paste(name, other), estimate = coef(r), low = tanh(z - half), high = tanh(z + half),
         statistic = z / se, df = df, p_value = 2 * pt(-abs(z / se), df))
  }
}
write.csv(values, "tests/golden/paired_designs.csv", row.names = FALSE, quote = FALSE)
