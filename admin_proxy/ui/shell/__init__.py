"""What is around every page: navigation, banner, pop-ups."""
