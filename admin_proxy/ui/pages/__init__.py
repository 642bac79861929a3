"""One module for each page: its state, then its picture."""
