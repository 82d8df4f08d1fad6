"""What is recorded beside the facts of leads: staff, models, plans, campaigns, owners, words."""
