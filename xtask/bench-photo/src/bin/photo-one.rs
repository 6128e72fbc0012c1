//! Takes one photo in, in a process of its own: `photo-one IN OUT`. Prints the CPU time of the work alone.
//!
//! What a newcomer would get wrong: it reads the file into memory first, as the app gets it from the page.

use std::process::ExitCode;

/// CPU time of this (single) thread so far, ns.
fn cpu() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or_default()
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let [_, from, to] = args.as_slice() else {
        eprintln!("photo-one IN OUT");
        return ExitCode::FAILURE;
    };
    let bytes = match std::fs::read(from) {
        Ok(bytes) => bytes,
        Err(e) => {
            eprintln!("{from}: {e}");
            return ExitCode::FAILURE;
        }
    };
    let begun = cpu();
    match vungsam_photo::shrink(&bytes) {
        Ok(small) => {
            println!("{}", cpu() - begun);
            if let Err(e) = std::fs::write(to, small.jpeg) {
                eprintln!("{to}: {e}");
                return ExitCode::FAILURE;
            }
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("{from}: {e}");
            ExitCode::FAILURE
        }
    }
}
