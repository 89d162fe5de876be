"""How many cases of a test with parameters are traced; mutants are tried with all."""

CASES = 2
