//! Reading on in a snapshot: what it lacks, and whatever else the same reads tell.

use sysproc_decode::linux::pid_stat::PidStat;
use sysproc_decode::linux::pid_status::pid_status;

use super::fill::{self, Filler};
use super::identity::with_own_stat;
use super::stat::may_be_cut;
use super::users::name_of;
use super::{ids, io, memory, read};
use crate::process::{Field, Fields, Snapshot};
use crate::{Process, Result};

const TOLD_BY_STATUS: Fields = Fields::MEMORY_INFO_EX.union(Fields::NUM_CTX_SWITCHES);
const TOLD_BY_IDS: Fields = Fields::UIDS.union(Fields::GIDS);

pub(crate) fn snapshot_more(process: &Process, fields: Fields, snapshot: &mut Snapshot) -> Result<()> {
    let had = snapshot.asked();
    let missing = fields.difference(had);
    snapshot.pid = process.pid();
    if missing.intersects(fill::BY_STAT) {
        let system = process.system();
        with_own_stat(process, |stat| {
            let told = missing.intersection(fill::BY_STAT).union(told_by(stat).difference(had));
            Some(Filler::new(system, told).and_then(|filler| filler.fill_stat(stat, system, snapshot)))
        })??;
    }
    if missing.intersects(TOLD_BY_IDS.union(Fields::USERNAME)) {
        add_ids(process, missing, snapshot)?;
    }
    if missing.intersects(Fields::MEMORY_INFO.union(TOLD_BY_STATUS)) {
        add_memory(process, missing, snapshot)?;
    }
    fill::others(process, missing, snapshot)
}

/// What `stat` tells without a look at anything else: a terminal has to be looked up, and so has a name that is cut.
fn told_by(stat: &PidStat<'_>) -> Fields {
    let mut elsewhere = Fields::empty();
    elsewhere.set(Fields::TERMINAL, stat.tty_nr != Some(0));
    elsewhere.set(Fields::NAME, may_be_cut(stat));
    fill::BY_STAT.difference(elsewhere)
}

fn add_ids(process: &Process, missing: Fields, snapshot: &mut Snapshot) -> Result<()> {
    if snapshot.uids.is_not_asked() {
        let both = Field::from_result(ids::both(process.system(), process.pid(), None))?;
        snapshot.uids = both.map(|(uids, _)| *uids);
        snapshot.gids = both.map(|(_, gids)| *gids);
    }
    if missing.contains(Fields::USERNAME) {
        snapshot.username = snapshot.uids.map(|uids| name_of(process.system(), uids.real));
    }
    Ok(())
}

fn add_memory(process: &Process, missing: Fields, snapshot: &mut Snapshot) -> Result<()> {
    let needed = missing.intersects(Fields::MEMORY_INFO.union(Fields::MEMORY_INFO_EX));
    if needed && snapshot.memory_info.is_not_asked() {
        snapshot.memory_info = Field::from_result(memory::memory_info(process))?;
    }
    if missing.intersects(TOLD_BY_STATUS) {
        let text = Field::from_result(read::read(process, "status"))?;
        snapshot.num_ctx_switches = text.and_then(|text| io::num_ctx_switches_of(&pid_status(text)));
        if let Some(info) = snapshot.memory_info.value() {
            snapshot.memory_info_ex =
                text.map(|text| memory::memory_info_ex_of(info.clone(), &pid_status(text)).into());
        } else if missing.contains(Fields::MEMORY_INFO_EX) {
            snapshot.memory_info_ex = snapshot.memory_info.and_then(|_| None);
        }
    }
    Ok(())
}
