#!/usr/bin/env python3
"""Every time and every number of bytes of random traffic is the same in another process, whose memory
lies elsewhere; on every backend, under loss, outages, handover, cancellation and dead nodes.

usage: network_test.py PROGRAM
`check network --rows conservation` prints a digest of all of them for each of its worlds.
"""
import json
import subprocess
import sys


def digests(program):
    command = [program, "check", "network", "--quick", "--rows", "conservation", "--json"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    claims = json.loads(done.stdout)
    return {claim["name"]: claim["reason"] for claim in claims if "digest" in claim["reason"]}


def main():
    first, again = digests(sys.argv[1]), digests(sys.argv[1])
    failed = 0
    for name in sorted(first):
        same = first[name] == again.get(name)
        failed += not same
        then = "" if same else f", then {again.get(name)}"
        print(f"{'ok  ' if same else 'FAIL'} {name}: {first[name]}{then}")
    if len(set(first.values())) != len(first) or len(first) < 6:
        print("FAIL: worlds that should differ give the same digest, or there are too few")
        failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
