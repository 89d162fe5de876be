# What R says of the example data of its package survey (4.1-1; GPL, so they are not kept here). Run from the top of
# the repository, then scripts/compare_with_r.py with the same folder:
#
#     Rscript tests/golden/r/example_data.R FOLDER
options(digits = 17, warn = 1)
suppressPackageStartupMessages(library(survey))
out <- commandArgs(TRUE)[1]
for (name in c("api", "scd", "election", "nhanes", "fpc", "mu284", "crowd", "hospital", "yrbs")) data(list = name)
rows <- function(list) do.call(rbind, list)
n17 <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
row <- function(verb, item, by = "", where = "", option = "", estimate = NA, se = NA, low = NA, high = NA, df = NA, p = NA)
  data.frame(verb, item, by, where, option, estimate = n17(as.numeric(estimate)), se = n17(as.numeric(se)), low = n17(as.numeric(low)),
             high = n17(as.numeric(high)), df = n17(as.numeric(df)), p = n17(as.numeric(p)))
try_row <- function(expr, ...) tryCatch(expr, error = function(e) {message(..., ": ", conditionMessage(e)); NULL})
described <- function(d, item, where, kind) {
  known <- d[!is.na(d$variables[[item]]), ]
  df <- degf(known)
  f <- as.formula(paste0("~`", item, "`"))
  if (kind == "number") {
    m <- svymean(f, known); t <- svytotal(f, known); ci <- confint(m, df = df)
    q <- svyquantile(f, known, c(.1, .25, .5, .75, .9), qrule = "school", interval.type = "mean", df = df)[[1]]
    rows(list(row("means", item, "", where, "", coef(m), SE(m), ci[1], ci[2], df),
              row("deff", item, "", where, "", tryCatch(deff(svymean(f, known, deff = "replace")), error = function(e) NA)),
              row("sd", item, "", where, "", sqrt(coef(svyvar(f, known)))),
              row("totals", item, "", where, "", coef(t), SE(t)),
              row("quantiles", item, "", where, c(.1, .25, .5, .75, .9), q[, 1], NA, q[, 2], q[, 3])))
  } else {
    known$variables[[item]] <- factor(known$variables[[item]])
    m <- svymean(f, known); t <- svytotal(f, known); ci <- confint(m, df = df)
    lev <- levels(known$variables[[item]])
    rows(c(list(row("frequencies", item, "", where, lev, coef(m), SE(m), ci[, 1], ci[, 2], df),
              row("totals", item, "", where, lev, coef(t), SE(t))),
           lapply(lev, function(l) rows(lapply(c("beta", "xlogit"), function(method) {
              known$variables$.one <- known$variables[[item]] == l
              ci <- tryCatch(confint(svyciprop(~.one, known, method = method, df = df)), error = function(e) c(NA, NA))
              row(method, item, "", where, l, low = ci[1], high = ci[2])
           })))))
  }
}
compared <- function(d, numbers, factors, groups) {
  rows(lapply(groups, function(g) rows(c(
    lapply(setdiff(factors, g), function(item) {
      known <- d[!is.na(d$variables[[item]]) & !is.na(d$variables[[g]]), ]
      known$variables[[item]] <- factor(known$variables[[item]]); known$variables[[g]] <- factor(known$variables[[g]])
      f <- as.formula(paste0("~`", item, "` + `", g, "`"))
      rows(lapply(c("F", "Chisq", "Wald", "adjWald"), function(s) try_row({
        r <- svychisq(f, known, statistic = s)
        value <- if (s == "Chisq") qchisq(r$p.value, r$parameter, lower.tail = FALSE) else r$statistic
        row(s, item, g, estimate = value, df = r$parameter[1], se = c(r$parameter, NA)[2], p = r$p.value)
      }, "chisq ", item, g)))
    }),
    lapply(numbers, function(item) try_row({
      known <- d[!is.na(d$variables[[item]]) & !is.na(d$variables[[g]]), ]
      v <- known$variables
      known$variables <- data.frame(v_y = v[[item]], v_g = factor(v[[g]]))
      k <- nlevels(known$variables$v_g)
      rank <- svyranktest(v_y ~ v_g, known)
      if (k == 2) {
        t <- svyttest(v_y ~ v_g, known)
        rows(list(row("welch", item, g, estimate = t$estimate, df = t$parameter, p = t$p.value, se = t$statistic,
                      low = t$conf.int[1], high = t$conf.int[2]),
                  row("mann_whitney", item, g, se = rank$statistic, df = rank$parameter, p = rank$p.value)))
      } else {
        a <- regTermTest(svyglm(v_y ~ v_g, known), ~v_g)
        rows(list(row("anova", item, g, estimate = a$Ftest, df = a$df, se = a$ddf, p = a$p),
                  row("kruskal_wallis", item, g, estimate = rank$parameter / rank$statistic, df = rank$statistic, se = rank$ddf, p = rank$p.value)))
      }
    }, "mean tests ", item, g))))))
}
related <- function(d, numbers) {
  pairs <- if (length(numbers) < 2) list() else combn(numbers, 2, simplify = FALSE)
  rows(lapply(pairs, function(pair) try_row({
    known <- d[!is.na(d$variables[[pair[1]]]) & !is.na(d$variables[[pair[2]]]), ]
    v <- known$variables
    known$variables <- data.frame(a = v[[pair[1]]], b = v[[pair[2]]])
    r <- svyratio(~a, ~b, known)
    known$variables <- data.frame(a = as.numeric(known$variables$a), b = as.numeric(known$variables$b)); known$variables <- transform(known$variables, aa = a^2, bb = b^2, ab = a * b)
    z <- svycontrast(svymean(~a + b + aa + bb + ab, known), quote(0.5 * log((sqrt((aa - a^2) * (bb - b^2)) + ab - a * b) / (sqrt((aa - a^2) * (bb - b^2)) - ab + a * b))))
    rows(list(row("ratio", pair[1], pair[2], estimate = coef(r), se = SE(r)),
              row("correlation", pair[1], pair[2], estimate = tanh(coef(z)), se = SE(z), df = degf(known))))
  }, "related ", pair)))
}
run <- function(name, d, numbers, factors, groups, domains = list()) {
  message(name)
  found <- rows(c(lapply(c(list(NULL), domains), function(w) {
      part <- if (is.null(w)) d else d[!is.na(d$variables[[w[1]]]) & as.character(d$variables[[w[1]]]) == w[2], ]
      label <- if (is.null(w)) "" else paste0(w[1], "=", w[2])
      rows(c(lapply(numbers, function(i) try_row(described(part, i, label, "number"), name, i, label)),
             lapply(setdiff(factors, w[1]), function(i) try_row(described(part, i, label, "factor"), name, i, label))))
    }), list(compared(d, numbers, factors, groups), related(d, numbers))))
  cbind(design = name, found)
}
save <- function(data, name) write.csv(data, file.path(out, paste0("data_", name, ".csv")), row.names = FALSE, na = "")
apistrat$rate <- c(E = 100 / 4421, H = 50 / 755, M = 50 / 1018)[as.character(apistrat$stype)]
apiclus2$fpc2 <- as.numeric(apiclus2$fpc2)
apiclus1$zero <- ifelse(seq_len(nrow(apiclus1)) %% 9 == 0, 0, apiclus1$pw)
keep <- function(d) d[, intersect(names(d), c("stype", "dnum", "snum", "api00", "api99", "enroll", "sch.wide", "comp.imp", "awards", "meals", "ell", "acs.k3", "pw", "fpc", "fpc1", "fpc2", "rate", "zero", "cnum"))]
scd$half <- c("a", "b", "a", "a", "b", "b"); scd$w <- 2
rep1 <- 2 * cbind(c(1, 0, 1, 0, 1, 0), c(1, 0, 0, 1, 0, 1), c(0, 1, 1, 0, 0, 1), c(0, 1, 0, 1, 1, 0))
repd <- data.frame(2 * rep1); names(repd) <- paste0("r", 1:4); scd <- cbind(scd, repd)
election_pps$won <- ifelse(election_pps$Bush > election_pps$Kerry, "bush", "kerry")
nhanes$sex <- c("m", "f")[nhanes$RIAGENDR]; nhanes$chol <- ifelse(is.na(nhanes$HI_CHOL), NA, c("no", "yes")[nhanes$HI_CHOL + 1])
nhanes$race <- c("a", "b", "c", "d")[nhanes$race]; nhanes$age <- c("a1", "a2", "a3", "a4")[as.integer(nhanes$agecat)]; nhanes$agecat <- NULL; nhanes$RIAGENDR <- NULL
nhanes$u <- round(as.numeric(nhanes$WTMEC2YR) %% 97, 2)
fpc$g <- c("a", "b", "a", "b", "a", "a", "b", "b")
mu284$g <- ifelse(mu284$y1 > 40, "a", "b")
crowd$g <- c("a", "b", "a", "b", "a", "b"); 
hospital$g <- ifelse(seq_len(15) %% 2 == 0, "a", "b")
sets <- list(apisrs = keep(apisrs), apistrat = keep(apistrat), apiclus1 = keep(apiclus1), apiclus2 = keep(apiclus2), scd = scd, election = election_pps,
             nhanes = nhanes, fpc = fpc, mu284 = mu284, crowd = crowd, hospital = hospital)
for (name in names(sets)) save(sets[[name]], name)
numbers <- c("api00", "enroll", "acs.k3"); factors <- c("stype", "sch.wide", "awards"); groups <- c("sch.wide", "stype"); domains <- list(c("stype", "H"), c("awards", "Yes"))
api <- function(name, d, ...) run(name, d, numbers, factors, groups, domains)
s <- sets
found <- list(
  api("apisrs", svydesign(~1, weights = ~pw, fpc = ~fpc, data = s$apisrs)),
  api("apisrs_weights", svydesign(~1, weights = ~pw, data = s$apisrs)),
  api("apisrs_plain", svydesign(~1, fpc = ~fpc, data = s$apisrs)),
  api("apistrat", svydesign(~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = s$apistrat)),
  api("apistrat_rate", svydesign(~1, strata = ~stype, fpc = ~rate, data = s$apistrat)),
  api("apistrat_whole", svydesign(~1, strata = ~stype, weights = ~pw, data = s$apistrat)),
  api("apiclus1", svydesign(~dnum, weights = ~pw, fpc = ~fpc, data = s$apiclus1)),
  api("apiclus1_zero", {d <- svydesign(~dnum, weights = ~zero, data = s$apiclus1); d[weights(d) > 0, ]}),
  api("apiclus2", svydesign(~dnum + snum, fpc = ~fpc1 + fpc2, data = s$apiclus2)),
  api("apiclus2_weights", svydesign(~dnum + snum, weights = ~pw, fpc = ~fpc1 + fpc2, data = s$apiclus2)),
  api("apiclus2_replaced", svydesign(~dnum + snum, weights = ~pw, data = s$apiclus2)),
  api("apiclus2_first", svydesign(~dnum, weights = ~pw, fpc = ~fpc1, data = s$apiclus2)),
  run("nhanes", svydesign(~SDMVPSU, strata = ~SDMVSTRA, weights = ~WTMEC2YR, nest = TRUE, data = s$nhanes), "u", c("chol", "race", "age"), c("sex", "age"), list(c("sex", "m"), c("race", "b"))),
  run("scd_taylor", svydesign(~ambulance, strata = ~ESA, weights = ~w, nest = TRUE, data = s$scd), c("arrests", "alive"), "half", "half"),
  run("scd_given", svrepdesign(data = s$scd, weights = ~w, repweights = as.matrix(s$scd[paste0("r", 1:4)]), type = "BRR", combined.weights = TRUE), c("arrests", "alive"), "half", "half"),
  run("scd_brr", as.svrepdesign(svydesign(~ambulance, strata = ~ESA, weights = ~w, nest = TRUE, data = s$scd), type = "BRR"), c("arrests", "alive"), "half", "half"),
  run("election", svydesign(~1, weights = ~wt, data = s$election), c("Bush", "Kerry"), "won", "won"),
  run("fpc", svydesign(~psuid, strata = ~stratid, weights = ~weight, fpc = ~Nh, nest = TRUE, data = s$fpc), "x", "g", "g"),
  run("fpc_follows", svydesign(~psuid, strata = ~stratid, fpc = ~Nh, nest = TRUE, data = s$fpc), "x", "g", "g"),
  run("mu284", svydesign(~id1 + id2, fpc = ~n1 + n2, data = s$mu284), "y1", "g", "g"),
  run("crowd", svydesign(~cluster, strata = ~stratum, weights = ~weight, data = s$crowd), c("rooms", "person"), "g", "g"),
  run("hospital", svydesign(~hospno, strata = ~oblevel, weights = ~weighta, fpc = ~tothosp, data = s$hospital), "births", "g", "g"),
  run("hospital_weights", svydesign(~1, strata = ~oblevel, weights = ~weightats, data = s$hospital), "births", "g", "g"))
write.csv(rows(found), file.path(out, "values.csv"), row.names = FALSE, quote = TRUE)
