from sysproc.aio import *
from sysproc.aio import __all__ as __all__
