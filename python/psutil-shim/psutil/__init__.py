"""`import psutil` is `import sysproc`: one and the same module, and so are their submodules."""

import sys

import sysproc

# Without importlib, whose import takes as long as a third of sysproc's.
ModuleSpec = type(__spec__)


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
        from sysproc._compat import MODULES

        name = module.__name__[len("psutil.") :]
        ours = "sysproc." + ("_compat" if name in MODULES else name)
        __import__(ours)
        # A module may put another one in its place while it is loaded.
        sys.modules[module.__name__] = sys.modules[ours]


if all(getattr(finder, "__module__", None) != __name__ for finder in sys.meta_path):
    sys.meta_path.insert(0, _Submodules)
sys.modules[__name__] = sysproc
