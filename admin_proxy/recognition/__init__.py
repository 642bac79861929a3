"""Recognition: thanking colleagues in public, for something that the organization values."""
