"""The demonstration: an organization, its past, one-click sign-ins, a mailbox."""
