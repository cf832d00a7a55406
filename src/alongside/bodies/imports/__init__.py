"""Bringing bodies over from lists that others keep: read, compare, show, and only then write.

reading      bytes of a file or an address, within limits; rows of JSON or CSV
govuk, councils, plain   one form of list each: a row becomes a Record
standing     what the register says now, and what the list said last time
difference   what would change; pure
writing      the change, in one transaction, by COPY
run          all of it in order
"""
