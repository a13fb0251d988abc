"""What a library of a hundred thousand documents costs, page by page."""
