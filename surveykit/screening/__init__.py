"""Rules that find answers to look at, one file per family; they change no cell and remove nobody."""
