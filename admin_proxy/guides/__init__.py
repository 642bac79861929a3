"""Guides: a few steps on a page, for whoever has not put them away."""
