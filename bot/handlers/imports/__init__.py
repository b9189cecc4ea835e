"""Imports: files of people and appointments, looked over first and taken over batch by batch.

One file per kind (`people`, `meetings`), one list of kinds (`kinds`), and `runs`, which goes through a file.
Whatever is decided here is carried out by the same handlers that the console uses.
"""
