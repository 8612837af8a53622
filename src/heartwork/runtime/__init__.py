"""What lives only as long as heartwork runs: the private folder, the running instance, the keys of its pages."""
