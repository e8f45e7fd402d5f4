"""Who saw and did what, and why: a log that cannot be changed unnoticed."""
