"""What the data behind printed figures may have been."""
