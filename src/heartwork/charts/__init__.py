"""
A pattern's table as a figure with words: what it shows, what it cannot tell, and a choice.

One module a chart, one function in it: table in, `Chart` out. matplotlib is imported when something is
drawn, not before; `heartwork.charts.matplotlib_svg.prepare` does it ahead of time.
"""
