"""A person's track as columns: read whole, each fix with why the rules use it or not, and written to files."""
