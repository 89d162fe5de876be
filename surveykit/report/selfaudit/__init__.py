"""The figure audit turned on our own reports: every percentage follows from the counts it carries."""
