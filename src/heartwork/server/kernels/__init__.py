"""The kernels behind pages: started, found ready, bounded in memory, culled and shut down."""
