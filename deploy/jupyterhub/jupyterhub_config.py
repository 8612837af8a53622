"""
A JupyterHub with nothing but heartwork: each person who logs in has their own pages.

    jupyterhub -f jupyterhub_config.py

It starts as it stands, in a folder of its own, where it keeps its cookie secret and, without PostgreSQL, its database.
README.md, beside this file, says what it needs. Nobody can log in before you say who may (see below).
"""

import os
import sys

c = get_config()  # noqa: F821  JupyterHub gives it

# -- what a person gets

# Our own server, with the Hub's identity: there in a third of the time, in less memory. For heartwork beside JupyterLab
# take this line out: with heartwork installed, the pages are at /user/<name>/heartwork/ then, too.
c.Spawner.cmd = ["heartwork", "hub"]

# You can read what people write, and their pages tell them so. A passphrase is put before them first; "required" lets
# nobody write without one. It cannot be found again: who forgets it has lost what they wrote.
c.Spawner.environment = {"HEARTWORK_PASSPHRASE": os.environ.get("HEARTWORK_PASSPHRASE", "offered")}

# -- who may log in: the accounts of this computer that are named here, and nobody until somebody is

c.Authenticator.allowed_users = set(os.environ.get("HEARTWORK_HUB_USERS", "").split())

# No administrators: one could stop the servers of others, and this Hub needs nobody who does. Pages of others would not
# open for one either.
c.JupyterHub.load_roles = []

# -- where it listens: on this computer only, because what is written should not travel unlocked. Put a reverse proxy
# with a certificate in front of it, or give it one with c.JupyterHub.ssl_cert and c.JupyterHub.ssl_key.

c.JupyterHub.bind_url = os.environ.get("HEARTWORK_HUB_ADDRESS", "http://127.0.0.1:8000")

# -- what it keeps: who there is, whose server runs where, who is logged in. Nothing of what anybody writes.

c.JupyterHub.db_url = os.environ.get("HEARTWORK_HUB_DATABASE", "sqlite:///jupyterhub.sqlite")

# A Hub that is started again finds the servers that still run, and nobody's page closes for it.
c.JupyterHub.cleanup_servers = False

# -- what nobody uses is ended. Whoever writes is at work, and is never ended; every answer is on the disk by then.

_REST = int(os.environ.get("HEARTWORK_HUB_REST", "3600"))  # seconds

c.Spawner.environment["JUPYTERHUB_ACTIVITY_INTERVAL"] = str(min(300, _REST // 4))  # how often a server says so

c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [
            sys.executable,
            "-m",
            "jupyterhub_idle_culler",
            f"--timeout={_REST}",
            f"--cull-every={min(120, _REST // 4)}",
        ],
    }
]
c.JupyterHub.load_roles.append(
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
)
