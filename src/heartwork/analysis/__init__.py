"""
What recurs in the answers, as plain tables: entries in, numbers with their units, counts and gaps out.

One module a pattern, one function in it. A pattern fills nothing in, smooths nothing and compares nobody
with a norm; what it could not place, it counts. Nothing here draws, reads a file or knows what day it is.
"""
