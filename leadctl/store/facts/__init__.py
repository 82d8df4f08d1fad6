"""What was recorded of leads: a module a kind of fact."""
