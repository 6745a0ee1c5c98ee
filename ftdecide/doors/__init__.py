"""Thin views on the core: command line, widgets, and the drill that the book, Voila and JupyterLab share."""
