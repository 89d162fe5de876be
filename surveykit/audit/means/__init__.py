"""Printed means, standard deviations and tests: can they be true?"""
