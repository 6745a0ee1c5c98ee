"""What makes the book and its downloads; runs in `.venv/`, where deploy/local has set it up."""
