"""Blind rating: pairs of answers, who prefers which, how far raters agree."""
