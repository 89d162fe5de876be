"""One room per platform: what the columns of its export mean."""
