//! Compiles the area's content into `$OUT_DIR/pack.vsc`, and puts what asking learned beside it.

#[path = "../../assets/learned.rs"]
mod learned;
#[path = "../../assets/pack.rs"]
mod pack;

fn main() {
    pack::write();
    learned::write();
}
