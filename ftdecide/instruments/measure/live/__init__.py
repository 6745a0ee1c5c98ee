"""Rungs run live: what a prompt holds, the calls within their limits, what they cost."""
