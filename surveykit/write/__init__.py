"""Write a survey for the programs people use: CSV, Excel, Parquet, SPSS, Stata."""

from surveykit.write.entrance import write_survey

__all__ = ["write_survey"]
