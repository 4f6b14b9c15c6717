"""API tokens: how a request shows one, its limits, and its description."""
