# Ten comparisons that users of SPSS make, on real data. Run from the top of the repository:
#
#     Rscript tests/golden/r/voters.R
#
# Reads data/raw/anes96/anes96.csv (public domain), writes tests/golden/voters.csv.

options(digits = 17, warn = 1)
d <- read.csv("data/raw/anes96/anes96.csv")
d$vote <- factor(d$vote)
values <- data.frame()
keep <- function(key, ...) {
  found <- list(...)
  values <<- rbind(values, data.frame(key = key, name = names(found), value = sprintf("%.17g", unlist(found))))
}
a <- chisq.test(table(d$PID, d$vote), correct = FALSE)
keep("chi-square PID vote", statistic = unname(a$statistic), df = unname(a$parameter), p_value = a$p.value,
     effect = sqrt(unname(a$statistic) / nrow(d)))
b <- t.test(TVnews ~ vote, d)
keep("welch TVnews vote", statistic = unname(b$statistic), df = unname(b$parameter), p_value = b$p.value,
     low = b$conf.int[1], high = b$conf.int[2], estimate = unname(b$estimate[1] - b$estimate[2]))
e <- oneway.test(age ~ PID, d)
keep("anova age PID", statistic = unname(e$statistic), df = unname(e$parameter[1]), df_second = unname(e$parameter[2]), p_value = e$p.value)
f <- wilcox.test(selfLR ~ vote, d, exact = FALSE)
keep("mann-whitney selfLR vote", statistic = unname(f$statistic), p_value = f$p.value)
g <- kruskal.test(TVnews ~ educ, d)
keep("kruskal TVnews educ", statistic = unname(g$statistic), df = unname(g$parameter), p_value = g$p.value)
h <- wilcox.test(d$DoleLR, d$selfLR, paired = TRUE, exact = FALSE)
keep("wilcoxon selfLR DoleLR", statistic = unname(h$statistic), p_value = h$p.value)
i <- cor.test(d$educ, d$selfLR, method = "kendall", exact = FALSE)
keep("trend selfLR educ", statistic = unname(i$statistic), p_value = i$p.value, effect = unname(i$estimate))
for (m in c("pearson", "spearman")) {
  j <- suppressWarnings(cor.test(d$age, d$TVnews, method = m, exact = FALSE))
  keep(paste(m, "age TVnews"), estimate = unname(j$estimate), p_value = j$p.value)
}
# Stuart and Maxwell's statistic written out: R's mh_test gives the same (comparing.R)
t7 <- table(factor(d$selfLR, 1:7), factor(d$ClinLR, 1:7))
diff <- (rowSums(t7) - colSums(t7))[-7]; V <- -(t7 + t(t7))[-7, -7]; diag(V) <- (rowSums(t7) + colSums(t7) - 2 * diag(t7))[-7]
s <- as.numeric(t(diff) %*% solve(V) %*% diff)
keep("stuart-maxwell selfLR ClinLR", statistic = s, df = 6, p_value = pchisq(s, 6, lower.tail = FALSE))
k <- prop.test(table(d$vote, d$PID == 3)[, 2:1], correct = FALSE)
keep("z independent vote", p_value = k$p.value)
write.csv(values, "tests/golden/voters.csv", row.names = FALSE, quote = FALSE)
