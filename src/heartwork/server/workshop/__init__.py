"""
Serving a workshop: one server for a room, where each seat reaches its own pages and nothing else.

    phone ── join page ── cookie of a seat ── page of that seat ── its kernel ── its sealed workbook
                  (join_handlers.py)    (auth.py)     (page_handlers.py) (kernels.py)

The join page, the waiting line (`waiting_queue.py`) and the page to take everything home (`take_home.py`) need no
kernel and no script. What opens a workbook is in memory only (`key_vault.py`), and reaches a kernel when that is
forked.
"""
