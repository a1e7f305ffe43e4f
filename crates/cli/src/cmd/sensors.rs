//! `sysproc sensors`: temperatures, fans, the battery.

use std::collections::BTreeMap;

use serde::Serialize;
use sysproc::sensors::{Battery, Fan, Temperature, TimeLeft};

use crate::app::{App, Format};
use crate::failure::Outcome;
use crate::render::{Head, Line, Role, Table, long_duration, one_decimal};
use crate::sheet::{Sheet, seen};
use crate::updates::Updates;
use crate::value::Value;

pub(crate) const HELP: &str = "\
Examples:
  sysproc sensors
  sysproc sensors --watch 5
  sysproc sensors --json | jq '.temperatures[] | select(.current > 80)'
";

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    updates: Updates,
}

/// What the sensors say; each part is absent where it cannot be had.
#[derive(Debug, Default)]
pub(crate) struct Sensors {
    pub(crate) temperatures: BTreeMap<String, Vec<Temperature>>,
    pub(crate) fans: BTreeMap<String, Vec<Fan>>,
    pub(crate) battery: Option<Battery>,
}

impl Sensors {
    pub(crate) fn read(app: &mut App) -> Self {
        let system = app.system.clone();
        Self {
            temperatures: app.part("temperatures", system.temperatures()).unwrap_or_default(),
            fans: app.part("fans", system.fans()).unwrap_or_default(),
            battery: app.part("battery", system.battery()).flatten(),
        }
    }

    /// The temperatures, each with its chip.
    pub(crate) fn each_temperature(&self) -> impl Iterator<Item = (&str, &Temperature)> {
        self.temperatures.iter().flat_map(|(chip, all)| all.iter().map(move |one| (chip.as_str(), one)))
    }

    /// The fans, each with its chip.
    pub(crate) fn each_fan(&self) -> impl Iterator<Item = (&str, &Fan)> {
        self.fans.iter().flat_map(|(chip, all)| all.iter().map(move |one| (chip.as_str(), one)))
    }
}

/// The keys of JSON.
#[derive(Serialize)]
pub(crate) struct Written<'a> {
    temperatures: Vec<WrittenTemperature<'a>>,
    fans: Vec<WrittenFan<'a>>,
    battery: Option<WrittenBattery>,
}

#[derive(Serialize)]
struct WrittenTemperature<'a> {
    chip: &'a str,
    label: &'a str,
    current: f64,
    high: Option<f64>,
    critical: Option<f64>,
}

#[derive(Serialize)]
struct WrittenFan<'a> {
    chip: &'a str,
    label: &'a str,
    rpm: u64,
}

#[derive(Serialize)]
struct WrittenBattery {
    percent: f64,
    power_plugged: Option<bool>,
    /// `null` where it is not known, and on external power.
    seconds_left: Option<f64>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(sensors: &'a Sensors) -> Self {
        let temperature = |(chip, t): (&'a str, &'a Temperature)| WrittenTemperature {
            chip,
            label: &t.label,
            current: t.current,
            high: t.high,
            critical: t.critical,
        };
        let fan = |(chip, fan): (&'a str, &'a Fan)| WrittenFan { chip, label: &fan.label, rpm: fan.rpm };
        Self {
            temperatures: sensors.each_temperature().map(temperature).collect(),
            fans: sensors.each_fan().map(fan).collect(),
            battery: sensors.battery.map(WrittenBattery::new),
        }
    }
}

impl WrittenBattery {
    fn new(battery: Battery) -> Self {
        let seconds_left = match battery.time_left {
            TimeLeft::Known(left) => Some(left.as_secs_f64()),
            TimeLeft::Unlimited | TimeLeft::Unknown => None,
        };
        Self { percent: battery.percent, power_plugged: battery.power_plugged, seconds_left }
    }
}

/// What a temperature says of its chip.
pub(crate) fn heat(temperature: &Temperature) -> Role {
    let over = |limit: Option<f64>| limit.is_some_and(|limit| temperature.current >= limit);
    match () {
        () if over(temperature.critical) => Role::Alarm,
        () if over(temperature.high) => Role::Warning,
        () => Role::Good,
    }
}

pub(crate) fn run(args: &Args, app: &mut App) -> Outcome {
    args.updates.each(app, |app| {
        let sensors = Sensors::read(app);
        match app.format {
            Format::Json => app.print_json(&Written::new(&sensors)),
            Format::Csv | Format::Names => app.print_sheet(&sheet(&sensors)).map(drop),
            Format::Text => {
                let lines = lines(app, &sensors);
                app.print(&lines)
            }
        }
    })
}

fn lines(app: &App, sensors: &Sensors) -> Vec<Line> {
    let limit = |limit: Option<f64>| limit.map_or_else(Line::new, |limit| format!("{} °C", one_decimal(limit)).into());
    let mut table = Table::new([
        Head::left("CHIP").shortest(8),
        Head::left("SENSOR").shortest(8),
        Head::right("NOW"),
        Head::right("HIGH").rank(1),
        Head::right("CRITICAL").rank(1),
    ]);
    for (chip, t) in sensors.each_temperature() {
        let now = Line::new().with(heat(t), format!("{} °C", one_decimal(t.current)));
        table.row([named(chip), t.label.as_str().into(), now, limit(t.high), limit(t.critical)]);
    }
    for (chip, fan) in sensors.each_fan() {
        let now = format!("{} rpm", fan.rpm).into();
        table.row([named(chip), fan.label.as_str().into(), now, Line::new(), Line::new()]);
    }
    let none = sensors.temperatures.is_empty() && sensors.fans.is_empty();
    let mut lines = if none { Vec::new() } else { table.lines(app.width).0 };
    if let Some(battery) = sensors.battery {
        let left = match battery.time_left {
            TimeLeft::Known(left) => format!(", {} left", long_duration(left)),
            TimeLeft::Unlimited => ", on external power".into(),
            TimeLeft::Unknown => String::new(),
        };
        lines.push(named("Battery").with(Role::Plain, format!("  {} %{left}", one_decimal(battery.percent))));
    }
    if lines.is_empty() {
        lines.push(Line::new().with(Role::Faint, "this machine shows no sensors"));
    }
    lines
}

fn named(name: &str) -> Line {
    Line::new().with(Role::Name, name)
}

fn sheet(sensors: &Sensors) -> Sheet {
    let column = |key| seen(key, Head::left(""));
    let mut sheet =
        Sheet::new("sensors", ["kind", "chip", "label", "value", "high", "critical"].map(column)).named_by("chip");
    let limit = |limit: Option<f64>| Value::or_unknown(limit, Value::Decimal);
    for (chip, t) in sensors.each_temperature() {
        let value = Value::Decimal(t.current);
        let (kind, label) = (Value::text("temperature"), Value::text(&t.label));
        sheet.row([kind, Value::text(chip), label, value, limit(t.high), limit(t.critical)]);
    }
    for (chip, fan) in sensors.each_fan() {
        let (kind, label) = (Value::text("fan"), Value::text(&fan.label));
        sheet.row([kind, Value::text(chip), label, Value::Count(fan.rpm), Value::Unknown, Value::Unknown]);
    }
    if let Some(battery) = sensors.battery {
        let (kind, value) = (Value::text("battery"), Value::Percent(battery.percent));
        sheet.row([kind, Value::Unknown, Value::Unknown, value, Value::Unknown, Value::Unknown]);
    }
    sheet
}
