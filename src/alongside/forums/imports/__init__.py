"""Bringing forums and figures over from a CSV file: read, compare, show, and only then write.

cells      what a cell says, whatever a spreadsheet did to it
forums     a file of forums: who is new, what changes; and writing it
measures   a file of figures: staged by COPY, compared and written in the database

Either everything in a file is right and written, or nothing is. The published files can be read.
"""
