"""Any site at all: posts nothing, reads no threads, but can check that our words stand there."""
