"""What an outsider can check without this program: signed notes, checkpoints and proofs in the formats of C2SP.

Pure: bytes and texts in, values out. What the ledger holds, and where files go, is the business of others.
"""
