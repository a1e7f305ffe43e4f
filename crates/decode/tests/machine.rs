//! Processors and memory of whole machines: files of Linux 6.18 as they were captured, and of older kernels and other
//! architectures, written after the kernel's own format strings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use proptest::sample::Index;
use sysproc_decode::linux::cpuinfo::{CpuInfo, Processor, cpuinfo};
use sysproc_decode::linux::meminfo::{MemInfo, meminfo};
use sysproc_decode::linux::proc_stat::{Counters, CpuTicks, counters, cpus, total};
use sysproc_decode::linux::vmstat::{VmStat, vmstat};
use sysproc_decode::linux::zoneinfo::low_watermarks;

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("fixtures/linux-", $name)).as_slice()
    };
}

/// All ten columns in the order of the file; a missing one is `None`.
fn columns(ticks: CpuTicks) -> [Option<u64>; 10] {
    let CpuTicks { user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice } = ticks;
    [user, nice, system, idle, iowait, irq, softirq, steal, guest, guest_nice]
}

fn known<const N: usize>(numbers: [u64; N]) -> [Option<u64>; 10] {
    std::array::from_fn(|i| numbers.get(i).copied())
}

#[test]
fn stat_of_today() {
    let text = fixture!("6.18/stat");
    assert_eq!(columns(total(text).unwrap()), known([59_821, 0, 14_290, 2_272_145, 1_121, 0, 306, 967, 0, 0]));
    let each: Vec<_> = cpus(text).map(|(cpu, ticks)| (cpu, columns(ticks))).collect();
    assert_eq!(
        each,
        [
            (0, known([27_442, 0, 6_133, 1_140_127, 179, 0, 77, 457, 0, 0])),
            (1, known([32_379, 0, 8_157, 1_132_017, 941, 0, 229, 510, 0, 0]))
        ]
    );
    assert_eq!(
        counters(text),
        Counters {
            intr: Some(767_436),
            ctxt: Some(859_278),
            btime: Some(1_795_645_825),
            softirq: Some(557_057),
            procs_running: Some(3)
        }
    );
}

#[test]
fn stat_of_a_kernel_without_steal_guests_and_soft_interrupts() {
    let text = fixture!("2.6.10/stat");
    let ticks = columns(total(text).unwrap());
    assert_eq!(ticks, known([18_920, 103, 6_205, 871_204, 5_120, 311, 92]));
    assert_eq!(cpus(text).map(|(cpu, each)| (cpu, columns(each))).collect::<Vec<_>>(), [(0, ticks)]);
    let expected = Counters {
        intr: Some(9_214_563),
        ctxt: Some(1_482_250),
        btime: Some(1_104_537_600),
        softirq: None,
        procs_running: Some(1),
    };
    assert_eq!(counters(text), expected);
}

#[test]
fn columns_to_come_are_ignored_and_garbage_is_one_column_only() {
    let text = b"cpu  1 2 3 4 5 6 7 8 9 10 11 12\ncpu3 1 x 3 99999999999999999999 5 6 7 8 9 10\ncpux 1 2 3 4\n";
    assert_eq!(columns(total(text).unwrap()), known([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    let each: Vec<_> = cpus(text).collect();
    assert_eq!(each.len(), 1);
    let (cpu, ticks) = each[0];
    assert_eq!((cpu, ticks.user, ticks.nice, ticks.system, ticks.idle), (3, Some(1), None, Some(3), None));
    assert_eq!(ticks.guest_nice, Some(10));
}

#[test]
fn stat_cut_at_any_byte() {
    let text = fixture!("6.18/stat");
    let (all, each, counts) = (total(text), cpus(text).collect::<Vec<_>>(), counters(text));
    for cut in 0..text.len() {
        let part = &text[..cut];
        assert!(total(part).is_none() || total(part) == all, "{cut}");
        assert!(each.starts_with(&cpus(part).collect::<Vec<_>>()), "{cut}");
        let got = counters(part);
        let pairs = [
            (got.intr, counts.intr),
            (got.ctxt, counts.ctxt),
            (got.softirq, counts.softirq),
            (got.procs_running, counts.procs_running),
        ];
        assert!(pairs.iter().all(|(got, want)| got.is_none() || got == want), "{cut}");
    }
}

fn processor(number: u32, ids: Option<(u32, u32)>, mhz: Option<f64>) -> Processor {
    let (physical_id, core_id) = (ids.map(|ids| ids.0), ids.map(|ids| ids.1));
    Processor { number: Some(number), physical_id, core_id, mhz }
}

#[test]
fn cpuinfo_of_x86() {
    let info = cpuinfo(fixture!("6.18/cpuinfo"));
    assert_eq!(info.model, Some(b"AMD EPYC".as_slice()));
    let mhz = Some(2445.406);
    assert_eq!(info.processors, [processor(0, Some((0, 0)), mhz), processor(1, Some((0, 1)), mhz)]);
}

#[test]
fn cpuinfo_of_other_architectures() {
    let power = cpuinfo(fixture!("4.18-ppc64le/cpuinfo"));
    assert_eq!(power.model, Some(b"POWER9 (architected), altivec supported".as_slice()));
    assert_eq!(power.processors, [processor(0, None, Some(2200.0)), processor(1, None, Some(2200.0))]);

    let s390 = cpuinfo(fixture!("5.4-s390x/cpuinfo"));
    assert_eq!(s390.model, Some(b"8561".as_slice()));
    let ids = [(1, 0), (1, 0), (1, 1), (1, 1)];
    let expected: Vec<_> = (0..).zip(ids).map(|(cpu, ids)| processor(cpu, Some(ids), Some(5200.0))).collect();
    assert_eq!(s390.processors, expected);

    let arm64 = cpuinfo(fixture!("6.1-aarch64/cpuinfo"));
    let expected: Vec<_> = (0..4).map(|cpu| processor(cpu, None, None)).collect();
    assert_eq!(arm64, CpuInfo { processors: expected, model: None });

    let arm = cpuinfo(fixture!("2.6.35-armv5/cpuinfo"));
    assert_eq!(arm, CpuInfo { processors: vec![], model: Some(b"ARM926EJ-S rev 5 (v5l)") });

    let riscv = cpuinfo(fixture!("6.6-riscv64/cpuinfo"));
    assert_eq!(riscv.model, Some(b"sifive,u74-mc".as_slice()));
    assert_eq!(riscv.processors, [processor(0, None, None), processor(1, None, None)]);
}

#[test]
fn cpuinfo_cut_at_any_byte() {
    for text in [fixture!("6.18/cpuinfo"), fixture!("5.4-s390x/cpuinfo"), fixture!("4.18-ppc64le/cpuinfo")] {
        let whole = cpuinfo(text);
        for cut in 0..text.len() {
            let part = cpuinfo(&text[..cut]);
            // The computer's own name stands last on POWER, and the processor's was there long before.
            assert!(part.model.is_none() || part.model == whole.model, "{cut}");
            for (got, want) in part.processors.iter().zip(&whole.processors) {
                assert!(got.number == want.number, "{cut}");
                assert!(got.physical_id.is_none() || got.physical_id == want.physical_id, "{cut}");
                assert!(got.core_id.is_none() || got.core_id == want.core_id, "{cut}");
                assert!(got.mhz.is_none() || got.mhz == want.mhz, "{cut}");
            }
        }
    }
}

#[test]
fn cpuinfo_that_does_not_know() {
    let info = cpuinfo(b"processor: 4294967296\nmodel name:\ncpu MHz : 0.000\ncpu:x\nprocessor:1\ncpu MHz:unknown\n");
    assert_eq!(info.model, Some(b"x".as_slice()), "an empty name is none");
    assert_eq!(info.processors, [Processor::default(), processor(1, None, None)]);
}

#[test]
fn meminfo_of_today() {
    let expected = MemInfo {
        mem_total: Some(24_683_656),
        mem_free: Some(22_389_496),
        mem_available: Some(23_878_984),
        buffers: Some(4_568),
        cached: Some(1_576_268),
        active: Some(630_624),
        inactive: Some(1_328_956),
        active_file: Some(629_028),
        inactive_file: Some(942_752),
        shmem: Some(8_952),
        slab: Some(242_120),
        s_reclaimable: Some(213_060),
        swap_total: Some(0),
        swap_free: Some(0),
    };
    assert_eq!(meminfo(fixture!("6.18/meminfo")), expected);
}

#[test]
fn meminfo_without_available() {
    let info = meminfo(fixture!("2.6.32/meminfo"));
    assert_eq!(info.mem_available, None);
    assert_eq!((info.mem_total, info.mem_free), (Some(1_020_624), Some(105_632)));
    assert_eq!((info.active_file, info.inactive_file), (Some(300_544), Some(296_960)));
    assert_eq!((info.s_reclaimable, info.slab, info.shmem), (Some(81_920), Some(122_880), Some(2_048)));
}

#[test]
fn meminfo_without_a_blank_after_the_colon() {
    let info = meminfo(b"MemTotal:1024 kB\nMemFree:   512 kB\nCached:\t7 kB\nBuffers: -1 kB\nSlab: 1 MB\nActive: 5\n");
    let expected = MemInfo { mem_total: Some(1024), mem_free: Some(512), cached: Some(7), ..MemInfo::default() };
    assert_eq!(info, expected);
}

fn amounts(info: MemInfo) -> [Option<u64>; 14] {
    [
        info.mem_total,
        info.mem_free,
        info.mem_available,
        info.buffers,
        info.cached,
        info.active,
        info.inactive,
        info.active_file,
        info.inactive_file,
        info.shmem,
        info.slab,
        info.s_reclaimable,
        info.swap_total,
        info.swap_free,
    ]
}

#[test]
fn meminfo_cut_at_any_byte() {
    for text in [fixture!("6.18/meminfo"), fixture!("2.6.32/meminfo")] {
        let whole = amounts(meminfo(text));
        for cut in 0..text.len() {
            let part = amounts(meminfo(&text[..cut]));
            assert!(part.iter().zip(&whole).all(|(got, want)| got.is_none() || got == want), "{cut}");
        }
    }
}

#[test]
fn vmstat_of_today() {
    let text = fixture!("6.18/vmstat");
    let whole = VmStat { pswpin: Some(0), pswpout: Some(0) };
    assert_eq!(vmstat(text), whole);
    let swapped = b"pswpin 12\npswpin_x 13\npswpout 14\n pswpout 15\n";
    assert_eq!(vmstat(swapped), VmStat { pswpin: Some(12), pswpout: Some(14) });
    assert_eq!(vmstat(b"nr_free_pages 5\npswpin 1"), VmStat::default(), "the last line may have been cut");
}

#[test]
fn zoneinfo_of_today() {
    assert_eq!(low_watermarks(fixture!("6.18/zoneinfo")), Some(21_148));
}

/// A real file with some bytes changed: nearer to what a decoder may meet than random bytes are.
fn damaged(text: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec((any::<Index>(), any::<u8>()), 1..12).prop_map(move |changes| {
        let mut text = text.to_vec();
        for (at, byte) in changes {
            let at = at.index(text.len());
            text[at] = byte;
        }
        text
    })
}

/// A number that was read stands in the text.
fn stands_in(text: &[u8], number: u64) -> bool {
    let digits = number.to_string();
    text.windows(digits.len()).any(|window| window == digits.as_bytes())
}

proptest! {
    #[test]
    fn any_bytes_make_up_nothing(text: Vec<u8>) {
        check_stat(&text)?;
        check_memory(&text)?;
        let _ = cpuinfo(&text);
    }

    #[test]
    fn damaged_files_make_up_nothing(
        stat in damaged(fixture!("6.18/stat")),
        mem in damaged(fixture!("6.18/meminfo")),
        info in damaged(fixture!("5.4-s390x/cpuinfo")),
        zones in damaged(fixture!("6.18/zoneinfo")),
    ) {
        check_stat(&stat)?;
        check_memory(&mem)?;
        let info_read = cpuinfo(&info);
        for number in info_read.processors.iter().flat_map(|p| [p.number, p.physical_id, p.core_id]).flatten() {
            prop_assert!(stands_in(&info, number.into()));
        }
        let _ = low_watermarks(&zones);
    }
}

fn check_stat(text: &[u8]) -> Result<(), TestCaseError> {
    let each = cpus(text).map(|(_, ticks)| ticks).chain(total(text)).flat_map(columns).flatten();
    let counts = counters(text);
    for number in
        each.chain([counts.intr, counts.ctxt, counts.btime, counts.softirq, counts.procs_running].into_iter().flatten())
    {
        prop_assert!(stands_in(text, number));
    }
    Ok(())
}

fn check_memory(text: &[u8]) -> Result<(), TestCaseError> {
    let swapped = vmstat(text);
    for number in amounts(meminfo(text)).into_iter().chain([swapped.pswpin, swapped.pswpout]).flatten() {
        prop_assert!(stands_in(text, number));
    }
    Ok(())
}
