"""How long the gradients take and how much memory, measured on this machine."""
