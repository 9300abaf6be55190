"""How fast the work is, each beside a named baseline in the same run: ``python -m tests.benchmarks`` (``make bench``)."""
