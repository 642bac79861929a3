"""Admin Proxy: impersonate people of an organization, bounded by a policy, by time and by a record."""
