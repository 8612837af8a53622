"""
The lean front end: its source, and the command that makes what the template serves.

`python -m heartwork.frontend` bundles the scripts and styles with npm and writes the help lines into the template.
"""
