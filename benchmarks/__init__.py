"""Benchmarks: ``./sunu bench NAME``; see launcher/inside/bench_env.py."""
