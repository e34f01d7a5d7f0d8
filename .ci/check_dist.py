"""``python .ci/check_dist.py FOLDER``: the wheel and the sdist hold what they should.

The wheel: the files of the package that git knows, and no others. The sdist: all files that
git knows but settings of git and of services, and nothing that a build has left.
"""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

SETTINGS = (".github/", ".gitattributes", ".pre-commit-config.yaml", ".readthedocs.yaml")
ADDED = {"PKG-INFO"}
NEEDED = {"skcolor/py.typed", "skcolor/plotting/explorer/page.html"}
NEEDED_IN_SDIST = {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "setup.cfg"}


def tracked():
    """Paths of the files that git knows."""
    run = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True)
    return set(run.stdout.splitlines())


def check(name, found, wanted):
    """Tell what is there and should not be, and the other way round."""
    if found == wanted:
        print(f"{name}: {len(found)} files")
        return True
    print(f"{name}: too many: {sorted(found - wanted)}; missing: {sorted(wanted - found)}")
    return False


def main():
    """Check the one wheel and the one sdist in a folder."""
    folder, files = Path(sys.argv[1]), tracked()
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    package = {name for name in files if name.startswith("skcolor/")}
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    good = check(wheel.name, names, package | NEEDED)
    with tarfile.open(sdist) as archive:
        names = {m.name.partition("/")[2] for m in archive.getmembers() if m.isfile()}
    wanted = {name for name in files if not name.startswith(SETTINGS)}
    wanted |= ADDED | NEEDED_IN_SDIST
    sys.exit(not check(sdist.name, names, wanted) or not good)


if __name__ == "__main__":
    main()
