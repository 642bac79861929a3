"""People, roles, scopes, passwords, logins, privacy acceptance."""
