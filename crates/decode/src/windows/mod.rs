//! What Windows says: the structs of its native calls, as bytes.
//!
//! Numbers have their lowest byte first on every machine that runs Windows; where the word size shapes a struct, it is a
//! parameter.

pub mod time_of_day;
