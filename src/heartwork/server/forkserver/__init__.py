"""
Kernels by fork: a process that has imported everything once divides itself for each visit.

Starting Python and importing takes most of the time that a page takes to open. Here that is done once:

    server ── ForkedProvisioner ──(unix socket: environment, folder, outputs)──▶ fork server ──fork──▶ kernel

The fork server (`server.py`) has one thread and no sockets of ZeroMQ, so that a copy of it is a whole process. A kernel
(`child_setup.py`, `kernel_main.py`) ends when the fork server does, and that ends when whoever started it does.
Wherever this does not work (no Linux, an old kernel of it, a module that started a thread) kernels are started in the
ordinary way, and the log says so once.
"""
