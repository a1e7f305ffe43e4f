//! How cost grows: a listing and the TCP sockets at several sizes, drawn as `growth.svg`.

use std::path::Path;

use crate::Result;
use crate::load::Load;
use crate::measure::{self, Who};
use crate::peers::Peers;
use crate::plot::{Line, Panel};
use crate::work;

/// What `--only` calls it.
pub(crate) const NAME: &str = "growth";

const SIZES: [usize; 3] = [100, 1_000, 5_000];
const ROUNDS: usize = 7;

/// The works, with what there are so many of.
const WORKS: [(&str, &str); 2] = [("list", "processes"), ("connections", "TCP sockets of one process")];

/// Measures, and draws.
pub(crate) fn run(peers: &Peers, who: Who) -> Result<()> {
    let mut panels = WORKS.map(|(name, axis)| Panel { title: name, axis, lines: Vec::<Line>::new() });
    for size in SIZES {
        let load = Load::start(size, size)?;
        for ((name, _), panel) in WORKS.iter().zip(&mut panels) {
            let work = work::all().find(|work| work.name == *name).ok_or("no such work")?;
            for one in measure::measure(work, &load, peers, who, ROUNDS)?.measured {
                panel.add(&one.contender, size, one.median_us);
            }
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("growth.svg");
    std::fs::write(&path, crate::plot::svg(&panels))?;
    eprintln!("bench: wrote {}", path.display());
    Ok(())
}
