"""
How long things take, measured against plain Voila in the same run: `python -m benchmarks`.

Figures are for people: no test asserts a time.
"""
