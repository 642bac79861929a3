"""The parts every page is made of. What each is for, and why there is no other, is in `docs/style.md`."""
