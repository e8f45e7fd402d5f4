"""Signing in: passwords, second factors, sessions, and who looks after the accounts."""
