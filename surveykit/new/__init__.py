"""A study of one's own: its folder, and a notebook filled with the items of its questionnaire."""
