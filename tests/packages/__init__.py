"""
Fragments of pages that are built with other packages.

Some of these change Django itself when they are installed, so their tests run in processes of their own, with settings
of their own: `python -m pytest --ds tests.packages.cotton.settings tests/packages/cotton/cases.py`.
"""
