"""The window: actions, hub, theme, command line."""
