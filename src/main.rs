use std::io::Read;
fn main() {
    let mut b = Vec::new();
    std::io::stdin().read_to_end(&mut b).unwrap();
    let r = flank::dossier::read(&b);
    for p in &r.problems {
        println!("{p}");
    }
    println!("{:?}", r.dossier.map(|d| (d.sources.len(), d.states.len(), d.quotes.len(), d.events.len())));
}
