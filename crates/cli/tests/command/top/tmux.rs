//! A real terminal: tmux, with a server of its own for each test.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::{binary, tool};

/// A terminal with a program in it, until dropped.
pub(crate) struct Tmux {
    dir: TempDir,
}

impl Tmux {
    /// Runs a line of shell in a terminal of this size. `$SYSPROC` is the command that is tested, and `$DIR` a folder.
    pub(crate) fn run(width: u16, height: u16, line: &str) -> Self {
        let terminal = Self { dir: tempfile::tempdir().unwrap() };
        let (width, height) = (width.to_string(), height.to_string());
        let shell = format!("stty -ixon; {line}; sleep 1000");
        terminal.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", &width, "-y", &height, &shell]);
        terminal
    }

    /// Runs the command with these arguments; what is left behind it says with which code it ended.
    pub(crate) fn top(width: u16, height: u16, arguments: &str) -> Self {
        Self::run(width, height, &format!("echo before; $SYSPROC top --delay 0.2 {arguments}; echo code=$?"))
    }

    /// A folder that goes when the terminal does.
    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }

    fn tmux(&self, arguments: &[&str]) -> String {
        let socket = self.dir.path().join("tmux");
        let mut command = Command::new("tmux");
        for variable in ["TMUX", "COLUMNS", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
            command.env_remove(variable);
        }
        command.env("SYSPROC", binary()).env("DIR", self.dir.path());
        command.env("LC_ALL", "C.UTF-8").env("SHELL", "/bin/sh").env("PS1", "$ ").env("RUST_BACKTRACE", "0");
        let out = command.arg("-u").arg("-S").arg(socket).args(arguments).output().unwrap();
        assert!(out.status.success(), "tmux {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }

    /// Presses keys, as tmux calls them.
    pub(crate) fn press(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    /// Types text, or sends what a terminal does.
    pub(crate) fn send(&self, text: &str) {
        self.tmux(&["send-keys", "-l", text]);
    }

    pub(crate) fn resize(&self, width: u16, height: u16) {
        self.tmux(&["resize-window", "-x", &width.to_string(), "-y", &height.to_string()]);
    }

    pub(crate) fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// With the escape codes of its colours.
    pub(crate) fn colored_screen(&self) -> String {
        self.tmux(&["capture-pane", "-p", "-e"])
    }

    /// Waits until the screen is as it should be, for minutes: a picture of thousands of processes takes long.
    pub(crate) fn wait(&self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if is_it(&screen) {
                return screen;
            }
            assert!(start.elapsed() < Duration::from_secs(300), "{what}:\n{screen}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// Waits for a text.
    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.wait(text, |screen| screen.contains(text))
    }

    /// Writes all that the program sends to the terminal from now on to a file as well.
    pub(crate) fn tap(&self, file: &str) {
        let path = self.dir.path().join(file);
        self.tmux(&["pipe-pane", &format!("cat >> '{}'", path.display())]);
    }

    /// Whether the program has the other screen, the mouse, and hides the cursor.
    pub(crate) fn taken(&self) -> [bool; 3] {
        let flags = self.tmux(&["display-message", "-p", "#{alternate_on} #{mouse_any_flag} #{cursor_flag}"]);
        let flags: Vec<bool> = flags.split_whitespace().map(|flag| flag == "1").collect();
        [flags[0], flags[1], !flags[2]]
    }

    /// The name of the terminal, without the folder.
    pub(crate) fn tty(&self) -> String {
        self.tmux(&["display-message", "-p", "#{pane_tty}"]).trim().trim_start_matches("/dev/").to_owned()
    }

    /// The pid of the command: the only child of the shell in the terminal.
    pub(crate) fn pid(&self) -> String {
        let shell = self.tmux(&["display-message", "-p", "#{pane_pid}"]);
        tool("ps", &["--no-headers", "-o", "pid", "--ppid", shell.trim()]).trim().to_owned()
    }

    /// Waits for the end of the command; the screen, once everything of the terminal is as it was.
    pub(crate) fn ended(&self, code: i32) -> String {
        let screen = self.wait_for(&format!("code={code}"));
        assert!(screen.starts_with("before\n"), "{screen}");
        assert_eq!(self.taken(), [false; 3], "{screen}");
        let modes = tool("stty", &["-a", "-F", &format!("/dev/{}", self.tty())]);
        let is_on = |mode: &str| modes.split_whitespace().any(|word| word.trim_end_matches(';') == mode);
        assert!(["icanon", "echo", "isig", "icrnl", "opost"].into_iter().all(is_on), "{modes}");
        screen
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = Command::new("tmux").arg("-S").arg(self.dir.path().join("tmux")).arg("kill-server").output();
    }
}
