"""Values of the desk as text for people and as data for JSON. No queries, no printing, no clock.

Result types are imported for annotations only: a view must not make a command load more of the house than it uses.
"""
