"""Finding people, and how they come in."""
