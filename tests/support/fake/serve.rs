//! The threads of a false server: one that accepts, and one for each connection.

use std::io::{BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::{sleep, spawn};
use std::time::Duration;

use super::command::read_command;
use super::{Answer, Shared};

pub(super) fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for peer in listener.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(peer) = peer else { continue };
        if let (Ok(copy), Ok(mut peers)) = (peer.try_clone(), shared.peers.lock()) {
            peers.push(copy);
        }
        let number = shared.connections.fetch_add(1, Ordering::SeqCst);
        let shared = Arc::clone(shared);
        spawn(move || serve(number, peer, &shared));
    }
}

fn serve(number: usize, peer: TcpStream, shared: &Shared) {
    let Ok(mut output) = peer.try_clone() else {
        return;
    };
    let mut input = BufReader::new(peer);
    while let Some(words) = read_command(&mut input) {
        if let (Some(name), Ok(mut commands)) = (words.first(), shared.commands.lock()) {
            commands.push(String::from_utf8_lossy(name).to_uppercase());
        }
        let sent = match (shared.script.answer)(number, &words) {
            Answer::Bytes(bytes) => send(&mut output, &bytes, shared.script.pause),
            Answer::Silence => Ok(()),
            // Not by dropping it: a copy is kept for the server's end.
            Answer::HangUp => output.shutdown(Shutdown::Both),
        };
        if sent.is_err() {
            return;
        }
    }
}

fn send(output: &mut TcpStream, answer: &[u8], pause: Duration) -> std::io::Result<()> {
    if pause.is_zero() {
        return output.write_all(answer);
    }
    answer.iter().try_for_each(|byte| {
        sleep(pause);
        output.write_all(&[*byte])
    })
}
