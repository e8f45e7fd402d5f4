"""Simulated twins: people with the eight kinds of device, whose days are scripts and whose reports follow from them."""
