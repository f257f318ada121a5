"""
Fragments of pages that use other packages.

Some packages change Django itself when they are installed. So their tests run in processes with settings of their own:
`python -m pytest --ds tests.packages.cotton.settings tests/packages/cotton/cases.py`.
"""
