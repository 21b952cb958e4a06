"""The command line: one module per command, each parsing, calling the desk and rendering through a view."""
