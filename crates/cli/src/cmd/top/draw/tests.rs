use crossterm::event::{Event, KeyCode};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use sysproc::memory::{SwapMemory, VirtualMemory};
use sysproc::process::Field;
use sysproc::sampler::CpuTimesPercent;

use super::draw;
use crate::cmd::top::state::State;
use crate::cmd::top::testing::{called, moment, state, usual};
use crate::cmd::top::theme::Theme;
use crate::machine::{Machine, Traffic};
use crate::render::is_harmful;

const GIB: u64 = 1 << 30;

fn machine() -> Machine {
    Machine {
        host: Some("example".into()),
        uptime: Some(90_000),
        load: Some(sysproc::cpu::LoadAverage { one: 0.5, five: 0.25, fifteen: 0.1 }),
        cpu: Some(CpuTimesPercent { busy: 60.0, user: 50.0, system: 10.0, ..CpuTimesPercent::default() }),
        cpus: vec![100.0, 20.0],
        memory: Some(VirtualMemory {
            total: 16 * GIB,
            available: 12 * GIB,
            used: 4 * GIB,
            percent: 25.0,
            ..VirtualMemory::default()
        }),
        swap: Some(SwapMemory { total: 2 * GIB, used: GIB, percent: 50.0, ..SwapMemory::default() }),
        network: Some(Traffic { into: 1024.0, out: 0.0 }),
        disk: Some(Traffic { into: 0.0, out: 2048.0 }),
        disk_busy: Some(12.5),
    }
}

fn lines(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let line = |y| {
        let mut line = String::new();
        // A cell behind a wide character is no character of its own.
        let mut skip = 0;
        for x in area.x..area.right() {
            let symbol = buffer[(x, y)].symbol();
            if skip == 0 {
                line.push_str(symbol);
            }
            skip = crate::render::width(symbol).max(1).max(skip) - 1;
        }
        line.trim_end().to_owned()
    };
    (area.y..area.bottom()).map(line).collect()
}

fn drawn(state: &mut State, width: u16, height: u16) -> Vec<String> {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal
        .draw(|frame| {
            draw(state, frame.buffer_mut());
        })
        .unwrap();
    lines(terminal.backend().buffer())
}

#[test]
fn the_whole_picture() {
    let mut state = state();
    state.moment.machine = machine();
    let expected = "\
example · 5 processes, 0 running · load 0.50 0.25 0.10 · up 1 day 1 h 0 min
CPU      60.0%  ━━━━━━━━━━━━────────  user 50.0% · system 10.0%
       0 100.0% ━━━━━━━━━━━━━━━━━━━━━━━    1  20.0% ━━━━━──────────────────
Memory   25.0%  ━━━━━───────────────  4.0 GiB of 16.0 GiB · 12.0 GiB available
Swap     50.0%  ━━━━━━━━━━──────────  1.0 GiB of 2.0 GiB
Network in   1.0 KiB/s  out       0 B/s
Disk    read       0 B/s  written   2.0 KiB/s  busy 12.5%
 PID  USER  NI  S  CPU%↓  MEM%    RSS  TIME  COMMAND
 712  root   0  S   95.0   2.9  30.0M  0:01  /bin/worker -x
 711  root   0  S   20.0   3.9  40.0M  0:01  /bin/worker -x
 700  root   0  S    5.0   4.9  50.0M  0:01  /bin/server -x
   1  root   0  S    0.0   1.0  10.0M  0:01  /bin/init -x
4711  root   0  S    0.0   0.5   5.0M  0:01  /bin/shell -x";
    let picture = drawn(&mut state, 80, 24);
    assert_eq!(picture[..13].join("\n"), expected);
    assert_eq!(picture[23], "? Help q Quit k Kill Enter Details f Filter / Search t Tree s Sort o Columns");
}

#[test]
fn a_small_terminal_has_what_matters_most() {
    let mut state = state();
    state.moment.machine = machine();
    let expected = "\
example · 5 processes, 0 running
CPU 60.0% · Mem 25.0% · Swap 50.0%
 PID  USER  CPU%↓    RSS  COMMAND
 712  root   95.0  30.0M  /bin/worker -x
 711  root   20.0  40.0M  /bin/worker -x
 700  root    5.0  50.0M  /bin/server -x
   1  root    0.0  10.0M  /bin/init -x
4711  root    0.0   5.0M  /bin/shell -x

? Help q Quit k Kill Enter Details";
    assert_eq!(drawn(&mut state, 40, 10).join("\n"), expected);
}

#[test]
fn no_size_is_too_small() {
    let keys: &[&[KeyCode]] = &[
        &[],
        &[KeyCode::Char('?')],
        &[KeyCode::Char('k')],
        &[KeyCode::Char('o')],
        &[KeyCode::Char('f'), KeyCode::Char('名')],
        &[KeyCode::Char('t'), KeyCode::Enter],
        &[KeyCode::End, KeyCode::Char('k'), KeyCode::Enter],
    ];
    for keys in keys {
        let mut state = state();
        state.moment.machine = machine();
        for key in *keys {
            state.handle(&Event::Key((*key).into()));
            state.arrange();
        }
        for (width, height) in
            [0, 1, 2, 3, 9, 20, 45].into_iter().flat_map(|width| (0..12).map(move |height| (width, height)))
        {
            let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
            draw(&mut state, &mut buffer);
            assert_eq!(buffer.area, Rect::new(0, 0, width, height));
        }
    }
}

/// Half of a surrogate pair: no text anywhere, and a name on every system.
const NO_TEXT: &str = r"\xed\xa0\x80";

#[test]
fn names_cannot_steer_the_terminal_and_wide_ones_move_nothing() {
    let hostile = ["\u{1b}[31mred\u{1b}]0;t\u{7}", "a\r\nb\tc", "\u{202e}名前", NO_TEXT];
    let processes = hostile.iter().zip(10..).map(|(text, pid)| (called(pid, text), 0.0));
    let mut state = state();
    state.show(moment(processes));
    state.arrange();
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 12));
    draw(&mut state, &mut buffer);
    assert!(buffer.content.iter().all(|cell| !cell.symbol().chars().any(is_harmful)));
    let lines = lines(&buffer);
    let shown = [r"\x1b[31mred\x1b]0;t\x07 LAST", r"a\r\nb\tc LAST", r"\u{202e}名前 LAST", r"\xed\xa0\x80 LAST"];
    let place = |line: &str, text: &str| line.rfind(text).map(|at| crate::render::width(&line[..at]));
    let places: Vec<_> =
        lines.iter().zip([""; 2].iter().chain(&shown)).skip(2).map(|(l, text)| place(l, text)).collect();
    assert!(places[0].is_some() && places.iter().all(|at| *at == places[0]), "{lines:#?}");
}

#[test]
fn from_picture_to_picture_only_what_changed_is_written() {
    let mut state = state();
    state.moment.machine = machine();
    let before = {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        draw(&mut state, &mut buffer);
        buffer
    };
    let mut later = usual();
    later.machine = machine();
    later.facts.rates.as_mut().unwrap().get_mut(&712).unwrap().cpu = Some(94.0);
    state.show(later);
    state.arrange();
    let mut after = Buffer::empty(Rect::new(0, 0, 80, 24));
    draw(&mut state, &mut after);
    let changed: Vec<&str> = before.diff(&after).iter().map(|(_, _, cell)| cell.symbol()).collect();
    assert_eq!(changed, ["4"]);
}

#[test]
fn columns_do_not_become_narrower_while_it_runs() {
    let mut state = state();
    let place = |state: &mut State| drawn(state, 80, 24)[1].find("COMMAND");
    let mut large = usual();
    large.snapshots[0].username = Field::Value("a-long-user-name".into());
    let narrow = place(&mut state);
    state.show(large);
    state.arrange();
    let wide = place(&mut state);
    state.show(usual());
    state.arrange();
    assert!(narrow < wide && place(&mut state) == wide);
}

#[test]
fn without_colours_there_are_none() {
    let mut state = state();
    state.theme = Theme::mono();
    state.moment.machine = machine();
    for key in [KeyCode::Null, KeyCode::Char('?'), KeyCode::Esc, KeyCode::Char('k')] {
        state.handle(&Event::Key(key.into()));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        draw(&mut state, &mut buffer);
        assert!(buffer.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    }
}

#[test]
fn a_question_is_asked_where_everybody_looks() {
    let mut state = state();
    for key in [KeyCode::End, KeyCode::Char('k'), KeyCode::Enter] {
        state.handle(&Event::Key(key.into()));
    }
    let last = drawn(&mut state, 100, 24)[23].clone();
    assert_eq!(last, "Really send SIGTERM to shell (4711): this command was started by it? [y/N]");
}
