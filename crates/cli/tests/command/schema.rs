//! The JSON Schemas in `schemas/`, as far as they are used there, and the document that is made from them.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::support::folder;

/// A schema, with its properties in their order.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Schema {
    #[serde(rename = "type")]
    kind: Value,
    format: Option<String>,
    description: Option<String>,
    properties: Properties,
    required: Vec<String>,
    items: Option<Box<Self>>,
}

#[derive(Debug, Default)]
struct Properties(Vec<(String, Schema)>);

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Properties;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("properties")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut all = Vec::new();
                while let Some(property) = map.next_entry()? {
                    all.push(property);
                }
                Ok(Properties(all))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

pub(crate) fn text(name: &str) -> String {
    std::fs::read_to_string(folder().join("schemas").join(format!("{name}.json")))
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

impl Schema {
    pub(crate) fn read(name: &str) -> Self {
        serde_json::from_str(&text(name)).unwrap()
    }

    /// The path of every value: `processes[].pid`.
    pub(crate) fn paths(&self) -> BTreeSet<String> {
        let mut rows = Vec::new();
        self.rows("", &mut rows);
        rows.into_iter().filter(|row| row.is_value).map(|row| row.path).collect()
    }

    fn rows<'a>(&'a self, at: &str, rows: &mut Vec<Row<'a>>) {
        for (key, schema) in &self.properties.0 {
            let dot = if at.is_empty() { "" } else { "." };
            schema.row(format!("{at}{dot}{key}"), self.required.contains(key), rows);
        }
    }

    fn row<'a>(&'a self, path: String, is_required: bool, rows: &mut Vec<Row<'a>>) {
        let inner = self.items.as_deref();
        let below = inner.map_or_else(|| path.clone(), |_| format!("{path}[]"));
        let object = inner.unwrap_or(self);
        let is_value = object.properties.0.is_empty();
        rows.push(Row { path: if is_value { below.clone() } else { path }, is_value, is_required, schema: self });
        object.rows(&below, rows);
    }

    /// The type in short: `integer?`, `array of string`.
    fn shown(&self) -> String {
        let names: Vec<&str> = match &self.kind {
            Value::String(name) => vec![name],
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => vec![],
        };
        let plain: Vec<&str> = names.iter().copied().filter(|name| *name != "null").collect();
        let mut shown = if self.format.is_some() { "time".into() } else { plain.join(" or ") };
        if let Some(items) = &self.items {
            shown = format!("array of {}", items.shown());
        }
        if names.contains(&"null") { format!("{shown}?") } else { shown }
    }
}

struct Row<'a> {
    path: String,
    is_value: bool,
    is_required: bool,
    schema: &'a Schema,
}

/// The sections of `JSON.md` for these subcommands; the overview is the command without one.
pub(crate) fn sections(names: &[String]) -> String {
    let mut out = String::new();
    for name in names {
        let schema = Schema::read(name);
        let command = if name == "overview" { "sysproc".to_owned() } else { format!("sysproc {name}") };
        let about = schema.description.as_deref().unwrap_or_default();
        out.push_str(&format!("\n## {command}\n\n{about} [Schema](schemas/{name}.json)\n\n"));
        out.push_str("| key | type | what |\n|---|---|---|\n");
        let mut rows = Vec::new();
        schema.rows("", &mut rows);
        for Row { path, is_required, schema, .. } in rows {
            let star = if is_required { "" } else { "*" };
            let what = schema.description.as_deref().unwrap_or_default();
            out.push_str(&format!("| `{path}`{star} | {} | {what} |\n", schema.shown()));
        }
    }
    out
}

/// Fails where a value is not what the schema says.
pub(crate) fn assert_valid(name: &str, value: &Value) {
    let schema: Value = serde_json::from_str(&text(name)).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{} at {}", error, error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}\n{value}");
}
