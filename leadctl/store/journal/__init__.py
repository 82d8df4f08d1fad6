"""What each operation changed, and taking it back."""
