"""Printed figures: what they can be, on which bases, alone and together."""
