"""The invented participants of a rehearsal: they ask this server for what a phone would, over its own address."""
