"""
Settings for The Littlest JupyterHub. NOT RUN HERE: it sets up a whole computer.

    sudo /opt/tljh/hub/bin/python3 -m pip install "psycopg[binary]"        # for PostgreSQL only
    sudo -E /opt/tljh/user/bin/python3 -m pip install "heartwork[hub]"
    sudo cp the-littlest-jupyterhub.py /opt/tljh/config/jupyterhub_config.d/heartwork.py
    sudo tljh-config reload hub

It asks who people are, gives each of them an account, and ends what rests by itself; so only the pages are set here.
"""

c = get_config()  # noqa: F821  JupyterHub gives it

# Only heartwork; without this line the pages are beside JupyterLab, at /user/<name>/heartwork/.
c.Spawner.cmd = ["/opt/tljh/user/bin/heartwork", "hub"]

# You can read what people write; so nobody writes before they have set a passphrase.
c.Spawner.environment["HEARTWORK_PASSPHRASE"] = "required"  # noqa: S105  whether there has to be one
