//! x
use toego::document::front;
use toego::document::syntax::YamlDialect;
fn main() {
    let yaml = "tags:\n- # 없음\n- 산 # - 아님\n-\n- #x\nin:\n  - - #y\n    - z\n";
    let root = front::yaml(yaml, YamlDialect::Psych).unwrap();
    for n in root.everywhere() {
        println!("  {:?} {:?}", n.span, n.as_str());
    }
}
