//! What Windows' native calls return: captured under Wine 10, made from the documented layouts for both word sizes, cut,
//! moved, with offsets that lead astray, and any bytes.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, missing_docs)]

use proptest::prelude::*;
use sysproc_decode::bytes::WordSize;
use sysproc_decode::windows::command_line::arguments;
use sysproc_decode::windows::environment::{environment, is_whole};
use sysproc_decode::windows::handles::handles;
use sysproc_decode::windows::peb::{basic_information, parameters, parameters_address};
use sysproc_decode::windows::process_information::{ProcessInformation, SUSPENDED, WAITING, processes};
use sysproc_decode::windows::time_of_day::boot_time;
use sysproc_decode::windows::{Utf16, text_behind};

const PROCESSES: &[u8] = include_bytes!("fixtures/wine-10/process_information");
/// Where that stood in memory.
const PROCESSES_BASE: u64 = 0x1_4000_d040;
const HANDLES: &[u8] = include_bytes!("fixtures/wine-10/handles");
const BASIC: &[u8] = include_bytes!("fixtures/wine-10/basic_information");
const PEB: &[u8] = include_bytes!("fixtures/wine-10/peb");
const PARAMETERS: &[u8] = include_bytes!("fixtures/wine-10/parameters");
const PARAMETERS_BASE: u64 = 0x7fff_fe32_1970;
const ENVIRONMENT: &[u8] = include_bytes!("fixtures/wine-10/environment");
const OBJECT_NAME: &[u8] = include_bytes!("fixtures/wine-10/object_name");
const TIME_OF_DAY: &[u8] = include_bytes!("fixtures/wine-10/time_of_day");

const BOTH: [WordSize; 2] = [WordSize::Bits32, WordSize::Bits64];

fn text(text: Utf16<'_>) -> String {
    String::from_utf16(&text.units().collect::<Vec<_>>()).unwrap()
}

fn captured() -> Vec<ProcessInformation<'static>> {
    processes(PROCESSES, PROCESSES_BASE, WordSize::Bits64).collect()
}

#[test]
fn processes_of_wine() {
    let found: Vec<_> =
        captured().iter().map(|p| (p.pid, p.parent_pid, p.threads().count(), text(p.image_name))).collect();
    let expected = [
        (32, 0, 1, "cap.exe"),
        (48, 40, 1, "winemenubuilder.exe"),
        (56, 40, 13, "services.exe"),
        (64, 48, 3, "explorer.exe"),
        (96, 56, 7, "winedevice.exe"),
        (132, 56, 6, "plugplay.exe"),
        (156, 56, 3, "svchost.exe"),
        (184, 56, 8, "winedevice.exe"),
        (248, 56, 7, "rpcss.exe"),
    ];
    assert_eq!(found, expected.map(|(pid, parent, threads, name)| (pid, parent, threads, name.to_owned())));
    let own = captured()[0];
    assert_eq!((own.create_time, own.handle_count, own.working_set_size), (134_401_408_068_774_770, 32, 7_450_624));
    assert_eq!(own.threads().next().unwrap().id, 36);
    let threads: Vec<_> = captured()[3].threads().map(|thread| thread.id).collect();
    assert_eq!(threads, [68, 80, 84]);
}

#[test]
fn a_cut_list_has_the_processes_before_the_cut() {
    let whole = captured();
    for cut in 0..PROCESSES.len() {
        let found: Vec<_> = processes(&PROCESSES[..cut], PROCESSES_BASE, WordSize::Bits64).collect();
        for (found, whole) in found.iter().zip(&whole) {
            // A name that was cut off is none, and of the threads only whole ones are left.
            assert!(found.image_name.0.is_empty() || found.image_name == whole.image_name);
            assert!(whole.threads().zip(found.threads()).all(|(whole, found)| whole == found));
            assert_eq!(
                (found.pid, found.create_time, found.number_of_threads),
                (whole.pid, whole.create_time, whole.number_of_threads)
            );
            assert_eq!(found.other_transfer_count, whole.other_transfer_count);
        }
        assert!(found.len() <= whole.len());
    }
}

#[test]
fn a_list_stands_at_any_address() {
    for shift in 1..8 {
        let mut moved = vec![0xff; shift];
        moved.extend_from_slice(PROCESSES);
        assert!(processes(&moved[shift..], PROCESSES_BASE, WordSize::Bits64).eq(captured()));
    }
}

#[test]
fn names_that_are_not_in_the_buffer_are_left_out() {
    for base in [0, PROCESSES_BASE + 0x10_0000, u64::MAX] {
        let found: Vec<_> = processes(PROCESSES, base, WordSize::Bits64).collect();
        assert_eq!(found.len(), 9);
        assert!(found.iter().all(|process| process.image_name.0.is_empty()));
    }
}

#[test]
fn offsets_that_lead_astray_end_the_list() {
    let first = u32::from_le_bytes(PROCESSES[..4].try_into().unwrap());
    for (offset, count) in [(0, 1), (1, 0), (0xff, 0), (0x100, 1), (first + 1, 1), (u32::MAX, 0), (0x8000_0000, 0)] {
        let mut list = PROCESSES.to_vec();
        list[..4].copy_from_slice(&offset.to_le_bytes());
        let found = processes(&list, PROCESSES_BASE, WordSize::Bits64).count();
        assert!(found >= count && found <= 1 + PROCESSES.len() / 0x100, "{offset}: {found}");
    }
    // Each leads to the next byte, if that is followed.
    assert!(processes(&[1; 4096], 0, WordSize::Bits64).count() <= 4096 / 0x100);
}

/// Where each field is, as C compilers for both word sizes say of the struct in its documented form.
const FIELDS: [(&str, usize, usize); 29] = [
    ("threads", 4, 4),
    ("private working set", 8, 8),
    ("hard faults", 16, 16),
    ("created", 32, 32),
    ("user", 40, 40),
    ("kernel", 48, 48),
    ("priority", 72, 64),
    ("pid", 80, 68),
    ("parent", 88, 72),
    ("handles", 96, 76),
    ("session", 100, 80),
    ("peak virtual", 112, 88),
    ("virtual", 120, 92),
    ("faults", 128, 96),
    ("peak working set", 136, 100),
    ("working set", 144, 104),
    ("peak paged pool", 152, 108),
    ("paged pool", 160, 112),
    ("peak nonpaged pool", 168, 116),
    ("nonpaged pool", 176, 120),
    ("pagefile", 184, 124),
    ("peak pagefile", 192, 128),
    ("private", 200, 132),
    ("reads", 208, 136),
    ("writes", 216, 144),
    ("others", 224, 152),
    ("read bytes", 232, 160),
    ("written bytes", 240, 168),
    ("other bytes", 248, 176),
];

fn values(process: &ProcessInformation<'_>) -> [u64; 29] {
    [
        process.number_of_threads.into(),
        process.working_set_private_size,
        process.hard_fault_count.into(),
        process.create_time,
        process.user_time,
        process.kernel_time,
        process.base_priority.try_into().unwrap(),
        process.pid.into(),
        process.parent_pid.into(),
        process.handle_count.into(),
        process.session_id.into(),
        process.peak_virtual_size,
        process.virtual_size,
        process.page_fault_count.into(),
        process.peak_working_set_size,
        process.working_set_size,
        process.quota_peak_paged_pool_usage,
        process.quota_paged_pool_usage,
        process.quota_peak_non_paged_pool_usage,
        process.quota_non_paged_pool_usage,
        process.pagefile_usage,
        process.peak_pagefile_usage,
        process.private_page_count,
        process.read_operation_count,
        process.write_operation_count,
        process.other_operation_count,
        process.read_transfer_count,
        process.write_transfer_count,
        process.other_transfer_count,
    ]
}

#[test]
fn each_field_is_where_windows_has_it() {
    for word in BOTH {
        let (size, thread_size, name, name_address) = match word {
            WordSize::Bits64 => (0x100, 0x50, 56, 64),
            WordSize::Bits32 => (0xb8, 0x40, 56, 60),
        };
        let at = |field: (&str, usize, usize)| if word == WordSize::Bits64 { field.1 } else { field.2 };
        let mut entry = vec![0; size + 2 * thread_size + 4];
        for (number, field) in (2..).zip(FIELDS) {
            entry[at(field)] = number;
        }
        entry[name] = 4;
        let of_name = size + 2 * thread_size;
        entry[name_address..name_address + 2].copy_from_slice(&u16::try_from(of_name).unwrap().to_le_bytes());
        entry[of_name..].copy_from_slice(&[b'h', 0, b'i', 0]);
        // A thread: times, its id, switches, state and reason.
        let thread = if word == WordSize::Bits64 { [0, 8, 16, 48, 64, 68, 72] } else { [0, 8, 16, 36, 48, 52, 56] };
        for (number, offset) in (50..).zip(thread) {
            entry[size + offset] = number;
            entry[size + thread_size + offset] = 5;
        }
        let found: Vec<_> = processes(&entry, 0, word).collect();
        assert_eq!(found.len(), 1);
        for ((value, field), number) in values(&found[0]).into_iter().zip(FIELDS).zip(2..) {
            assert_eq!(value, number, "{} with {word:?}", field.0);
        }
        assert_eq!(text(found[0].image_name), "hi");
        let threads: Vec<_> = found[0].threads().collect();
        let first = threads[0];
        assert_eq!((first.kernel_time, first.user_time, first.create_time, first.id), (50, 51, 52, 53));
        assert_eq!((first.context_switches, first.state, first.wait_reason), (54, 55, 56));
        assert_eq!((threads[1].state, threads[1].wait_reason), (WAITING, SUSPENDED));
        assert_eq!(threads.len(), 2);
    }
}

#[test]
fn handles_of_wine() {
    let all: Vec<_> = handles(HANDLES, WordSize::Bits64).collect();
    assert_eq!(all.len(), 378);
    // The program that captured it had opened this one on a file.
    let file = all.iter().find(|handle| (handle.pid, handle.handle) == (32, 0x30)).unwrap();
    assert_eq!((file.object_type_index, file.granted_access), (17, 1_179_785));
    for cut in 0..16 + 10 * 40 {
        let found: Vec<_> = handles(&HANDLES[..cut], WordSize::Bits64).collect();
        assert!(all.starts_with(&found) && found.len() == cut.saturating_sub(16) / 40);
    }
    let mut more = HANDLES.to_vec();
    more[..8].fill(0xff);
    assert_eq!(handles(&more, WordSize::Bits64).count(), 378, "a count of more than there are");
    more[..8].copy_from_slice(&2_u64.to_le_bytes());
    assert_eq!(handles(&more, WordSize::Bits64).count(), 2, "and of less");
}

#[test]
fn handles_of_32_bits() {
    let mut table = vec![0; 8 + 28];
    table[0] = 1;
    for (number, offset) in (2..).zip([8 + 4, 8 + 8, 8 + 12, 8 + 18]) {
        table[offset] = number;
    }
    let found: Vec<_> = handles(&table, WordSize::Bits32).collect();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].pid, found[0].handle, found[0].granted_access, found[0].object_type_index), (2, 3, 4, 5));
}

#[test]
fn parameters_of_wine() {
    let basic = basic_information(BASIC, WordSize::Bits64).unwrap();
    assert_eq!(basic.peb_address, 0x7ffd_0000);
    assert_eq!(parameters_address(PEB, WordSize::Bits64), Some(PARAMETERS_BASE));
    let found = parameters(PARAMETERS, WordSize::Bits64).unwrap();
    let cwd = found.current_directory.within(PARAMETERS, PARAMETERS_BASE).unwrap();
    assert_eq!(text(cwd), r"Z:\work\w\windows\target\cap\");
    let line: Vec<u16> = found.command_line.within(PARAMETERS, PARAMETERS_BASE).unwrap().units().collect();
    let given: Vec<_> = arguments(&line).iter().map(|argument| String::from_utf16(argument).unwrap()).collect();
    assert_eq!(given[1..], ["an argument", r#"b\"c"#]);
    assert_eq!((found.environment, found.environment_size), (0x7fff_fe32_2c40, 3066));
    for cut in 0..0x3f8 {
        assert_eq!(parameters(&PARAMETERS[..cut], WordSize::Bits64), None);
    }
}

#[test]
fn environment_of_wine() {
    assert!(is_whole(ENVIRONMENT));
    let found: Vec<_> = environment(ENVIRONMENT).map(|(name, value)| (text(name), text(value))).collect();
    let value = |name: &str| found.iter().find(|(found, _)| found == name).unwrap().1.as_str();
    assert_eq!((value("SystemDrive"), value("OS"), value("WINEUSERLOCALE")), ("C:", "Windows_NT", ""));
    for cut in 0..400 {
        let before: Vec<_> = environment(&ENVIRONMENT[..cut]).map(|(name, value)| (text(name), text(value))).collect();
        assert!(found.starts_with(&before), "{cut}");
    }
}

#[test]
fn a_name_behind_its_struct() {
    assert_eq!(text(text_behind(OBJECT_NAME, WordSize::Bits64).unwrap()), r"\??\Z:\work\w\windows\target\cap\cap.c");
    let whole = usize::from(u16::from_le_bytes([OBJECT_NAME[0], OBJECT_NAME[1]])) + 16;
    assert!((0..whole).all(|cut| text_behind(&OBJECT_NAME[..cut], WordSize::Bits64).is_none()));
    let narrow = [2, 0, 4, 0, 9, 9, 9, 9, b'x', 0, 0, 0];
    assert_eq!(text(text_behind(&narrow, WordSize::Bits32).unwrap()), "x");
}

#[test]
fn boot_time_of_wine() {
    assert_eq!(boot_time(TIME_OF_DAY), Some(134_401_408_041_505_830));
}

/// Written as the standard library writes arguments.
fn quoted(argument: &str) -> String {
    let mut line = String::from("\"");
    let mut backslashes = 0;
    for letter in argument.chars() {
        if letter == '\\' {
            backslashes += 1;
            continue;
        }
        let before_quote = if letter == '"' { backslashes * 2 + 1 } else { backslashes };
        line.extend(std::iter::repeat_n('\\', before_quote));
        line.push(letter);
        backslashes = 0;
    }
    line.extend(std::iter::repeat_n('\\', backslashes * 2));
    line.push('"');
    line
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes: Vec<u8>, base: u64) {
        for word in BOTH {
            for process in processes(&bytes, base, word) {
                process.threads().for_each(drop);
                process.image_name.units().for_each(drop);
            }
            handles(&bytes, word).for_each(drop);
            let _ = (basic_information(&bytes, word), parameters_address(&bytes, word), parameters(&bytes, word));
            let _ = text_behind(&bytes, word);
        }
        environment(&bytes).for_each(drop);
        let _ = (is_whole(&bytes), boot_time(&bytes));
    }

    /// Some bytes of a real list changed: no more processes than there is room for, and no thread that is not in it.
    #[test]
    fn a_damaged_list_ends(places in prop::collection::vec((0..PROCESSES.len(), any::<u8>()), 1..40)) {
        let mut list = PROCESSES.to_vec();
        places.into_iter().for_each(|(place, byte)| list[place] = byte);
        let found: Vec<_> = processes(&list, PROCESSES_BASE, WordSize::Bits64).collect();
        prop_assert!(found.len() <= list.len() / 0x100);
        let threads: usize = found.iter().map(|process| process.threads().count()).sum();
        prop_assert!(threads <= list.len() / 0x50);
    }

    #[test]
    fn arguments_come_back(given in prop::collection::vec(r#"[ab \\"\t]{0,8}"#, 0..5)) {
        let line = std::iter::once("program".to_owned()).chain(given.iter().map(|one| quoted(one))).collect::<Vec<_>>().join(" ");
        let line: Vec<u16> = line.encode_utf16().collect();
        let found: Vec<_> = arguments(&line).iter().map(|argument| String::from_utf16(argument).unwrap()).collect();
        prop_assert_eq!(&found[1..], given);
    }
}
