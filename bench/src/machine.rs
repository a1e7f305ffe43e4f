//! On which machine, and with which versions, it was measured.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::peers::Peers;

/// Lets this process open as many descriptors as it may: some of the contenders hold several of each process.
pub(crate) fn raise_descriptor_limit() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // If not, those contenders say so.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

/// What is worth knowing, each with its name.
pub(crate) fn describe(peers: &Peers) -> Vec<(&'static str, String)> {
    let uname = rustix::system::uname();
    let kernel = [uname.sysname(), uname.release(), uname.machine()].map(|part| part.to_string_lossy().into_owned());
    let mut versions = vec![format!("sysproc {}", env!("CARGO_PKG_VERSION"))];
    versions.extend(["sysinfo", "procfs"].map(|name| format!("{name} {}", pinned(name))));
    versions.extend(peers.versions());
    vec![
        ("processor", processor()),
        ("kernel", kernel.join(" ")),
        ("user", if rustix::process::geteuid().is_root() { "root" } else { "not root" }.to_owned()),
        ("versions", versions.join(", ")),
        ("compiler", env!("RUSTC_VERSION").to_owned()),
    ]
}

fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let models = info.lines().filter_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = models.map(|(_, model)| model.to_owned()).next();
    let count = std::thread::available_parallelism().map_or(0, usize::from);
    format!("{count} × {}", model.as_deref().unwrap_or("unknown"))
}

/// The version that the manifest pins a crate to.
fn pinned(name: &str) -> &'static str {
    let manifest = include_str!("../Cargo.toml");
    let line = manifest.lines().find(|line| line.split_once(" = ").is_some_and(|(key, _)| key == name));
    line.and_then(|line| line.split_once("\"=")?.1.split_once('"')).map_or("unknown", |(version, _)| version)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_peers_are_pinned() {
        assert!(super::pinned("sysinfo").starts_with("0."));
        assert!(super::pinned("procfs").starts_with("0."));
    }
}
