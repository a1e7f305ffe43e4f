//! One process of the load: waits until standard input ends, and ends then.
//!
//! Written in bare system calls, so that a thousand of it cost little memory and start at once. With an argument it first
//! fills 64 MiB of memory and spins, so that it has memory and processor time to show.
#![no_std]
#![no_main]

#[cfg(target_arch = "x86_64")]
core::arch::global_asm!(
    ".globl _start",
    "_start:",
    "cmp qword ptr [rsp], 1", // argc
    "je 4f",
    "mov eax, 12", // brk(0)
    "xor edi, edi",
    "syscall",
    "mov rbx, rax",
    "lea rdi, [rax + 0x4000000]", // brk(what it was + 64 MiB)
    "mov eax, 12",
    "syscall",
    "2: mov byte ptr [rbx], 1", // each page
    "add rbx, 4096",
    "cmp rbx, rax",
    "jb 2b",
    "mov rcx, 300000000",
    "3: dec rcx",
    "jnz 3b",
    "4: xor eax, eax", // read(0, below the stack, 1)
    "xor edi, edi",
    "lea rsi, [rsp - 64]",
    "mov edx, 1",
    "syscall",
    "mov eax, 60", // exit(0)
    "xor edi, edi",
    "syscall",
);

#[cfg(target_arch = "aarch64")]
core::arch::global_asm!(
    ".globl _start",
    "_start:",
    "ldr x0, [sp]", // argc
    "cmp x0, #1",
    "b.eq 4f",
    "mov x8, #214", // brk(0)
    "mov x0, #0",
    "svc #0",
    "mov x9, x0",
    "mov x1, #0x4000000",
    "add x0, x0, x1", // brk(what it was + 64 MiB)
    "svc #0",
    "mov w10, #1",
    "2: strb w10, [x9]", // each page
    "add x9, x9, #4096",
    "cmp x9, x0",
    "b.lo 2b",
    "movz x1, #0x11e1, lsl #16", // 300 million
    "3: subs x1, x1, #1",
    "b.ne 3b",
    "4: mov x8, #63", // read(0, below the stack, 1)
    "mov x0, #0",
    "sub x1, sp, #64",
    "mov x2, #1",
    "svc #0",
    "mov x8, #93", // exit(0)
    "mov x0, #0",
    "svc #0",
);

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
