"""Feedback: what one colleague tells another, asked or unasked; nobody else reads it."""
