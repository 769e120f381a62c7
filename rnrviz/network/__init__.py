"""What a network is; no screen."""
