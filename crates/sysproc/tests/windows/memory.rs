//! Memory of the machine.

use sysproc::memory::{HeapInfo, heap_info, heap_trim};
use sysproc::{Error, System};

use crate::support::in_some_try;

#[test]
fn virtual_memory_adds_up() {
    let memory = System::default().virtual_memory().unwrap();
    assert!(memory.total > 0 && memory.available <= memory.total, "{memory:?}");
    assert_eq!(memory.used, memory.total - memory.available);
    assert_eq!(memory.free, memory.available);
    assert!(memory.cached.is_some() && memory.wired.is_some());
}

#[test]
fn page_files_add_up() {
    // Wine has none, and does not know the question.
    match System::default().swap_memory() {
        Ok(swap) => {
            assert_eq!(swap.total, swap.used + swap.free);
            assert!((0.0..=100.0).contains(&swap.percent) && swap.swapped_in.is_none());
        }
        Err(error) => assert!(matches!(error, Error::System { .. }), "{error:?}"),
    }
}

#[test]
fn heaps_grow_with_what_is_allocated() {
    // Another test may free what it had meanwhile.
    in_some_try(compare_heaps);
}

fn compare_heaps() {
    let before = heap_info().unwrap();
    let small: Vec<Vec<u8>> = (0..1000).map(|_| vec![1; 2000]).collect();
    let large = std::hint::black_box(vec![1_u8; 50_000_000]);
    let after = heap_info().unwrap();
    // What is large may be handed out by the heap or beside it.
    let sum = |heap: &HeapInfo| heap.heap_used + heap.mmap_used;
    assert!(after.heap_used > before.heap_used + 1_000_000, "{before:?} {after:?}");
    assert!(sum(&after) > sum(&before) + 40_000_000, "{before:?} {after:?}");
    assert!(after.heap_count.unwrap() >= 1);
    drop((small, large));
    heap_trim().unwrap();
}
