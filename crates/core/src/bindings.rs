//! Writes the TypeScript the screens import: `types.ts` and `commands.ts`. Not for anything at run time.
//!
//! What a newcomer would get wrong: the generated files are never edited; `cargo xtask bindings` writes them again.

use crate::commands;
use crate::views::{CoreEvent, error_codes};
use std::collections::BTreeMap;
use ts_rs::{Config, TS, TypeVisitor};

const HEAD: &str = "// Written by `cargo xtask bindings` from crates/core. Do not edit.\n\n";

/// Collects the declarations of a type and of everything it mentions.
pub struct Types<'a> {
    config: &'a Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types without a file of their own (numbers, strings, lists) have no declaration, but may mention others.
        if T::output_path().is_none() {
            T::visit_dependencies(self);
            T::visit_generics(self);
            return;
        }
        let name = T::ident(self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.found.insert(name, format!("{docs}export {}\n", T::decl(self.config)));
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// The generated files: name and text.
#[must_use]
pub fn bindings() -> Vec<(String, String)> {
    // Numbers on this channel stay far below 2^53, and JSON has no bigint.
    let config = Config::new().with_large_int("number");
    let mut types = Types { config: &config, found: BTreeMap::new() };
    commands::visit_types(&mut types);
    types.visit::<CoreEvent>();
    types.visit::<crate::views::ApiError>();
    let names = types.found.keys().cloned().collect::<Vec<_>>().join(", ");
    let decls = types.found.into_values().collect::<Vec<_>>().join("\n");

    let mut out = format!("{HEAD}import type {{ {names} }} from './types';\n\n{}", commands::typescript(&config));
    let list = |items: &[&str]| items.iter().map(|c| format!("  '{c}',\n")).collect::<String>();
    out.push_str(&format!("\nexport const commandNames = [\n{}] as const;\n", list(commands::NAMES)));
    out.push_str(&format!("\nexport const errorCodes = [\n{}] as const;\n", list(error_codes::ALL)));
    vec![("types.ts".to_owned(), format!("{HEAD}{decls}")), ("commands.ts".to_owned(), out)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_a_command_uses_is_declared() {
        let files = bindings();
        let (types, commands) = (&files[0].1, &files[1].1);
        for name in ["AppState", "Draft", "ComplaintId", "FieldError", "CoreEvent", "ApiError", "Event", "PlaceHit"] {
            assert!(types.contains(&format!("export type {name} =")), "{name} is missing");
        }
        assert!(commands.contains("complaint_submit: { args: ById; result: Submitted };"), "{commands}");
        assert!(!types.contains("bigint"));
    }
}
