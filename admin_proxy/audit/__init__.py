"""What was done, by whom, as whom."""
