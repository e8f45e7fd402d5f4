"""Signing in: passwords, second factors, passkeys, sessions, and who looks after the accounts."""
