"""
Who is served when a passphrase costs a second of a processor: new seats, then browsers with a seat, then strangers.

A new seat was let in by the code of the room, and a browser with a seat shows its cookie. Anybody else who comes back
may be somebody who guesses. However many of them there are, they go last and give way to everything else; they have all
processors but one at most, few of them wait, and of one seat, browser or address one or two.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from heartwork.errors import KitError, Problem
from heartwork.i18n.messages import _

__all__ = ["KeyQueue", "Work"]

#: How far such work gives way to what is being typed, as `os.nice` has it; that of strangers to everything else too.
_POLITE, _LAST = 5, 15

#: What is done with a passphrase: it is given a folder, or a wrapped key, and the passphrase.
Work = Callable[[Path, str], str]

#: So many wait who come back, and of one seat, browser or address.
_MOST, _OF_ONE = 12, 2


@dataclass(eq=False)
class _Job:
    work: Work
    folder: Path
    passphrase: str = field(repr=False)
    whose: Sequence[str] = ()
    #: Whether it is for somebody who showed neither the code of the room nor the cookie of a seat.
    stranger: bool = False
    done: Future[str] = field(default_factory=Future)


class KeyQueue:
    """
    The queue.

    Args:
        run: Does one piece of work, as far behind others as it is told, and returns when it is done.
        at_once: How many are done at once.
    """

    def __init__(self, run: Callable[[Work, Path, str, int], str], at_once: int) -> None:
        self._run, self._at_once = run, at_once
        self._new: deque[_Job] = deque()
        self._seated: deque[_Job] = deque()
        self._strangers: deque[_Job] = deque()
        self._running: list[_Job] = []
        self._lock = threading.Lock()
        self._closed = False

    def make(self, work: Work, folder: Path, passphrase: str) -> Future[str]:
        """Something for a new seat."""
        return self._add(self._new, _Job(work, folder, passphrase))

    def open_again(
        self, work: Work, folder: Path, passphrase: str, whose: Sequence[str], *, seated: bool = False
    ) -> Future[str]:
        """
        Something for whoever comes back.

        Args:
            whose: What they have in common with others who wait: their seat, browser, address.
            seated: Whether their browser has the cookie of the seat, or whoever leads the workshop let them back in:
                then no stranger is served before them.

        Raises:
            KitError: If too many of these wait.
        """
        line = self._seated if seated else self._strangers
        with self._lock:
            running = [job for job in self._running if job.whose and job.stranger is not seated]
            waiting = [*line, *running]
            of_one = Counter(one for job in waiting for one in job.whose)
        if (len(waiting) >= _MOST and not seated) or any(of_one[one] >= _OF_ONE for one in whose):
            what = _("others are coming back to their seats at this moment.")
            raise KitError([Problem(what=what, mend=_("Wait a few seconds, then try again."))])
        return self._add(line, _Job(work, folder, passphrase, whose, stranger=not seated))

    def drop(self, done: Future[str]) -> None:
        """What was asked for a new seat is not wanted any more; what is being done already is not stopped."""
        with self._lock:
            dropped = [job for job in self._new if job.done is done]
            for job in dropped:
                self._new.remove(job)
        for job in dropped:
            job.passphrase = ""
            job.done.cancel()

    def before(self, done: Future[str]) -> int:
        """How many new seats are served before one."""
        with self._lock:
            return next((place for place, job in enumerate(self._new) if job.done is done), 0)

    def close(self) -> None:
        """Nothing more is begun."""
        with self._lock:
            self._closed = True
            left = [*self._new, *self._seated, *self._strangers]
            for line in (self._new, self._seated, self._strangers):
                line.clear()
        for job in left:
            job.done.cancel()

    def _add(self, line: deque[_Job], job: _Job) -> Future[str]:
        with self._lock:
            line.append(job)
        self._go_on()
        return job.done

    def _go_on(self) -> None:
        with self._lock:
            while not self._closed and len(self._running) < self._at_once:
                job = self._next()
                if job is None:
                    return
                self._running.append(job)
                threading.Thread(target=self._do, args=(job,), name="key", daemon=True).start()

    def _next(self) -> _Job | None:
        for line in (self._new, self._seated):
            if line:
                return line.popleft()
        strangers = sum(job.stranger for job in self._running)
        # One place is kept for whoever joins at the next moment.
        if self._strangers and strangers < max(1, self._at_once - 1):
            return self._strangers.popleft()
        return None

    def _do(self, job: _Job) -> None:
        try:
            made = self._run(job.work, job.folder, job.passphrase, _LAST if job.stranger else _POLITE)
        except BaseException as error:
            self._end(job)
            job.done.set_exception(error)
        else:
            self._end(job)
            job.done.set_result(made)

    def _end(self, job: _Job) -> None:
        with self._lock:
            self._running.remove(job)
        job.passphrase = ""
        self._go_on()
