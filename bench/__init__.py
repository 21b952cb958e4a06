"""Measurements that anyone can run: `python -m bench`. What they gave, and where, stands in README.md."""
