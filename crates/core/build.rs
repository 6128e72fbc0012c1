//! Compiles the area's content into `$OUT_DIR/pack.vsc`.

#[path = "../../assets/pack.rs"]
mod pack;

fn main() {
    pack::write();
}
