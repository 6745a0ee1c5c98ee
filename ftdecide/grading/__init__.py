"""The graded class: nbgrader assignments made from the question bank."""
