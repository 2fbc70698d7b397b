"""The parts of `make bench`: each yields figures beside their targets."""
