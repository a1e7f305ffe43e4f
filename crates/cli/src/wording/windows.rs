//! The help in the words of Windows.

use clap::Command;
use clap::builder::StyledStr;

use crate::cmd::ps;

/// Subcommands about what Windows does not have.
const ABSENT: [&str; 3] = ["tty", "rlimit", "man"];

/// Options likewise, by subcommand; that of the whole command is the empty one.
const ABSENT_OPTIONS: [(&str, &str); 4] = [("", "root"), ("", "null"), ("kill", "list"), ("ionice", "level")];

/// What is said otherwise, wherever it stands.
const REWORDED: &[(&str, &str)] = &[
    // Of the whole command.
    (
        "In a container whose control group limits something, Limits says how much of what; memory there is without cache \
      that is given back first.",
        "",
    ),
    ("  sysproc kill -s HUP nginx\n", ""),
    ("  sysproc --root /srv/capture ps       what a captured /proc says\n", ""),
    ("Show memory and swap space", "Show memory and page files"),
    ("files, sockets, pipes", "files and sockets"),
    // Of several.
    ("user=root", "user~SYSTEM"),
    ("user=www-data", "user~NETWORK"),
    ("-u www-data", "-u \"NT AUTHORITY\\SYSTEM\""),
    (", as in ps(1)", ""),
    (" -0 prints the paths.", ""),
    (" -0 prints the pids.", ""),
    // why
    ("service, container, job or login", "parents"),
    (", and names the service, container, cron job, ssh session or terminal that it belongs to", ""),
    // watch
    (
        ", with its exit code where the system tells it, or with 128 and the number of the signal that ended it",
        ", with its exit code",
    ),
    // lsof
    (
        "FD is the number of a descriptor, or cwd (working directory), exe (program), mem (mapped file). MODE is r, w, a \
      (appending), r+ (both) or a+.",
        "FD is cwd (working directory), exe (program), file (open file), mem (mapped file).",
    ),
    ("/var/log         who", "C:\\Users         who"),
    ("  sysproc lsof --path /mnt/usb -0 | xargs -0 ls -l\n", ""),
    // pmap
    ("PSS divides shared pages among those who share them. ", ""),
    // df
    ("Also those without space (proc, sysfs and the like), and every mount of each", "Also drives without a disk"),
    (": the part reserved for root is in neither USED nor FREE", ""),
    ("  sysproc df . /tmp  ", "  sysproc df . D:\\   "),
    // iostat, iotop
    ("sda nvme0n1", "PhysicalDrive0"),
    (", as the first report of iostat(1)", ""),
    ("Others' traffic only root sees.", ""),
    // netstat
    (", udp6, unix.", ", udp6."),
    ("  sysproc netstat unix --watch 2\n", ""),
    // uptime
    (
        "The load is the average number of tasks that run, want to run or wait for a disk, over 1, 5 and 15 minutes: compare \
      it with the number of CPUs.\n\n",
        "",
    ),
    ("jq .load_average.one", "jq .uptime"),
    // kill
    ("Send a signal to processes, and wait for their end", "End processes, and wait until they have ended"),
    (
        "The signal to send [default: TERM]",
        "Do not end them; send them CTRL_C_EVENT or CTRL_BREAK_EVENT, which their console tells them",
    ),
    (
        "A signal is a number or a name, with or without SIG, real-time signals RTMIN+1 or RTMAX-1; it may also be written \
      -9, -KILL or -SIGKILL. A name",
        "A process ends at once, without being asked; what it has not saved is lost. A name",
    ),
    ("on pid 1,", "on the system's own,"),
    ("was signalled (and has ended, with --wait)", "was told to end (and has ended, with --wait)"),
    ("  sysproc kill -9 4711\n", ""),
    ("  sysproc kill -s HUP nginx\n", ""),
    ("  sysproc kill -l                      list the signals\n", ""),
    ("  sysproc kill -l 137                  the signal behind this exit code\n", ""),
    // nice, ionice
    (
        "Show or set nice values, or start a program with one",
        "Show or set priority classes, or start a program with one",
    ),
    ("The nice value to set", "The priority class to set"),
    (
        "Nice values go from -20 (first) to 19 (last); below 0 only root may go. -n is the value itself, not an increment.",
        "Priority classes, the last served first: realtime (only for an administrator), high, above-normal, normal, \
      below-normal, idle.",
    ),
    ("-n 10 4711", "-n idle 4711"),
    ("-n 19 -- make -j8     ", "-n below-normal -- cl big.c"),
    (
        "Classes: realtime (1; before all others, only for root), best-effort (2), idle (3; when nobody else wants the disk), \
      none (0; follows the nice value). The first two have levels from 0 (first) to 7.",
        "Classes: normal, low, very-low.",
    ),
    ("-c best-effort -l 7 4711", "-c low 4711"),
    ("-c idle -- tar -cf backup.tar /srv", "-c very-low -- robocopy C:\\Data D:\\Backup /MIR"),
    // completions
    ("  sysproc completions bash > /etc/bash_completion.d/sysproc\n", ""),
    ("  sysproc completions zsh > ~/.zfunc/_sysproc\n", ""),
    ("  sysproc completions fish > ~/.config/fish/completions/sysproc.fish\n", ""),
];

/// The command in the words of Windows.
pub(super) fn reworded(command: Command) -> Command {
    let command = adapted(command, "").mut_subcommand("ps", |ps| ps.after_long_help(ps::long_help(true)));
    said_otherwise(command.mut_subcommands(|subcommand| {
        let name = subcommand.get_name().to_owned();
        let hide = ABSENT.contains(&name.as_str());
        said_otherwise(adapted(subcommand, &name)).hide(hide)
    }))
}

/// Hides the options that Windows has no use for, and calls one by what it has.
fn adapted(command: Command, name: &str) -> Command {
    let renamed = match name {
        "kill" => command.mut_arg("signal", |signal| signal.long("event").alias("signal").value_name("EVENT")),
        _ => command,
    };
    let absent = ABSENT_OPTIONS.iter().filter(|(subcommand, _)| *subcommand == name);
    absent.fold(renamed, |command, (_, option)| command.mut_arg(option, |option| option.hide(true)))
}

fn said_otherwise(mut command: Command) -> Command {
    if let Some(about) = command.get_about().map(translated) {
        command = command.about(about);
    }
    if let Some(help) = command.get_after_help().map(translated) {
        command = command.after_help(help);
    }
    if let Some(help) = command.get_after_long_help().map(translated) {
        command = command.after_long_help(help);
    }
    command.mut_args(|argument| match argument.get_help().map(translated) {
        Some(help) => argument.help(help),
        None => argument,
    })
}

/// The text with everything said otherwise that is, and quoted as cmd and PowerShell both understand it.
fn translated(text: &StyledStr) -> String {
    // Examples with xargs are of no use.
    let lines = text.ansi().to_string();
    let kept: Vec<&str> = lines.split('\n').filter(|line| !line.contains("xargs")).collect();
    let said = REWORDED.iter().fold(kept.join("\n"), |text, (from, to)| text.replace(from, to));
    double_quoted(&said)
}

/// What stands between single quotes, between double ones. Apostrophes stay.
fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" '") {
        let Some((quoted, after)) = after.split_once('\'') else { break };
        out.push_str(&format!("{before} \"{quoted}\""));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::Cli;

    /// What means nothing on Windows, as whole words.
    const OF_UNIX: &[&str] = &[
        "root",
        "uid",
        "euid",
        "gid",
        "egid",
        "signal",
        "signals",
        "signalled",
        "sig",
        "sigkill",
        "term",
        "hup",
        "kill -9",
        "tty",
        "nice value",
        "nice values",
        "cgroup",
        "control group",
        "proc",
        "etc",
        "dev",
        "sysfs",
        "var",
        "tmp",
        "mnt",
        "srv",
        "usr",
        "cron",
        "ssh",
        "getrlimit",
        "xargs",
        "ps(1)",
        "iostat(1)",
        "descriptor",
        "descriptors",
        "www-data",
        "pid 1",
        "unix",
        "zfunc",
        "daemon",
    ];

    fn shown(command: &mut Command) -> String {
        format!("{}\n{}", command.render_help(), command.render_long_help())
    }

    fn pages() -> Vec<(String, String)> {
        let mut command = reworded(Cli::command());
        command.build();
        let mut pages = vec![(String::new(), shown(&mut command))];
        for subcommand in command.get_subcommands_mut().filter(|subcommand| !subcommand.is_hide_set()) {
            pages.push((subcommand.get_name().to_owned(), shown(subcommand)));
        }
        pages
    }

    #[test]
    fn no_word_of_unix_is_in_the_help() {
        for (name, page) in pages() {
            let page = page.to_lowercase();
            for word in OF_UNIX {
                let is_whole = |at: usize| {
                    let (before, after) = (&page[..at], &page[at + word.len()..]);
                    !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                        && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
                };
                let found = page.match_indices(word).find(|(at, _)| is_whole(*at));
                let line =
                    found.map(|(at, _)| page[..at].rsplit('\n').next().unwrap_or_default().to_owned() + &page[at..]);
                assert_eq!(line.map(|text| text.lines().next().unwrap_or_default().to_owned()), None, "{name}: {word}");
            }
        }
    }

    #[test]
    fn nothing_is_reworded_that_is_not_said() {
        let mut command = Cli::command();
        command.build();
        let mut said = String::new();
        let mut say = |command: &Command| {
            let texts = [command.get_about(), command.get_after_help(), command.get_after_long_help()];
            let helps = command.get_arguments().map(clap::Arg::get_help);
            texts.into_iter().chain(helps).flatten().for_each(|text| said.push_str(&format!("{text}\n")));
        };
        say(&command);
        command.get_subcommands().for_each(&mut say);
        for (from, _) in REWORDED {
            assert!(said.contains(from), "{from}");
        }
    }

    #[test]
    fn quotes_are_doubled_and_apostrophes_are_not() {
        assert_eq!(double_quoted("a 'b c' 'd', others' and the system's"), "a \"b c\" \"d\", others' and the system's");
    }
}
