"""Runs a program and prints one line of JSON: CPU and wall time in seconds, peak memory in MB (1,000,000 bytes), and the
number it printed (CPU time of its work alone, ns). Usage: measure.py PROGRAM ARGUMENT...

fork and exec, not spawn: a spawned child would inherit this process's peak.
"""
import json
import os
import sys
import time

read, write = os.pipe()
begun = time.monotonic()
pid = os.fork()
if pid == 0:
    os.dup2(write, 1)
    os.execvp(sys.argv[1], sys.argv[1:])
os.close(write)
printed = b""
while chunk := os.read(read, 65536):
    printed += chunk
_, status, used = os.wait4(pid, 0)
if status != 0:
    sys.exit(f"{sys.argv[1]}: status {status}")
print(json.dumps({
    "cpu_s": used.ru_utime + used.ru_stime,
    "work_cpu_s": float(printed) / 1e9,
    "wall_s": time.monotonic() - begun,
    "peak_mb": used.ru_maxrss * 1024 / 1e6,
}))
