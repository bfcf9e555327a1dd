"""The editors' studio: a page on this machine where a dispatch is heard, mended, built and published.

It calls the stages that ``build`` calls and keeps no rules of its own about scripts, pronunciations or sound: what it shows
comes from those rooms, what an editor decides goes into the files that they read.
"""
