"""What is said and kept when something breaks."""
