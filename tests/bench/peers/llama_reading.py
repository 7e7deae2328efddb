# SPDX-License-Identifier: GPL-3.0-or-later
"""How fast llama.cpp reads the same base, and Lacuna in turns with it: tokens a second over 512 tokens, same file,
same threads.

llama.cpp comes with the source package of llama-cpp-python; its llama-bench is built here (GGML_NATIVE, as it builds
by itself). Rounds alternate, so that a slow minute of the machine meets both.

  python3 tests/bench/peers/llama_reading.py BASE.gguf --lacuna build/release/bin/lacuna --work FOLDER --threads 2
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tarfile

PACKAGE = "llama-cpp-python==0.3.36"
TOKENS = 512


def build(work, jobs):
    program = work / "build" / "bin" / "llama-bench"
    if program.exists():
        return program
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", "--dest", str(work), PACKAGE],
        check=True,
    )
    archive = next(work.glob("llama_cpp_python-*.tar.gz"))
    with tarfile.open(archive) as packed:
        packed.extractall(work, filter="data")
    source = next(work.glob("llama_cpp_python-*/vendor/llama.cpp"))
    options = ["-DCMAKE_BUILD_TYPE=Release", "-DLLAMA_CURL=OFF", "-DLLAMA_BUILD_SERVER=OFF", "-DLLAMA_BUILD_TESTS=OFF"]
    subprocess.run(["cmake", "-S", str(source), "-B", str(work / "build"), *options], check=True)
    subprocess.run(
        ["cmake", "--build", str(work / "build"), "--target", "llama-bench", "--parallel", str(jobs)], check=True
    )
    return program


def read_by_llama(program, base, threads):
    command = [str(program), "-m", str(base), "-p", str(TOKENS), "-n", "0", "-t", str(threads), "-r", "5", "-o", "json"]
    made = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(made)[0]["avg_ts"]


def read_by_lacuna(program, base, threads):
    surroundings = dict(os.environ, LACUNA_BASE=str(base), OMP_NUM_THREADS=str(threads))
    command = [str(program), "bench", "read", "--json", "--repetitions", "5"]
    made = subprocess.run(command, check=True, capture_output=True, text=True, env=surroundings).stdout
    return json.loads(made)["rows"][0]["median_tokens_per_second"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", type=pathlib.Path)
    parser.add_argument("--lacuna", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for llama.cpp, made where missing")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2, help="of the build")
    options = parser.parse_args()
    program = build(options.work, options.jobs)
    theirs, ours = [], []
    for _ in range(options.rounds):
        theirs.append(read_by_llama(program, options.base, options.threads))
        ours.append(read_by_lacuna(options.lacuna, options.base, options.threads))
        print(f"llama.cpp {theirs[-1]:.0f}, Lacuna {ours[-1]:.0f} tokens/s", flush=True)
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"medians: llama.cpp {statistics.median(theirs):.0f}, Lacuna {statistics.median(ours):.0f}; ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
