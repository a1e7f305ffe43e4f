"""`import psutil` is `import sysproc`: one and the same module, and so are their submodules."""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec

import sysproc

#: psutil's private modules, which programs import all the same.
_PRIVATE = {"_common", "_ntuples", "_pslinux", "_psplatform", "_psposix", "_psutil_linux", "_psutil_posix"}


class _Submodules:
    """Finds `psutil.X`, which is `sysproc.X`."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        return ModuleSpec(name, _Submodules) if name.startswith("psutil.") else None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        name = module.__name__[len("psutil.") :]
        # A module may put another one in its place while it is loaded.
        sys.modules[module.__name__] = import_module("sysproc." + ("_compat" if name in _PRIVATE else name))


if not any(finder is _Submodules for finder in sys.meta_path):
    sys.meta_path.insert(0, _Submodules)
sys.modules[__name__] = sysproc
