"""What leaves the house: results of the desk, put through views and packed for others."""
