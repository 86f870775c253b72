//! What is counted, and where.

use super::live::{Counters, MAX_NAMESPACES, OTHERS};

#[test]
fn namespaces_beyond_the_limit_are_counted_together() {
    let counters = Counters::default();
    for number in 0..MAX_NAMESPACES + 50 {
        counters
            .namespace(&format!("made up {number}"))
            .hits
            .add_one();
    }
    let stats = counters.snapshot();
    assert_eq!(stats.namespaces().count(), MAX_NAMESPACES + 1);
    assert_eq!(stats.namespace(OTHERS).map(|counts| counts.hits), Some(50));
    assert_eq!(stats.total().hits, MAX_NAMESPACES as u64 + 50);
}
