pub(crate) use crate::sys::unsupported::sensors::{battery, fans, temperatures};
