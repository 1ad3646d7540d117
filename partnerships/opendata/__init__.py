"""What is public, for machines: through the doors of the pages, and no other."""
