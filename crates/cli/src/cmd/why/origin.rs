//! What a process belongs to.

use std::ffi::OsStr;
use std::path::{Component, Path};

use serde::Serialize;
use sysproc::Pid;
use sysproc::process::Snapshot;

/// What a process belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Origin {
    kind: Kind,
    /// The name of the service, the container, the terminal; of the rest, of the process that stands for it.
    name: String,
    /// The process that stands for it, if it is one.
    pid: Option<Pid>,
}

/// The kinds, the more telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Container,
    Cron,
    Ssh,
    Service,
    Terminal,
    /// It was started by another process, of which no more is known.
    Process,
    /// A thread of the kernel.
    Kernel,
    /// The first process.
    Init,
}

impl Origin {
    pub(super) fn find(process: &Snapshot, ancestors: &[&Snapshot]) -> Option<Self> {
        let cgroup = process.cgroup.value().map(|path| path.as_path());
        let container = cgroup.and_then(container).map(|name| Self { kind: Kind::Container, name, pid: None });
        let service = cgroup.and_then(service).map(|name| Self { kind: Kind::Service, name, pid: None });
        let by_name = |kind: Kind, names: &[&str]| {
            let is_it = |name: &OsStr| names.iter().any(|known| name == *known);
            let found = ancestors.iter().find(|process| process.name.value().is_some_and(|name| is_it(name)))?;
            Some(Self { kind, name: named(found), pid: Some(found.pid) })
        };
        let terminal = process.terminal.value().and_then(|terminal| terminal.as_deref()).map(|terminal| Self {
            kind: Kind::Terminal,
            name: terminal.to_string_lossy().into_owned(),
            pid: None,
        });
        container
            .or_else(|| by_name(Kind::Cron, &["cron", "crond", "anacron", "atd", "fcron"]))
            .or_else(|| by_name(Kind::Ssh, &["sshd", "sshd-session", "dropbear"]))
            .or(service)
            .or(terminal)
            .or_else(|| Self::by_parent(process, ancestors))
    }

    fn by_parent(process: &Snapshot, ancestors: &[&Snapshot]) -> Option<Self> {
        let kernel = |process: &Snapshot| process.pid == 2 && process.ppid.value() == Some(&0);
        if kernel(process) || ancestors.iter().any(|process| kernel(process)) {
            return Some(Self { kind: Kind::Kernel, name: named(process), pid: None });
        }
        match ancestors {
            [] if process.pid == 1 => Some(Self { kind: Kind::Init, name: named(process), pid: None }),
            [parent, ..] => Some(Self { kind: Kind::Process, name: named(parent), pid: Some(parent.pid) }),
            [] => None,
        }
    }

    /// In words.
    pub(super) fn sentence(&self) -> String {
        let name = &self.name;
        match self.kind {
            Kind::Container => format!("it is in the container {name}"),
            Kind::Cron => format!("{name} started it on schedule"),
            Kind::Ssh => format!("somebody is logged in through {name}"),
            Kind::Service => format!("it belongs to the service {name}"),
            Kind::Terminal => format!("somebody started it on {name}"),
            Kind::Process => format!("{name} started it"),
            Kind::Kernel => "it is a thread of the kernel".into(),
            Kind::Init => "it is the first process, which the kernel started".into(),
        }
    }
}

fn named(process: &Snapshot) -> String {
    process.name.value().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The parts of a control group's path, the innermost first.
fn parts<'a>(path: &'a Path) -> Vec<&'a str> {
    let part = |component: Component<'a>| match component {
        Component::Normal(part) => part.to_str(),
        _ => None,
    };
    let mut parts: Vec<&str> = path.components().filter_map(part).collect();
    parts.reverse();
    parts
}

/// The name of a container, as the engines name their groups: Docker, Podman, containerd, Kubernetes, LXC, nspawn.
fn container(path: &Path) -> Option<String> {
    let parts = parts(path);
    for (at, part) in parts.iter().enumerate() {
        let scope = part.strip_suffix(".scope").unwrap_or(part);
        for engine in ["docker-", "libpod-", "cri-containerd-", "crio-", "containerd-"] {
            if let Some(id) = scope.strip_prefix(engine).filter(|id| is_id(id)) {
                return Some(short(id));
            }
        }
        let parent = parts.get(at + 1).copied().unwrap_or_default();
        let in_engine = parent == "docker" || parent.starts_with("pod") || parent.starts_with("kubepods");
        if in_engine && is_id(part) {
            return Some(short(part));
        }
        if let Some(name) = part.strip_prefix("lxc.payload.").or((parent == "lxc").then_some(*part)) {
            return Some(name.into());
        }
        if let Some(name) = scope.strip_prefix("machine-").filter(|_| parent == "machine.slice") {
            return Some(name.into());
        }
    }
    None
}

fn is_id(text: &str) -> bool {
    text.len() >= 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// An identifier as the engines show it.
fn short(id: &str) -> String {
    id.get(..12).unwrap_or(id).into()
}

/// The innermost unit of systemd that is a service; the manager of a user's services is none that explains anything.
fn service(path: &Path) -> Option<String> {
    let is_service = |part: &&str| part.ends_with(".service") && !part.starts_with("user@");
    parts(path).into_iter().find(is_service).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_groups_tell_of_containers_and_services() {
        let id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        for (path, expected) in [
            (format!("/docker/{id}"), Some("0123456789ab")),
            (format!("/system.slice/docker-{id}.scope"), Some("0123456789ab")),
            (format!("/machine.slice/libpod-{id}.scope/container"), Some("0123456789ab")),
            (format!("/kubepods/burstable/pod123/{id}"), Some("0123456789ab")),
            ("/lxc.payload.web/system.slice".into(), Some("web")),
            ("/lxc/web".into(), Some("web")),
            ("/system.slice/nginx.service".into(), None),
            ("/".into(), None),
        ] {
            assert_eq!(container(Path::new(&path)).as_deref(), expected, "{path}");
        }
        let user = "/user.slice/user-1000.slice/user@1000.service/app.slice/app-vim.service";
        assert_eq!(service(Path::new(user)).as_deref(), Some("app-vim.service"));
        assert_eq!(service(Path::new("/user.slice/user-1000.slice/user@1000.service/init.scope")), None);
        assert_eq!(service(Path::new("/system.slice/nginx.service")).as_deref(), Some("nginx.service"));
    }
}
