"""The question bank and what reads it: one bank feeds the book's quizzes, the assignments and the tests."""
