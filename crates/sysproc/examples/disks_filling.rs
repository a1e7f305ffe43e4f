//! The file systems that are more than 80 % full: `cargo run --example disks_filling`

use sysproc::System;
use sysproc::disk::disk_usage;

fn main() -> sysproc::Result<()> {
    for partition in System::default().disk_partitions(false)? {
        match disk_usage(&partition.mountpoint) {
            Ok(usage) if usage.percent > 80.0 => {
                println!("{} is {:.0} % full", partition.mountpoint.display(), usage.percent);
            }
            Ok(_) => {}
            Err(error) => eprintln!("{error}"),
        }
    }
    Ok(())
}
