//! Services.

use sysproc::service::{ServiceStatus, StartType};
use sysproc::{Error, System};

use crate::support::in_some_try;

#[test]
fn services_are_listed_and_found() {
    // One that is just starting or ending may have a process or not, whatever its state.
    in_some_try(look_at_services);
}

fn look_at_services() {
    let system = System::default();
    let all = system.services().unwrap();
    assert!(!all.is_empty());
    for service in &all {
        assert!(!service.name.is_empty() && !service.display_name.is_empty());
        let found = system.service(&service.name).unwrap();
        assert_eq!(&found, service);
        let state = service.state().unwrap();
        assert_eq!(state.status == Some(ServiceStatus::Stopped), state.pid.is_none(), "{service:?} {state:?}");
        if let Some(pid) = state.pid {
            assert!(system.pid_exists(pid).unwrap());
        }
        let config = service.config().unwrap();
        assert!(config.start_type.is_some() && !config.binpath.is_empty(), "{service:?} {config:?}");
        service.description().unwrap();
    }
}

#[test]
fn a_name_in_any_case() {
    let system = System::default();
    // Of Windows and Wine alike; both start it when somebody needs it.
    let service = system.service("MSISERVER").unwrap();
    assert!(service.name.eq_ignore_ascii_case("msiserver"));
    assert_ne!(service.name, "MSISERVER");
    let config = service.config().unwrap();
    assert_eq!(config.start_type, Some(StartType::Manual));
    assert!(config.binpath.to_str().unwrap().to_ascii_lowercase().contains("msiexec"), "{config:?}");
    assert_eq!(config.username, "LocalSystem");
}

#[test]
fn no_such_service() {
    for name in ["no such service", "", "a/b"] {
        let found = System::default().service(name);
        assert!(matches!(&found, Err(Error::NoSuchService { name: wrong }) if wrong == name), "{found:?}");
    }
    assert_eq!(System::default().service("none").unwrap_err().to_string(), "no service is called none");
}
