# Golden values of careless-responding indices. Run from the top of the repository:
#
#     Rscript tests/golden/r/careless.R
#
# Needs R >= 4.2 and the package careless (1.2.2 made the numbers). Reads tests/golden/careless_input.csv (220 simulated
# respondents, four scales of six items on five points; every third item is worded in reverse and not yet reversed; rows
# 1-6 straight-lined, rows 7-14 random) and writes tests/golden/careless_expected.csv. The tests need no R.
#
# evenodd() of a matrix takes length(colnames(s)) of one row, which is 0, and so uses the first two items of each scale
# only; the column holds what it prints for a matrix. The test compares with these two items, and all six by hand.

options(digits = 17, warn = 1)
suppressPackageStartupMessages(library(careless))

x <- as.matrix(read.csv("tests/golden/careless_input.csv"))
back <- seq(3, 24, 3)
xr <- x
xr[, back] <- 6 - xr[, back]
runs <- longstring(x, avg = TRUE)
found <- data.frame(
  row = seq_len(nrow(x)), longstring = runs$longstr, avgstr = runs$avgstr, irv = irv(x),
  mahad_sq = mahad(x, plot = FALSE, flag = FALSE),
  evenodd_as_printed_by_careless = evenodd(xr, factors = rep(6, 4)),
  psychsyn_060 = psychsyn(x, critval = .60), psychant_m060 = psychant(x, critval = -.60),
  psychsyn_022 = psychsyn(x, critval = .22))
write.csv(format(found, digits = 16), "tests/golden/careless_expected.csv", row.names = FALSE, quote = FALSE)
