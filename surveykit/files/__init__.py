"""Bytes on disk, and the fonts that come with them."""
