"""
What the folder of the start and other programs bring in stays outside: modules, settings, environment variables.

A `random.py` where heartwork was started, a `voila.json`, the kernel or the variables of another program: none of
them changes what runs here, or whom it answers. What may be chosen is an option of `heartwork`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

__all__ = ["drop_foreign_modules", "drop_foreign_settings", "own_environment", "python"]

#: Variables by which other programs are set, and by which Python is made to run something else.
_FOREIGN = re.compile(
    r"(VOILA|JUPYTER|JUPYTERHUB|JPY|IPYTHON|IPYKERNEL|NBCONVERT|NBCLIENT|TRAITLETS|ANYWIDGET|PYZMQ|PYDEVD|DEBUGPY)(_.*|DIR)?"
    r"|MPLBACKEND|MATPLOTLIBRC|MATPLOTLIBDATA"
    r"|PYTHON(STARTUP|INSPECT|BREAKPOINT|WARNINGS|ASYNCIODEBUG|PATH)"
)

#: Jupyter's folders of settings and of data: there are none, and inside a file none can be made (`migrated`, for those
#: who have an IPython folder). Windows calls that "not found", after which Jupyter would try to make it, and fail.
_NOWHERE = (Path(__file__).resolve() if sys.platform != "win32" else Path(__file__).resolve().parent) / "nowhere"

#: As `python -m`, but without the folder it is started in: `-P` and `PYTHONSAFEPATH` came with Python 3.11.
_RUN = "import runpy; runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"

#: Entries of `PYTHONPATH` that are needed, at the end of the module path of this process.
_installed: list[str] = []


def drop_foreign_modules() -> None:
    """
    Take what `PYTHONPATH` puts before Python's own modules off the module path.

    An entry that is an installation (heartwork itself, or a package with its metadata, lies in it) is still looked
    at, after all others.
    """
    given = os.environ.pop("PYTHONPATH", "")
    entries = [Path(entry or ".").absolute() for entry in given.split(os.pathsep)] if given else []
    _installed.extend(str(entry) for entry in entries if _is_an_installation(entry))
    dropped = {"", *map(str, entries)}
    sys.path[:] = [*(entry for entry in sys.path if entry not in dropped), *_installed]
    os.environ["PYTHONSAFEPATH"] = "1"  # for what other libraries start


def drop_foreign_settings(share: Path) -> None:
    """
    Set the environment of this process, and of what it starts, to nothing but heartwork's own.

    Args:
        share: Where our templates are, as Jupyter's folders of data have them.
    """
    own = own_environment(os.environ, share)
    for name in os.environ.keys() - own.keys():
        del os.environ[name]
    os.environ.update(own)


def own_environment(given: Mapping[str, str], share: Path) -> dict[str, str]:
    """
    An environment without what other programs are set by, and with what ours are.

    Args:
        given: The one it is made from.
        share: As for `drop_foreign_settings`.
    """
    environment = {name: value for name, value in given.items() if not _FOREIGN.fullmatch(name)} | {
        "JUPYTER_PATH": str(share),
        "JUPYTER_DATA_DIR": str(_NOWHERE),
        "JUPYTER_CONFIG_DIR": str(_NOWHERE),
        "PYTHONSAFEPATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # older ipykernel loads a debugger, which has much to say
    }
    matplotlib = importlib.util.find_spec("matplotlib")
    for folder in (matplotlib and matplotlib.submodule_search_locations) or []:
        environment["MATPLOTLIBRC"] = str(Path(folder) / "mpl-data" / "matplotlibrc")
    return environment


def python(module: str) -> list[str]:
    """The command that runs a module of this Python's, and nothing of the folder it is started in."""
    path = repr(sys.path) if _installed else "[entry for entry in sys.path if entry]"
    return [sys.executable, "-c", f"import sys; sys.path[:] = {path}; {_RUN}", module]


def _is_an_installation(folder: Path) -> bool:
    own = Path(__file__).resolve().parent.parent
    return (folder / own.name).resolve() == own or any(folder.glob("*.dist-info")) or any(folder.glob("*.egg-info"))
