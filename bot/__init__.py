"""Throughcare: texts people on release, answers them, and escalates missed contact until a keyworker owns it."""
