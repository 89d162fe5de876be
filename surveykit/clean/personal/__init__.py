"""Personal data in a survey: found, blanked, replaced by pseudonyms, or accepted with a reason."""
