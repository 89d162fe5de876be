"""What leaves the house: how far people can be told apart, and files for passing on."""
