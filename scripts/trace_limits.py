"""How many cases of a test with parameters are traced; mutants are tried with all."""

CASES = 2
# files of tests whose every case goes its own way: all are traced
WHOLE = {"test_renderings", "test_calls", "test_few_people"}
