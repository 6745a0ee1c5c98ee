"""The book's drawings, one module each, in the page's colours."""
