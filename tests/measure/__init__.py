"""Measurements that are not tests: `python -m tests.measure.gold`."""
