"""
Serving a workshop: one server for a room, where each seat reaches its own pages and nothing else.

    phone ── join page ── cookie of a seat ── page of that seat ── its kernel ── its sealed workbook
                  (forms.py)         (identity.py)      (pages.py)     (kernels.py)

The join page, the waiting line (`line.py`) and the page to take everything home (`mine.py`) need no kernel and no
script. What opens a workbook is in memory only (`keys.py`), and reaches a kernel when that is forked.
"""
