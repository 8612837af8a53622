"""
The single-user server of a JupyterHub that has nothing but the pages: `c.Spawner.cmd = ["heartwork", "hub"]`.

    browser ──▶ the Hub's proxy ──▶ app (HubServer) ─▶ the pages, at <prefix>heartwork/, as everywhere
                                     │  ▲
                                     ▼  │ who is this? (identity, by JupyterHub's own library)
                                    the Hub ◀── somebody is at work (activity)

It is a lean one: the kernels of its pages are copies of this very process (`forkserver.launcher.divide`).
"""
