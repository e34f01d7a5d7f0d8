"""What is done with fitted colorers, whatever wraps them."""
