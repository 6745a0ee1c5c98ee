"""Measure: what a learner's own outputs come to on the same items, with intervals, tests and the items still needed."""
