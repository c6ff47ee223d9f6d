"""Runs programs one after the other and says what each has used: Node can't ask that of a child, wait4 can.

A line of JSON in: {"args", "env", "cwd", "stdout", "stderr"}; one out: milliseconds, MiB, and how it ended.
"""
import json
import os
import sys
import time

KIB = 1024 if sys.platform == "darwin" else 1

for line in sys.stdin:
    order = json.loads(line)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, order["stdout"], flags, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, order["stderr"], flags, 0o600),
    ]
    args = order["args"]
    os.chdir(order["cwd"])
    began = time.perf_counter()
    child = os.posix_spawnp(args[0], args, {**os.environ, **order["env"]}, file_actions=files)
    _, status, used = os.wait4(child, 0)
    wall = time.perf_counter() - began
    answer = {
        "wall": wall * 1000,
        "cpu": (used.ru_utime + used.ru_stime) * 1000,
        "peak": used.ru_maxrss / KIB / 1024,
        "status": os.waitstatus_to_exitcode(status),
    }
    print(json.dumps(answer), flush=True)
