//! Replies: whatever the bytes and however they arrive, the same replies are taken out of them, and
//! none is longer than was asked for.

use bytes::BytesMut;

use super::replies::{Reply, take};

/// What is read at a time.
const CHUNKS: [usize; 5] = [1, 2, 3, 7, 64];

/// Longer input arrives in the largest chunks alone.
const SHORT: usize = 512;

/// Any bytes as what a server sends.
pub fn reply(sent: &[u8]) {
    for max_bytes in [0, 10, 1000] {
        let whole = taken(sent, sent.len().max(1), max_bytes);
        for chunk in CHUNKS {
            if chunk > 7 || sent.len() <= SHORT {
                assert_eq!(taken(sent, chunk, max_bytes), whole, "by {chunk} bytes");
            }
        }
    }
}

/// The replies, and how many bytes were left over, or `None` where they made no sense.
fn taken(sent: &[u8], chunk: usize, max_bytes: usize) -> (Vec<String>, Option<usize>) {
    let mut input = BytesMut::new();
    let mut replies = Vec::new();
    let mut consumed = 0;
    for chunk in sent.chunks(chunk) {
        input.extend_from_slice(chunk);
        loop {
            let before = input.len();
            let reply = match take(&mut input, max_bytes) {
                Ok(Some(reply)) => reply,
                Ok(None) => break,
                Err(_) => return (replies, None),
            };
            assert!(input.len() < before, "nothing was taken");
            let own = &sent[consumed..][..before - input.len()];
            consumed += own.len();
            if let Ok(Reply::Bytes(bytes)) = &reply {
                assert!(bytes.len() <= max_bytes, "more than was asked for");
                let end = [bytes, &b"\r\n"[..]].concat();
                assert!(own[0] == b'$' && own.ends_with(&end), "other bytes");
            }
            replies.push(format!("{reply:?}"));
        }
    }
    (replies, Some(input.len()))
}
