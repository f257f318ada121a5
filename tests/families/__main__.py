"""Draw families and print how many fail: `python -m tests.families --count 20000 --seed 1 --jobs 2`."""

import argparse
import multiprocessing
import sys
import time
from collections import Counter

from .searching import check, setup, shown


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.families", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many families")
    parser.add_argument("--seed", default="1", help="any word; the same families are drawn for the same one")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument("--show", type=int, default=3, help="how many failures of each kind are shown, shrunk")
    parser.add_argument("--only", help="the seed of one family that was shown, as 1-17")
    parser.add_argument("--progress", action="store_true", help="say how far it is")
    options = parser.parse_args()
    begin = time.monotonic()
    seeds = [options.only] if options.only else [f"{options.seed}-{number}" for number in range(options.count)]
    chunks = [seeds[at : at + 100] for at in range(0, len(seeds), 100)]
    counts: Counter[str] = Counter()
    failed: list[tuple[str, str]] = []
    with multiprocessing.get_context("spawn").Pool(options.jobs, setup) as pool:
        for found in pool.imap_unordered(check, chunks):
            counts += found.counts
            failed += found.failed
            if options.progress:
                print(counts["families"], *(f"{kind}: {seed}" for kind, seed in found.failed), file=sys.stderr)
        by_kind: dict[str, list[str]] = {}
        for kind, seed in sorted(failed, key=lambda each: int(each[1].rpartition("-")[2])):
            by_kind.setdefault(kind, []).append(seed)
        wanted = [(kind, seed) for kind, of_kind in by_kind.items() for seed in of_kind[: options.show]]
        for text in pool.starmap(shown, wanted):
            print(text, end="\n\n")
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    print(f"{time.monotonic() - begin:8.1f} seconds")
    return bool(by_kind)


if __name__ == "__main__":
    sys.exit(main())
