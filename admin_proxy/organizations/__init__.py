"""Organizations and their house rules."""
