from sysproc._private import *
