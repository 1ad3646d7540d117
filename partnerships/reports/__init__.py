"""Reports that write themselves: one neutral document, and for each kind what goes into it."""
