"""
The pages on a phone, kept on this computer: a second listener, with everything of its own.

It has its own path, cookies, policy and kernels, and knows nothing of the listener of this computer's own pages, which
stays as closed as it is. `app` opens and ends it, `door` lets one phone in, `watch` notices when the last page on this
computer is closed, `kernels` tells its kernels where they are read, and `link` is what a window shows of it.
"""
