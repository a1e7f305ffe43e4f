//! Memory of the machine.

use sysproc::System;

#[test]
fn virtual_memory_adds_up() {
    let memory = System::default().virtual_memory().unwrap();
    assert!(memory.total > 0 && memory.available <= memory.total, "{memory:?}");
    assert_eq!(memory.used, memory.total - memory.available);
    assert_eq!(memory.free, memory.available);
    assert!(memory.cached.is_some() && memory.wired.is_some());
}
