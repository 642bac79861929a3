"""Telling people: in the application and by e-mail, as they and their organization want it."""
