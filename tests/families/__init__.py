"""
Random families of templates, to test that each fragment is the slice that its page shows.

`python -m tests.families --count 20000 --seed 1 --jobs 2` draws many, and prints counts.
"""
