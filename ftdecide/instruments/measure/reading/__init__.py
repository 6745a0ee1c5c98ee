"""Evaluation sets and outputs out of files: tables, batch files, the results of other tools."""
