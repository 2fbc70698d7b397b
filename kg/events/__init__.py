"""Events: which reports of which articles are judged to be about the same thing, and what follows from that."""
