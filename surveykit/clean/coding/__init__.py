"""Free answers given codes: by one person, or by coders on sheets of their own."""
