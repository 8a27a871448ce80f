//! Peers written with the official Rust SDK, a server and a client: `peer server stdio`, `peer server http PORT`, and
//! `peer visit PLAN`.

mod server;
mod visit;

use std::error::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["server", "stdio"] => server::serve_stdio().await,
        ["server", "http", port] => server::serve_http(port).await,
        ["visit", plan] => visit::visit(plan).await,
        _ => Err("peer server stdio | server http PORT | visit PLAN".into()),
    }
}
