//! What comes from outside: keys, the mouse, the size of the terminal, signals.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crossterm::event::{self, Event};

use crate::platform::{self, Call};

#[derive(Debug)]
pub(super) enum Happening {
    Input(Event),
    Signal(Call),
    /// Nobody can type any more.
    Closed,
}

/// Listens, on threads that end with the program.
pub(super) fn listen() -> io::Result<Receiver<Happening>> {
    let (tell, happenings) = channel();
    let signals = tell.clone();
    platform::on_signals(move |call| drop(signals.send(Happening::Signal(call))))?;
    thread::Builder::new().name("input".into()).spawn(move || read(&tell))?;
    Ok(happenings)
}

fn read(tell: &Sender<Happening>) {
    loop {
        let (happening, is_last) = match event::read() {
            Ok(event) => (Happening::Input(event), false),
            Err(_) => (Happening::Closed, true),
        };
        if tell.send(happening).is_err() || is_last {
            return;
        }
    }
}
