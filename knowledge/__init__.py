"""What is true: claims in time, where they come from, and how they are found and kept."""
