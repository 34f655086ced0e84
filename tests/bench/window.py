#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start to window on screen, and resident memory at rest, of hoso at its home page beside an empty libadwaita window
(bench-empty-window): alternately, medians. Ends with the two ratios; exit 1 when one is over its limit."""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(os.environ["HOSO_BUILD_DIR"])
ROUNDS = int(os.environ.get("HOSO_BENCH_ROUNDS", "9"))
MOST_TIME, MOST_MEMORY = 2.0, 1.5


def resident_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def at_rest(pid):
    """Resident memory once it has not changed for a second (at most ten)."""
    last, since, limit = -1, time.monotonic(), time.monotonic() + 10
    while time.monotonic() < limit:
        now = resident_kib(pid)
        if abs(now - last) > 64:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > 1:
            break
        os.sched_yield()
    return last


def measure(command, env):
    """Milliseconds from start to the first window mapped, and KiB at rest."""
    watch = subprocess.Popen(["stdbuf", "-oL", "xev", "-root", "-event", "substructure"], stdout=subprocess.PIPE, text=True)
    time.sleep(0.3)  # xev says nothing once it listens
    began = time.monotonic()
    program = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for line in watch.stdout:
        if line.startswith("MapNotify"):
            break
    mapped = (time.monotonic() - began) * 1000
    watch.kill()
    memory = at_rest(program.pid)
    program.terminate()
    program.wait()
    return mapped, memory


with tempfile.TemporaryDirectory() as data:
    env = dict(os.environ, HOSO_DATA_DIR=data, HOSO_SECRETS="none", GTK_A11Y="none", LANGUAGE="vi")
    ours, empty = [str(BUILD / "src/ui/hoso")], [str(BUILD / "tests/bench/bench-empty-window")]
    measure(ours, env), measure(empty, env)  # first use fills the catalogue and the caches
    rounds = [(measure(ours, env), measure(empty, env)) for _ in range(ROUNDS)]
time_ours, time_empty = (statistics.median(r[i][0] for r in rounds) for i in (0, 1))
memory_ours, memory_empty = (statistics.median(r[i][1] for r in rounds) for i in (0, 1))
print(f"window on screen: hoso {time_ours:.0f} ms, empty libadwaita window {time_empty:.0f} ms, ratio {time_ours / time_empty:.2f} (at most {MOST_TIME})")
print(f"resident memory:  hoso {memory_ours / 1024:.1f} MiB, empty libadwaita window {memory_empty / 1024:.1f} MiB, ratio {memory_ours / memory_empty:.2f} (at most {MOST_MEMORY})")
sys.exit(1 if time_ours > MOST_TIME * time_empty or memory_ours > MOST_MEMORY * memory_empty else 0)
