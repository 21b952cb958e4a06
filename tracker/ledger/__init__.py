"""The append-only event store: schema, append, read, bodies, tree, verification. SQLite and PostgreSQL."""
