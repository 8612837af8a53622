"""Serving the notebooks as pages: Voila with our template, a door that is closed to others, and less waiting."""
