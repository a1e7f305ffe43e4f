"""Memory and swap space."""

import sysproc
from sysproc import bytes2human

for title, values in (("Memory", sysproc.virtual_memory()), ("Swap", sysproc.swap_memory())):
    print(title)
    for name, value in values._asdict().items():
        print(f"  {name:<10} {value if name == 'percent' else bytes2human(value):>8}")
