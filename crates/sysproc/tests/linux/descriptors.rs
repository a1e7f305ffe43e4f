//! Descriptors of every kind, against what the test has opened.

use std::fs::File;
use std::net::TcpListener;
use std::os::fd::{AsFd, AsRawFd};

use rustix::event::{EventfdFlags, eventfd};
use sysproc::process::{Descriptor, DescriptorKind, OpenMode};
use sysproc::{Error, Process};

use crate::support::{Kid, Tree, unprivileged};

fn of(descriptor: impl AsFd) -> Descriptor {
    let fd: u32 = descriptor.as_fd().as_raw_fd().try_into().unwrap();
    let all = Process::current().unwrap().descriptors().unwrap();
    assert!(all.is_sorted_by_key(|descriptor| descriptor.fd), "{all:?}");
    all.into_iter().find(|descriptor| descriptor.fd == fd).unwrap()
}

#[test]
fn every_kind_of_descriptor() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().canonicalize().unwrap();
    std::fs::write(at.join("file"), "0123456789").unwrap();
    let file = of(File::open(at.join("file")).unwrap());
    assert_eq!((file.kind, file.target, file.size), (DescriptorKind::File, at.join("file"), Some(10)));
    let directory = of(File::open(&at).unwrap());
    assert_eq!((directory.kind, directory.target, directory.size), (DescriptorKind::Directory, at, None));
    let null = of(File::open("/dev/null").unwrap());
    assert_eq!((null.kind, null.target), (DescriptorKind::CharacterDevice, "/dev/null".into()));
    let (reader, _writer) = std::io::pipe().unwrap();
    let pipe = of(reader);
    assert!(pipe.kind == DescriptorKind::Pipe && pipe.target.to_str().unwrap().starts_with("pipe:["), "{pipe:?}");
    let socket = of(TcpListener::bind("127.0.0.1:0").unwrap());
    assert!(socket.kind == DescriptorKind::Socket && socket.size.is_none(), "{socket:?}");
    let event = of(eventfd(0, EventfdFlags::CLOEXEC).unwrap());
    assert_eq!((event.kind, event.target.to_str()), (DescriptorKind::Other, Some("anon_inode:[eventfd]")));
}

#[test]
fn how_each_was_opened_and_whether_it_is_still_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    let file = File::options().create(true).append(true).open(&path).unwrap();
    assert_eq!((of(&file).mode, of(&file).deleted), (Some(OpenMode::Append), Some(false)));
    std::fs::remove_file(path).unwrap();
    assert_eq!(of(&file).deleted, Some(true));
    let (reader, writer) = std::io::pipe().unwrap();
    assert_eq!((of(&reader).mode, of(&writer).mode), (Some(OpenMode::Read), Some(OpenMode::Write)));
    let socket = of(TcpListener::bind("127.0.0.1:0").unwrap());
    assert_eq!((socket.mode, socket.deleted), (Some(OpenMode::ReadWrite), None));
    let null = of(File::options().write(true).open("/dev/null").unwrap());
    assert_eq!((null.mode, null.deleted), (Some(OpenMode::Write), None));
}

#[test]
fn zombies_have_none_and_those_that_are_gone_are_an_error() {
    assert_eq!(Kid::zombie().process().descriptors().unwrap(), []);
    let gone = Kid::sleeper().process();
    assert!(matches!(gone.descriptors(), Err(Error::NoSuchProcess { pid }) if pid == gone.pid()));
}

#[test]
fn root_those_of_others_are_denied() {
    let kid = Kid::sleeper();
    let process = kid.process();
    unprivileged(|| assert!(matches!(process.descriptors(), Err(Error::AccessDenied { pid: Some(_), .. }))));
}

#[test]
fn in_a_capture_the_links_alone_tell() {
    let tree = Tree::new();
    let numbers = "0 ".repeat(47);
    tree.file("proc/7/stat", format!("7 (x) S 1 {numbers}\n").replacen("0 ", "4096 ", 20));
    for (fd, target) in [("0", "/dev/null"), ("3", "socket:[8]"), ("4", "pipe:[9]"), ("5", "/var/log/x")] {
        tree.link(&format!("proc/7/fd/{fd}"), target);
    }
    let kinds: Vec<_> = tree.system().process(7).unwrap().descriptors().unwrap().iter().map(|d| d.kind).collect();
    use DescriptorKind::{CharacterDevice, File, Pipe, Socket};
    assert_eq!(kinds, [CharacterDevice, Socket, Pipe, File]);
}
