"""
The pages in a Jupyter server of somebody's own: JupyterLab, Notebook, the single-user server of a JupyterHub, Binder.

They are at `<base_url>heartwork/`, and who may open them is asked by that server. They have kernels, a contents manager
and settings of their own, so that nothing changes for the notebooks there.
"""

from __future__ import annotations

__all__: list[str] = []


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    """What Jupyter Server asks a module that it is told to load."""
    from heartwork.server.jupyter.extension import Heartwork

    return [{"module": __name__, "app": Heartwork}]
