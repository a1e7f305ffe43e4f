"""The types of the module that this one is."""

from sysproc import *
from sysproc import __all__ as __all__
from sysproc import __sysproc_version__ as __sysproc_version__
