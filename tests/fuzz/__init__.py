"""Fuzzing the device languages: bounded in time, guided by what is new, and every crasher is kept as a test."""
