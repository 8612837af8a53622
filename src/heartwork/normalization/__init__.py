"""
The same word in other code points: the one place that decides what counts as the same.

A phone turns `'` into `’`, a keyboard writes é as one character or as two, a pasted line brings spaces that nobody
sees. Passphrases, room codes, seat numbers, typed words, numbers and lines that are counted together are made alike
here, each by its own rule. What a person writes into a page is never changed by any of this.
"""
