"""Write a survey for the programs people use: CSV, Excel, Parquet, SPSS, Stata."""

from surveykit.write.write_survey import write_survey

__all__ = ["write_survey"]
