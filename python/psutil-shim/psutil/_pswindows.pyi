from sysproc._compat import *
