"""Writers of files as each platform lays them out."""
