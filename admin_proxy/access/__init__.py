"""May they? Facts, policy, verdict; permissions of pages and actions."""
