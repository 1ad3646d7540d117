"""Fields and their layout."""
