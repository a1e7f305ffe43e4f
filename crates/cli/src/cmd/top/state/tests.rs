use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sysproc::process::{Signal, StartTime};

use super::{Dialog, Effect, State};
use crate::cmd::top::deed::{Deed, Target};
use crate::cmd::top::details::Tab;
use crate::cmd::top::draw::draw;
use crate::cmd::top::testing::{moment, pids, process, state, usual};
use crate::render::Role;

fn press(state: &mut State, code: KeyCode) -> Effect {
    press_with(state, code, KeyModifiers::NONE)
}

fn press_with(state: &mut State, code: KeyCode, modifiers: KeyModifiers) -> Effect {
    let effect = state.handle(&Event::Key(KeyEvent::new(code, modifiers)));
    state.arrange();
    effect
}

/// Presses a key for each letter; the last effect.
fn type_in(state: &mut State, text: &str) -> Effect {
    text.chars().map(|c| press(state, KeyCode::Char(c))).last().unwrap()
}

fn selected(state: &State) -> Option<u32> {
    state.selected().map(|process| process.pid)
}

fn worker(pid: u32) -> Target {
    Target { id: (pid, StartTime(u64::from(pid) * 100)), name: "worker".into() }
}

fn message(state: &State) -> &str {
    state.message.as_ref().map_or("", |(_, message)| message)
}

#[test]
fn the_cursor_stays_with_its_process_and_at_the_top_with_the_top() {
    let mut state = state();
    assert_eq!((pids(&state), selected(&state)), (vec![712, 711, 700, 1, 4711], Some(712)));
    let mut later = usual();
    later.facts.rates.as_mut().unwrap().get_mut(&712).unwrap().cpu = Some(1.0);
    state.show(later);
    state.arrange();
    assert_eq!((pids(&state), selected(&state)), (vec![711, 700, 712, 1, 4711], Some(711)));
    press(&mut state, KeyCode::Down);
    state.show(usual());
    state.arrange();
    assert_eq!((pids(&state), selected(&state)), (vec![712, 711, 700, 1, 4711], Some(700)));
}

#[test]
fn where_a_process_has_ended_the_cursor_is_on_the_next() {
    let mut state = state();
    press(&mut state, KeyCode::Down);
    let mut later = usual();
    later.snapshots.retain(|process| process.pid != 711);
    state.show(later);
    state.arrange();
    assert_eq!(selected(&state), Some(700));
    state.show(moment([]));
    state.arrange();
    assert_eq!(selected(&state), None);
    for code in [KeyCode::Enter, KeyCode::Char('k'), KeyCode::Down, KeyCode::End] {
        assert_eq!(press(&mut state, code), Effect::None);
    }
    assert!(state.dialog.is_none() && state.details.is_none());
}

#[test]
fn a_signal_goes_to_the_process_it_was_chosen_for() {
    let mut state = state();
    press(&mut state, KeyCode::Down);
    press(&mut state, KeyCode::Char('k'));
    // Another process takes its line, and even its pid, while the list of signals is open.
    let mut later = usual();
    later.snapshots[2].start = StartTime(1);
    later.facts.rates.as_mut().unwrap().get_mut(&4711).unwrap().cpu = Some(50.0);
    state.show(later);
    state.arrange();
    let (name, number) = Signal::names().iter().find(|(_, number)| *number != Signal::TERM.0).unwrap();
    type_in(&mut state, &name.to_lowercase());
    assert_eq!(press(&mut state, KeyCode::Enter), Effect::Act(worker(711), Deed::Signal(Signal(*number))));
}

#[test]
fn without_a_choice_the_signal_is_term_and_escape_does_nothing() {
    let mut state = state();
    press(&mut state, KeyCode::F(9));
    assert_eq!(press(&mut state, KeyCode::Enter), Effect::Act(worker(712), Deed::Signal(Signal::TERM)));
    press(&mut state, KeyCode::Char('k'));
    assert_eq!(press(&mut state, KeyCode::Esc), Effect::None);
    assert!(state.dialog.is_none());
}

#[test]
fn it_asks_before_it_acts_on_pid_1_and_on_its_own_ancestors() {
    for (row, pid) in [(3, 1), (4, 4711)] {
        let mut state = state();
        for _ in 0..row {
            press(&mut state, KeyCode::Down);
        }
        press(&mut state, KeyCode::Char('k'));
        assert_eq!(press(&mut state, KeyCode::Enter), Effect::None, "{pid}");
        assert!(matches!(&state.dialog, Some(Dialog::Confirm(target, ..)) if target.id.0 == pid));
        assert_eq!(press(&mut state, KeyCode::Enter), Effect::None, "only y is yes");
        assert_eq!(message(&state), "nothing was done");
        press(&mut state, KeyCode::Char('k'));
        press(&mut state, KeyCode::Enter);
        assert!(matches!(press(&mut state, KeyCode::Char('y')), Effect::Act(target, _) if target.id.0 == pid));
    }
}

#[test]
fn read_only_does_nothing_to_processes() {
    let mut state = state();
    state.settings.read_only = Some("read only");
    for code in ['k', 'i', 'a'] {
        assert_eq!(press(&mut state, KeyCode::Char(code)), Effect::None);
        assert!(state.dialog.is_none());
        assert_eq!(message(&state), "read only");
    }
    assert_eq!(press(&mut state, KeyCode::Down), Effect::None);
    assert_eq!(message(&state), "", "a message goes with the next key");
}

#[test]
fn nice_values_and_processors_are_asked_for_and_checked() {
    let mut state = state();
    press(&mut state, KeyCode::Char('i'));
    type_in(&mut state, "20");
    assert_eq!(press(&mut state, KeyCode::Enter), Effect::None, "the 0 that was there makes 020");
    assert!(matches!(&state.dialog, Some(Dialog::Prompt(prompt, _)) if prompt.error.is_some()));
    press_with(&mut state, KeyCode::Char('u'), KeyModifiers::CONTROL);
    type_in(&mut state, "-5");
    assert_eq!(press(&mut state, KeyCode::Enter), Effect::Act(worker(712), Deed::Nice(-5)));

    press(&mut state, KeyCode::Char('a'));
    assert!(matches!(&state.dialog, Some(Dialog::Prompt(prompt, _)) if prompt.text() == "0-1,3"));
    type_in(&mut state, ",");
    press(&mut state, KeyCode::Enter);
    assert!(matches!(&state.dialog, Some(Dialog::Prompt(prompt, _)) if prompt.error.is_some()));
    type_in(&mut state, "7");
    assert_eq!(press(&mut state, KeyCode::Enter), Effect::Act(worker(712), Deed::Affinity(vec![0, 1, 3, 7])));
}

#[test]
fn a_filter_acts_while_it_is_typed_and_escape_takes_it_back() {
    let mut state = state();
    press(&mut state, KeyCode::Char('f'));
    type_in(&mut state, "work");
    assert_eq!(pids(&state), [712, 711]);
    type_in(&mut state, "er and (");
    assert_eq!(pids(&state), [712, 711], "what is not yet an expression changes nothing");
    press(&mut state, KeyCode::Enter);
    assert!(matches!(&state.dialog, Some(Dialog::Prompt(prompt, _)) if prompt.error.is_some()));
    press(&mut state, KeyCode::Esc);
    assert_eq!(pids(&state).len(), 5);
    press(&mut state, KeyCode::F(4));
    type_in(&mut state, "rss >= 40M");
    press(&mut state, KeyCode::Enter);
    assert_eq!(pids(&state), [711, 700]);
    press(&mut state, KeyCode::Char('f'));
    press_with(&mut state, KeyCode::Char('u'), KeyModifiers::CONTROL);
    press(&mut state, KeyCode::Enter);
    assert_eq!(pids(&state).len(), 5, "an empty filter is none");
}

#[test]
fn a_filter_by_port_is_refused_in_a_recording() {
    for (position, is_refused) in [(Some((1, 2)), true), (None, false)] {
        let mut state = state();
        state.moment.position = position;
        press(&mut state, KeyCode::Char('f'));
        type_in(&mut state, ":22");
        assert_eq!(pids(&state).len(), if is_refused { 5 } else { 0 });
        press(&mut state, KeyCode::Enter);
        let error = match &state.dialog {
            Some(Dialog::Prompt(prompt, _)) => prompt.error.clone(),
            _ => None,
        };
        assert_eq!(error.is_some_and(|error| error.contains("has no sockets")), is_refused);
    }
}

#[test]
fn a_search_goes_round_and_says_when_there_is_nothing() {
    let mut state = state();
    press(&mut state, KeyCode::Char('/'));
    type_in(&mut state, "/BIN/work");
    assert_eq!(selected(&state), Some(712));
    press(&mut state, KeyCode::Enter);
    press(&mut state, KeyCode::Char('n'));
    assert_eq!(selected(&state), Some(711));
    press(&mut state, KeyCode::Char('n'));
    assert_eq!(selected(&state), Some(712));
    press(&mut state, KeyCode::Char('N'));
    assert_eq!(selected(&state), Some(711));
    press(&mut state, KeyCode::Char('/'));
    type_in(&mut state, "nowhere");
    assert_eq!((selected(&state), message(&state)), (Some(711), "nothing has \"nowhere\" in its command line"));
}

#[test]
fn the_tree_has_branches_in_the_order_of_the_list_and_folds() {
    let mut state = state();
    press(&mut state, KeyCode::Char('t'));
    let branches: Vec<&str> = state.rows.iter().map(|row| row.branch.as_str()).collect();
    assert_eq!(pids(&state), [1, 700, 712, 711, 4711]);
    assert_eq!(branches, ["", "├─ ", "│  ├─ ", "│  └─ ", "└─ "]);
    press(&mut state, KeyCode::Down);
    press(&mut state, KeyCode::Char('-'));
    assert_eq!((pids(&state), state.rows[1].hidden), (vec![1, 700, 4711], 2));
    press(&mut state, KeyCode::Char('+'));
    assert_eq!(pids(&state).len(), 5);
}

#[test]
fn a_parent_that_is_younger_than_its_child_is_none() {
    let mut state = state();
    let mut later = usual();
    later.snapshots[1].start = StartTime(1_000_000);
    state.show(later);
    press(&mut state, KeyCode::Char('t'));
    assert!(state.rows.iter().filter(|row| row.branch.is_empty()).count() == 3, "{:?}", state.rows);
}

#[test]
fn sorting_by_key_by_menu_and_the_other_way_round() {
    let mut state = state();
    press(&mut state, KeyCode::Char('M'));
    assert_eq!(pids(&state), [700, 711, 712, 1, 4711]);
    press(&mut state, KeyCode::Char('r'));
    assert_eq!(pids(&state), [4711, 1, 712, 711, 700]);
    press(&mut state, KeyCode::Char('s'));
    type_in(&mut state, "name");
    press(&mut state, KeyCode::Enter);
    assert_eq!(pids(&state), [1, 700, 4711, 712, 711]);
}

#[test]
fn columns_are_marked_and_moved_in_a_menu() {
    let mut state = state();
    press(&mut state, KeyCode::Char('o'));
    press(&mut state, KeyCode::Char('>'));
    press(&mut state, KeyCode::Home);
    press(&mut state, KeyCode::Char(' '));
    press(&mut state, KeyCode::Enter);
    let names: Vec<&str> = state.view.columns.iter().map(|column| column.name).collect();
    assert_eq!(names[..2], ["pid", "nice"]);
    assert!(!names.contains(&"username"));
}

#[test]
fn what_leaves_and_what_suspends() {
    let mut state = state();
    assert_eq!(press(&mut state, KeyCode::Char('q')), Effect::Quit);
    press(&mut state, KeyCode::Char('/'));
    assert_eq!(press(&mut state, KeyCode::Char('q')), Effect::None, "it is typed");
    assert_eq!(press_with(&mut state, KeyCode::Char('z'), KeyModifiers::CONTROL), Effect::Suspend);
    assert_eq!(press_with(&mut state, KeyCode::Char('c'), KeyModifiers::CONTROL), Effect::Quit);
    assert_eq!(press_with(&mut state, KeyCode::Char('l'), KeyModifiers::CONTROL), Effect::Redraw);
}

#[test]
fn escape_and_a_key_that_come_as_one_are_two() {
    let mut state = state();
    press(&mut state, KeyCode::Char('/'));
    press_with(&mut state, KeyCode::Char('t'), KeyModifiers::ALT);
    assert!(state.dialog.is_none() && state.view.tree);
}

#[test]
fn only_a_recording_goes_back_and_forth_and_that_freezes_it() {
    let mut state = state();
    assert_eq!(press(&mut state, KeyCode::Char('[')), Effect::None);
    assert!(message(&state).contains("--replay"));
    state.moment.position = Some((2, 3));
    assert_eq!(press(&mut state, KeyCode::Char('[')), Effect::Step(-1));
    assert!(state.is_frozen);
    assert_eq!(press(&mut state, KeyCode::Char('}')), Effect::Step(10));
    press(&mut state, KeyCode::Char(' '));
    assert!(!state.is_frozen);
}

#[test]
fn the_delay_is_typed() {
    let mut state = state();
    press(&mut state, KeyCode::Char('d'));
    press_with(&mut state, KeyCode::Char('u'), KeyModifiers::CONTROL);
    type_in(&mut state, "0.5");
    press(&mut state, KeyCode::Enter);
    assert_eq!(state.delay.as_millis(), 500);
}

#[test]
fn the_details_stay_with_a_process_that_has_ended() {
    let mut state = state();
    press(&mut state, KeyCode::Enter);
    press(&mut state, KeyCode::Tab);
    assert_eq!(state.details.as_ref().map(|details| details.tab), Some(Tab::Files));
    press(&mut state, KeyCode::BackTab);
    press(&mut state, KeyCode::Left);
    assert_eq!(state.details.as_ref().map(|details| details.tab), Some(Tab::Threads), "round and round");
    let mut later = usual();
    later.snapshots.retain(|process| process.pid != 712);
    state.show(later);
    state.arrange();
    assert_eq!(state.details.as_ref().map(|details| details.target.id.0), Some(712));
    press(&mut state, KeyCode::Char('k'));
    assert!(state.dialog.is_none(), "there is nobody to send a signal to");
    press(&mut state, KeyCode::Esc);
    assert!(state.details.is_none());
}

#[test]
fn everything_that_is_drawn_can_be_clicked() {
    let mut state = state();
    let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 24));
    draw(&mut state, &mut buffer);
    let at = |kind, place: Rect, down: u16| {
        Event::Mouse(MouseEvent { kind, column: place.x, row: place.y + down, modifiers: KeyModifiers::NONE })
    };
    let click = MouseEventKind::Down(MouseButton::Left);
    let rows = state.hits.rows;
    state.handle(&at(click, rows, 2));
    assert_eq!(selected(&state), Some(700));
    state.handle(&at(MouseEventKind::ScrollDown, rows, 0));
    assert_eq!(selected(&state), Some(4711));
    state.handle(&at(MouseEventKind::ScrollUp, rows, 0));
    state.handle(&at(click, rows, 22));
    assert_eq!(selected(&state), Some(711), "below the last row is nothing");

    let (head, name) = *state.hits.heads.iter().find(|(_, name)| *name == "rss").unwrap();
    state.handle(&at(click, head, 0));
    assert_eq!(state.view.sort[0].column.name, name);

    let (bar, _) = state.hits.bar[0];
    state.handle(&at(click, bar, 0));
    assert!(matches!(state.dialog, Some(Dialog::Help(0))));
    state.handle(&at(click, bar, 0));
    assert!(state.dialog.is_none());

    state.handle(&Event::Key(KeyCode::Char('k').into()));
    draw(&mut state, &mut buffer);
    let first_in_sight = state.hits.menu_offset;
    let Some(Dialog::Menu(menu, _)) = &state.dialog else { panic!("no menu") };
    let label = menu.items[first_in_sight + 1].label.clone();
    let effect = state.handle(&at(click, state.hits.menu, 1));
    let Effect::Act(_, Deed::Signal(signal)) = effect else { panic!("{effect:?}") };
    assert!(label.starts_with(&format!("{:>2} ", signal.0)), "{label} {signal}");

    draw(&mut state, &mut buffer);
    let row = state.cursor.row as u16;
    state.handle(&at(click, rows, row));
    assert!(state.details.is_some(), "a row that is clicked again opens");
    draw(&mut state, &mut buffer);
    let (tab, _) = state.hits.tabs[3];
    state.handle(&at(click, tab, 0));
    assert_eq!(state.details.as_ref().map(|details| details.tab), Some(Tab::Maps));
}

#[test]
fn only_what_is_needed_is_read_of_processes_out_of_sight() {
    let state = state();
    let (all, shown) = (state.view.fields_of_all(), state.view.fields_of_shown());
    assert!(!all.contains(sysproc::process::Fields::CMDLINE) && !all.contains(sysproc::process::Fields::MEMORY_INFO));
    assert!(shown.contains(all) && shown.contains(sysproc::process::Fields::CMDLINE));
}

#[test]
fn a_message_has_the_colour_of_what_it_says() {
    let mut state = state();
    state.say(Role::Alarm, "no");
    assert_eq!(state.message, Some((Role::Alarm, "no".into())));
    let other = process(9, 1, "other", 0);
    state.show(moment([(other, 0.0)]));
    state.arrange();
    assert_eq!(message(&state), "no", "it stays until a key is pressed");
}
