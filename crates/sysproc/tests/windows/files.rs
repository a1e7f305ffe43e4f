//! Open files and mapped memory.

use std::path::{Path, PathBuf};

use sysproc::{Error, Process};

use crate::support::{Kid, in_some_try};

/// Without the prefix of paths that may be long, as programs have it.
fn plain(path: &Path) -> PathBuf {
    let path = std::fs::canonicalize(path).unwrap();
    path.to_str().unwrap().trim_start_matches(r"\\?\").into()
}

#[test]
fn open_files_are_those_opened() {
    let file = tempfile::Builder::new().prefix("sysproc ü ").tempfile().unwrap();
    let path = plain(file.path());
    let kid = Kid::new(&format!("open {}", path.display()));
    in_some_try(|| {
        let open = kid.process().open_files().unwrap();
        let found: Vec<_> = open.iter().filter(|open| open.path == path).collect();
        assert_eq!(found.len(), 1, "{open:?}");
        assert_eq!((found[0].fd, found[0].mode), (None, None));
        assert!(open.iter().all(|open| open.path.is_absolute() && open.path.is_file()), "{open:?}");
        let mine = Process::current().unwrap().open_files().unwrap();
        assert!(mine.iter().any(|open| open.path == path), "{mine:?}");
    });
    drop(file);
}

#[test]
fn maps_have_the_program() {
    let me = Process::current().unwrap();
    let maps = me.memory_maps().unwrap();
    let program = std::env::current_exe().unwrap();
    let of_program: Vec<_> = maps.iter().filter(|map| Path::new(&map.sizes.path) == program).collect();
    assert!(of_program.iter().any(|map| map.perms == "r-xp"), "{of_program:?}");
    // Code of this test is in one that may be run.
    let here = maps_have_the_program as fn() as usize as u64;
    let of_code = maps.iter().find(|map| map.start <= here && here < map.end).unwrap();
    assert_eq!(Path::new(&of_code.sizes.path), program);
    assert!(of_code.sizes.rss > 0 && of_code.sizes.rss <= of_code.sizes.size.unwrap());
    assert!(maps.is_sorted_by_key(|map| map.start));
}

#[test]
fn footprint_grows_with_what_is_touched() {
    in_some_try(compare_footprints);
}

fn compare_footprints() {
    let me = Process::current().unwrap();
    let before = me.memory_footprint().unwrap();
    let memory = std::hint::black_box(vec![1_u8; 50_000_000]);
    let after = me.memory_footprint().unwrap();
    assert!(after.uss > before.uss + 40_000_000, "{before:?} {after:?}");
    assert_eq!((after.pss, after.swap), (None, None));
    drop(memory);
}

/// Wine's `QueryWorkingSetEx` knows the caller alone; Windows', every process that may be asked.
#[test]
fn memory_of_another_process_is_told_or_refused() {
    let kid = Kid::new("wait");
    match kid.process().memory_footprint() {
        Ok(footprint) => assert!(footprint.uss > 0),
        Err(error) => assert!(matches!(error, Error::System { .. }), "{error:?}"),
    }
}
