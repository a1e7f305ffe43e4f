//! The terminal, taken over and given back as it was: at the end, after a panic, and while the program is suspended.

use std::io::{self, BufWriter, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
use crossterm::queue;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::draw::draw;
use super::state::State;
use crate::platform::{self, TerminalOutput};

/// The whole terminal.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<TerminalOutput>>>,
    has_mouse: bool,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn open(has_mouse: bool) -> io::Result<Self> {
        let output = BufWriter::with_capacity(64 * 1024, platform::terminal_output()?);
        let before = panic::take_hook();
        // What the panic has to say is written to a terminal that shows it.
        panic::set_hook(Box::new(move |panic| {
            give_back();
            before(panic);
        }));
        take_over(has_mouse)?;
        Ok(Self { terminal: Terminal::new(CrosstermBackend::new(output))?, has_mouse })
    }

    /// Shows the state: writes the cells that are others than before.
    pub(super) fn show(&mut self, state: &mut State) -> io::Result<()> {
        self.terminal.draw(|frame| {
            if let Some(position) = draw(state, frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        })?;
        Ok(())
    }

    /// How many lines it has.
    pub(super) fn height(&self) -> io::Result<usize> {
        Ok(self.terminal.size()?.height.into())
    }

    /// Writes every cell when it is shown next.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        // Not `clear`: that asks the terminal where its cursor is, and the answer would be taken for input.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave(&mut self) {
        give_back();
    }

    /// Takes it over again.
    pub(super) fn come_back(&mut self) -> io::Result<()> {
        take_over(self.has_mouse)?;
        self.forget()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Whether the terminal is taken over: it is given back once, whoever comes first.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

fn take_over(has_mouse: bool) -> io::Result<()> {
    IS_TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    // In one piece, as when it is given back: a terminal in between is seen by nobody.
    let mut codes = Vec::new();
    queue!(codes, EnterAlternateScreen, Hide)?;
    if has_mouse {
        queue!(codes, EnableMouseCapture)?;
    }
    write_out(&codes)
}

/// Makes the terminal what it was. There is nobody left to tell where that fails.
fn give_back() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut codes = Vec::new();
    let _ = queue!(codes, DisableMouseCapture, LeaveAlternateScreen, Show).and_then(|()| write_out(&codes));
    let _ = disable_raw_mode();
}

fn write_out(codes: &[u8]) -> io::Result<()> {
    let mut output = platform::terminal_output()?;
    output.write_all(codes)?;
    output.flush()
}
