//! What the user always wants: a file of TOML in the system's folder for such files.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use crate::app::App;
use crate::columns::{self, Column};
use crate::failure::{Failure, Outcome};
use crate::platform;
use crate::processes::Key;
use crate::render::safe;

/// What the file may say; what it does not is as without it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    pub(crate) ps: Ps,
    pub(crate) top: Top,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Ps {
    columns: Vec<String>,
    sort: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Top {
    columns: Vec<String>,
    sort: Vec<String>,
    pub(crate) theme: Option<String>,
    /// Seconds between two pictures.
    refresh: Option<f64>,
}

impl Config {
    /// The user's file; the defaults where there is none.
    pub(crate) fn read() -> Outcome<Self> {
        let Some(path) = path() else { return Ok(Self::default()) };
        let text = match std::fs::read_to_string(&path) {
            // As when another user's HOME is still set, which may not be looked into.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => {
                return Ok(Self::default());
            }
            text => text.map_err(|error| wrong(&path, &error.to_string()))?,
        };
        let config: Self = toml::from_str(&text).map_err(|error| wrong(&path, error.to_string().trim_end()))?;
        config.check().map_err(|message| wrong(&path, &message))?;
        Ok(config)
    }

    /// Whether all that is written makes sense, so that a slip is found before it matters.
    fn check(&self) -> Result<(), String> {
        for list in [&self.ps.columns, &self.top.columns] {
            found(list)?;
        }
        for list in [&self.ps.sort, &self.top.sort] {
            keys(list)?;
        }
        self.top.refresh()?;
        self.top.theme.as_deref().map_or(Ok(()), crate::cmd::top::is_theme)
    }
}

impl Ps {
    pub(crate) fn columns(&self) -> Vec<&'static Column> {
        found(&self.columns).unwrap_or_default()
    }

    pub(crate) fn sort(&self) -> Vec<Key> {
        keys(&self.sort).unwrap_or_default()
    }
}

impl Top {
    pub(crate) fn columns(&self) -> Vec<&'static Column> {
        found(&self.columns).unwrap_or_default()
    }

    pub(crate) fn sort(&self) -> Vec<Key> {
        keys(&self.sort).unwrap_or_default()
    }

    /// Between two pictures.
    pub(crate) fn refresh(&self) -> Result<Option<Duration>, String> {
        self.refresh.map(|seconds| crate::processes::seconds(&seconds.to_string())).transpose()
    }
}

fn found(names: &[String]) -> Result<Vec<&'static Column>, String> {
    names.iter().map(|name| columns::find(name)).collect()
}

fn keys(names: &[String]) -> Result<Vec<Key>, String> {
    names.iter().map(|name| Key::parse(name)).collect()
}

fn wrong(path: &std::path::Path, message: &str) -> Failure {
    Failure::Usage(format!("{}: {message}", safe(path.as_os_str())))
}

/// Where the file is, whether it is there or not.
fn path() -> Option<PathBuf> {
    Some(platform::config_folder()?.join("sysproc").join("config.toml"))
}

/// Prints what holds: what the file says, and the defaults for the rest.
pub(crate) fn print(app: &mut App) -> Outcome {
    let config = Config::read()?;
    let list = |chosen: &[String], default: &[&str]| {
        let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
        let names = if chosen.is_empty() { default.to_vec() } else { chosen };
        names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
    };
    let whence = path().map(|path| format!("# {}", safe(path.as_os_str()))).unwrap_or_default();
    let theme = config.top.theme.as_deref().unwrap_or(crate::cmd::top::THEME);
    let refresh = config.top.refresh.unwrap_or(crate::cmd::top::REFRESH.as_secs_f64());
    let sorted = crate::cmd::top::SORTED_BY.map(|name| format!("-{name}"));
    let sorted: Vec<&str> = sorted.iter().map(String::as_str).collect();
    let lines = [
        whence,
        "[ps]".into(),
        format!("columns = [{}]", list(&config.ps.columns, crate::cmd::ps::SHOWN)),
        format!("sort = [{}]", list(&config.ps.sort, &["pid"])),
        String::new(),
        "[top]".into(),
        format!("columns = [{}]", list(&config.top.columns, crate::cmd::top::SHOWN)),
        format!("sort = [{}]", list(&config.top.sort, &sorted)),
        format!("theme = {theme:?}"),
        format!("refresh = {refresh:?}"),
    ];
    app.print(&lines.map(Into::into))
}
