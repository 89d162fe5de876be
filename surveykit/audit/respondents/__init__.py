"""Printed figures against the respondents' own data: which base, rounding and weight give them?"""
