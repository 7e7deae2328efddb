# SPDX-License-Identifier: GPL-3.0-or-later
"""unpack_libtorch.py cpu|cuda|licences WHEELS TARGET: takes LibTorch's C++ part out of the wheels in the folder WHEELS.

TARGET gets include/ and lib/. All libraries lie side by side in lib/, where their run path ($ORIGIN) finds them.
licences/ gets LibTorch's LICENSE and NOTICE; with `licences`, TARGET gets these and nothing else.
"""
import pathlib
import shutil
import sys
import zipfile

CPU_LIBRARIES = {"libc10.so", "libtorch_cpu.so", "libgomp.so.1", "libcupti.so.13", "libcudart.so.13"}
LICENCES = {"LICENSE", "NOTICE"}
PYTHON_LIBRARIES = {"libtorch_python.so", "libshm.so"}


def wanted(kind: str, name: str) -> str | None:
    """Where the wheel's member `name` goes below TARGET, or None."""
    if name.endswith("/"):
        return None
    if name.startswith("torch/include/") and kind != "licences":
        return name.removeprefix("torch/")
    if name == "nvidia/nccl/include/nccl.h":
        return "include/nccl.h"
    path = pathlib.PurePosixPath(name)
    if name.startswith("torch-") and path.parent.name == "licenses" and path.name in LICENCES:
        return path.name if kind == "licences" else f"licences/{path.name}"
    if kind == "licences":
        return None
    if ".so" not in path.name or path.parent.name != "lib" or path.name in PYTHON_LIBRARIES:
        return None
    return f"lib/{path.name}" if kind == "cuda" or path.name in CPU_LIBRARIES else None


def main() -> None:
    kind, wheels, target = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for member in archive.infolist():
                place = wanted(kind, member.filename)
                if place is None:
                    continue
                path = target / place
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, path.open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
        wheel.unlink()  # so that the disk never holds more than it must
    if kind == "licences":
        return
    missing = [name for name in CPU_LIBRARIES if not (target / "lib" / name).is_file()]
    if missing:
        sys.exit(f"The wheels do not hold {', '.join(sorted(missing))}.")


main()
