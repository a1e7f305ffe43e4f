//! The systems that the package can be built for.

#[cfg(not(target_os = "linux"))]
compile_error!("sysproc has no backend for this system yet: its Python package can be built for Linux only");
