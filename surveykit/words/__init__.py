"""Words in two languages: phrases, messages of errors, and texts that know what their numbers are (ground)."""
