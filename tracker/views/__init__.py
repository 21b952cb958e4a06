"""Values of the desk as text for people and as data for JSON. No queries, no printing, no clock."""
