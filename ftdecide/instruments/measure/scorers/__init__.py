"""What an answer comes to: the scorers, and how each is named."""
