"""Use cases and their result types: record, show, compare, list, replay, verify, export."""
