//! Services, by the service control manager.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::windows::ffi::{OsStrExt, OsStringExt};

use windows_sys::Win32::Foundation::{ERROR_INVALID_NAME, ERROR_SERVICE_DOES_NOT_EXIST};
use windows_sys::Win32::System::Services as win;

use super::ffi::service::Handle;
use crate::service::{Service, ServiceConfig, ServiceState, ServiceStatus, StartType};
use crate::{Error, Result, System};

pub(crate) fn list(_: &System) -> Result<Vec<Service>> {
    let manager = Handle::manager(win::SC_MANAGER_CONNECT | win::SC_MANAGER_ENUMERATE_SERVICE);
    let manager = manager.map_err(|error| Error::system("OpenSCManager", error))?;
    let listed = manager.services().map_err(|error| Error::system("EnumServicesStatusEx", error))?;
    let service = |(name, display_name): (Vec<u16>, Vec<u16>)| Service {
        name: OsString::from_wide(&name),
        display_name: OsString::from_wide(&display_name),
    };
    Ok(listed.into_iter().map(service).collect())
}

pub(crate) fn find(system: &System, name: &OsStr) -> Result<Service> {
    match open(name, win::SERVICE_QUERY_STATUS) {
        // One that is there and may not be asked is listed all the same.
        Ok(_) | Err(Error::AccessDenied { .. }) => {}
        Err(error) => return Err(error),
    }
    let found = list(system)?.into_iter().find(|service| service.name.eq_ignore_ascii_case(name));
    found.ok_or_else(|| Error::NoSuchService { name: name.to_owned() })
}

fn open(name: &OsStr, rights: u32) -> Result<Handle> {
    let manager = Handle::manager(win::SC_MANAGER_CONNECT).map_err(|error| Error::system("OpenSCManager", error))?;
    let wide: Vec<u16> = name.encode_wide().chain([0]).collect();
    manager.open(&wide, rights).map_err(|error| {
        if is(&error, ERROR_SERVICE_DOES_NOT_EXIST) || is(&error, ERROR_INVALID_NAME) {
            return Error::NoSuchService { name: name.to_owned() };
        }
        Error::system("OpenService", error)
    })
}

fn is(error: &io::Error, code: u32) -> bool {
    error.raw_os_error() == Some(code as i32)
}

pub(crate) fn config(service: &Service) -> Result<ServiceConfig> {
    let config = open(&service.name, win::SERVICE_QUERY_CONFIG)?.config();
    let config = config.map_err(|error| Error::system("QueryServiceConfig", error))?;
    Ok(ServiceConfig {
        binpath: OsString::from_wide(&config.program),
        username: OsString::from_wide(&config.account),
        start_type: match config.start {
            win::SERVICE_AUTO_START => Some(StartType::Automatic),
            win::SERVICE_DEMAND_START => Some(StartType::Manual),
            win::SERVICE_DISABLED => Some(StartType::Disabled),
            _ => None,
        },
    })
}

pub(crate) fn state(service: &Service) -> Result<ServiceState> {
    let status = open(&service.name, win::SERVICE_QUERY_STATUS)?.status();
    let status = status.map_err(|error| Error::system("QueryServiceStatusEx", error))?;
    Ok(ServiceState {
        status: match status.dwCurrentState {
            win::SERVICE_RUNNING => Some(ServiceStatus::Running),
            win::SERVICE_PAUSED => Some(ServiceStatus::Paused),
            win::SERVICE_START_PENDING => Some(ServiceStatus::StartPending),
            win::SERVICE_PAUSE_PENDING => Some(ServiceStatus::PausePending),
            win::SERVICE_CONTINUE_PENDING => Some(ServiceStatus::ContinuePending),
            win::SERVICE_STOP_PENDING => Some(ServiceStatus::StopPending),
            win::SERVICE_STOPPED => Some(ServiceStatus::Stopped),
            _ => None,
        },
        pid: Some(status.dwProcessId).filter(|pid| *pid != 0),
    })
}

pub(crate) fn description(service: &Service) -> Result<OsString> {
    match open(&service.name, win::SERVICE_QUERY_CONFIG)?.description() {
        Ok(text) => Ok(OsString::from_wide(&text)),
        // The file with its text may be gone, which is said in several ways.
        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => Ok(OsString::new()),
        Err(error) => Err(Error::system("QueryServiceConfig2", error)),
    }
}
