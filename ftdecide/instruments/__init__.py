"""Instruments: they measure what the drill otherwise has to take on trust, and return a profile that says so."""
