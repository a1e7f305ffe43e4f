//! `PEB`, a process's block of its own settings, and `RTL_USER_PROCESS_PARAMETERS`, which it leads to.
//!
//! They stand in the memory of the process, which may write what it likes to them.

use super::{UnicodeString, fields};
use crate::bytes::WordSize;

/// `PROCESS_BASIC_INFORMATION`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasicInformation {
    /// Where the `PEB` of the process is; 0 of one that runs in the kernel alone.
    pub peb_address: u64,
    /// The pid of the process that started it.
    pub parent_pid: u32,
}

/// The size of that struct.
#[must_use]
pub const fn basic_information_size(word: WordSize) -> usize {
    // Six words, though two of the numbers are smaller.
    match word {
        WordSize::Bits32 => 0x18,
        WordSize::Bits64 => 0x30,
    }
}

/// What a process is, and where its `PEB` is.
#[must_use]
pub fn basic_information(bytes: &[u8], word: WordSize) -> Option<BasicInformation> {
    let mut info = fields(bytes, word);
    let _exit_status = info.u32()?;
    let peb_address = info.word()?;
    let _affinity = info.word()?;
    let _base_priority = info.u32()?;
    let _pid = info.word()?;
    Some(BasicInformation { peb_address, parent_pid: info.word()?.try_into().ok()? })
}

/// How many bytes of a `PEB` are read here.
#[must_use]
pub const fn peb_size(word: WordSize) -> usize {
    // Four bytes, four words.
    match word {
        WordSize::Bits32 => 0x14,
        WordSize::Bits64 => 0x28,
    }
}

/// Where the parameters of the process are.
#[must_use]
pub fn parameters_address(peb: &[u8], word: WordSize) -> Option<u64> {
    let mut peb = fields(peb, word);
    peb.skip(4)?;
    let (_mutant, _image, _loader) = (peb.word()?, peb.word()?, peb.word()?);
    peb.word().filter(|address| *address != 0)
}

/// `RTL_USER_PROCESS_PARAMETERS`: how a process was started, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameters {
    /// Its working directory.
    pub current_directory: UnicodeString,
    /// Its command line.
    pub command_line: UnicodeString,
    /// The address of its environment.
    pub environment: u64,
    /// How many bytes that has.
    pub environment_size: u64,
}

/// How many bytes of the parameters are read here.
#[must_use]
pub const fn parameters_size(word: WordSize) -> usize {
    match word {
        WordSize::Bits32 => 0x294,
        WordSize::Bits64 => 0x3f8,
    }
}

/// The parameters of a process.
#[must_use]
pub fn parameters(bytes: &[u8], word: WordSize) -> Option<Parameters> {
    let mut block = fields(bytes, word);
    // Four numbers; then a handle, its flags and three more handles.
    block.skip(4 * 4)?;
    let (_console, _console_flags) = (block.word()?, block.u32()?);
    let (_stdin, _stdout, _stderr) = (block.word()?, block.word()?, block.word()?);
    let current_directory = UnicodeString::read(&mut block)?;
    let _directory_handle = block.word()?;
    let (_dll_path, _image_path) = (UnicodeString::read(&mut block)?, UnicodeString::read(&mut block)?);
    let command_line = UnicodeString::read(&mut block)?;
    let environment = block.word()?;
    // Nine numbers about the window, four texts, and 32 directories of drives: two numbers of 16 bits, one of 32, a text.
    block.skip(9 * 4)?;
    for _ in 0..4 {
        UnicodeString::read(&mut block)?;
    }
    for _ in 0..32 {
        block.skip(8)?;
        UnicodeString::read(&mut block)?;
    }
    Some(Parameters { current_directory, command_line, environment, environment_size: block.word()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Offsets as a debugger shows them for these structs.
    #[test]
    fn each_field_is_where_windows_has_it() {
        for (word, offsets) in
            [(WordSize::Bits64, [0x20, 0x38, 0x70, 0x80, 0x3f0]), (WordSize::Bits32, [0x10, 0x24, 0x40, 0x48, 0x290])]
        {
            let [in_peb, directory, line, environment, size] = offsets;
            let text = word.bytes();
            let mut basic = vec![0; basic_information_size(word)];
            basic[text] = 8;
            basic[5 * text] = 9;
            assert_eq!(basic_information(&basic, word), Some(BasicInformation { peb_address: 8, parent_pid: 9 }));

            let mut peb = vec![0; peb_size(word)];
            peb[in_peb] = 7;
            assert_eq!(parameters_address(&peb, word), Some(7));
            peb.pop();
            assert_eq!(parameters_address(&peb, word), None);

            let mut bytes = vec![0; parameters_size(word)];
            bytes[directory] = 1;
            bytes[directory + text] = 2;
            bytes[line] = 3;
            bytes[line + text] = 4;
            bytes[environment] = 5;
            bytes[size] = 6;
            let expected = Parameters {
                current_directory: UnicodeString { length: 1, address: 2 },
                command_line: UnicodeString { length: 3, address: 4 },
                environment: 5,
                environment_size: 6,
            };
            assert_eq!(parameters(&bytes, word), Some(expected));
            bytes.pop();
            assert_eq!(parameters(&bytes, word), None);
        }
    }
}
