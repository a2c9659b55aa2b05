"""Matching: the ten best hosts of 2 000 visitors among 2 000 hosts, in one run.

    ./biginn bench matching

The measure is an empty double loop over the same pairs, on the same machine in the same minute;
processor time, the least of several rounds that take turns. Exit code 1 when a limit is passed.
`BIGINN_BENCH_CANDIDATES` sets the size. No two profiles are alike, so that no sum is used twice.
"""

import os
import random
import sys
import time
import tracemalloc

from odoo.addons.biginn_xchange.rules.matching import WEIGHTS, Terms, reasons
from odoo.addons.biginn_xchange.rules.matching_pass import best_hosts
from odoo.addons.biginn_xchange.tests.matching_world import by_brute_force, candidates

SIZE = int(os.environ.get("BIGINN_BENCH_CANDIDATES", "2000"))
ROUNDS = 9
VERDICTS = []


def spent(action):
    started = time.process_time()
    action()
    return time.process_time() - started


def least(*actions):
    """The least processor time of several actions that take turns."""
    rounds = [[spent(action) for action in actions] for _round in range(ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def demand(name, value, limit, note=""):
    fine = value <= limit
    VERDICTS.append(fine)
    print(f"  {'ok  ' if fine else 'OVER'} {name}: {value:.2f} × (limit {limit}){note}", flush=True)


def world(size):
    chance = random.Random(size)
    return candidates(chance, size, "visitor"), candidates(chance, size, "host")


def empty_loop(visitors, hosts):
    for _visitor in visitors:
        for _host in hosts:
            pass


def bench_time(visitors, hosts):
    plain, uneven = Terms(), Terms(weights=dict.fromkeys(WEIGHTS, 1) | {"domain": 4})
    loop, ours, others = least(
        lambda: empty_loop(visitors, hosts),
        lambda: list(best_hosts(visitors, hosts, plain)),
        lambda: list(best_hosts(visitors, hosts, uneven)),
    )
    print(f"  an empty double loop: {1000 * loop:.0f} ms")
    demand("ten best for each", ours / loop, 5, f", {1000 * ours:.0f} ms")
    demand("the same with uneven weights", others / loop, 5, f", {1000 * others:.0f} ms")
    kept = list(zip(visitors, best_hosts(visitors, hosts, plain), strict=True))
    told = spent(lambda: [
        reasons(visitor, host, plain) for visitor, found in kept for _score, host in found])
    print(f"       reasons of the {sum(len(found) for _visitor, found in kept)} kept: "
          f"{1000 * told:.0f} ms more")


def peak(size):
    visitors, hosts = world(size)
    tracemalloc.start()
    for _found in best_hosts(visitors, hosts, Terms()):
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def bench_memory():
    half, whole = peak(SIZE // 2), peak(SIZE)
    demand("memory against half as many", whole / half, 2.2, f", {whole / 1e6:.1f} MB")


def bench_truth():
    visitors, hosts = world(200)
    wrong = sum(
        fast != slow for fast, slow in zip(
            best_hosts(visitors, hosts, Terms()), by_brute_force(visitors, hosts, Terms()),
            strict=True))
    demand("visitors of 200 × 200 that brute force answers otherwise", wrong, 0)


def main():
    visitors, hosts = world(SIZE)
    print(f"matching: {SIZE} visitors × {SIZE} hosts")
    bench_time(visitors, hosts)
    bench_memory()
    bench_truth()
    print(f"matching: {VERDICTS.count(True)} of {len(VERDICTS)} within their limits")
    sys.stdout.flush()
    if not all(VERDICTS):
        sys.exit(1)


main()
