"""The screen: pages, what is around them, and the border to the browser."""
