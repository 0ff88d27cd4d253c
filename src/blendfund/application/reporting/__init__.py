"""Reports and exports: the figures of one fund at two times."""
