//! Under which key the lease on another key is kept.

/// The key of the lease on `key`, in the same slot of a Redis Cluster: a script may name both. `None`
/// where there is no such key.
pub(in crate::store::redis) fn lease_key(key: &str) -> Option<String> {
    if has_tag(key) {
        return Some(format!("{key}:lock"));
    }
    // As a tag the key would end at its first brace, and nothing is no tag.
    let can_be_tag = !key.is_empty() && !key.contains('}');
    can_be_tag.then(|| format!("{{{key}}}:lock"))
}

/// Whether a Redis Cluster looks at a part of the key alone: at what stands between its first `{` and the
/// first `}` after that, if anything does.
fn has_tag(key: &str) -> bool {
    let behind = key.split_once('{').map(|(_, behind)| behind);
    let tag = behind.and_then(|behind| behind.split_once('}'));
    tag.is_some_and(|(tag, _)| !tag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the specification of Redis Cluster has it.
    fn slot(key: &str) -> u16 {
        let key = key.as_bytes();
        let open = key.iter().position(|byte| *byte == b'{');
        let tag = open.and_then(|open| {
            let behind = &key[open + 1..];
            let close = behind.iter().position(|byte| *byte == b'}')?;
            (close > 0).then(|| &behind[..close])
        });
        let mut crc = 0_u16;
        for byte in tag.unwrap_or(key) {
            crc ^= u16::from(*byte) << 8;
            for _ in 0..8 {
                let is_high = crc & 0x8000 != 0;
                crc <<= 1;
                if is_high {
                    crc ^= 0x1021;
                }
            }
        }
        crc % 16384
    }

    #[test]
    fn slots_are_those_of_the_specification() {
        assert_eq!(slot("123456789"), 0x31C3);
        assert_eq!(slot("{user1000}.following"), slot("user1000"));
        assert_ne!(slot("foo{}{bar}"), slot("bar"));
    }

    #[test]
    fn a_lease_is_kept_in_the_slot_of_its_key() {
        for (key, lease) in [
            ("user", Some("{user}:lock")),
            ("user:ab12", Some("{user:ab12}:lock")),
            ("a b\r\n\0", Some("{a b\r\n\0}:lock")),
            ("größe", Some("{größe}:lock")),
            ("a{b", Some("{a{b}:lock")),
            ("{", Some("{{}:lock")),
            ("{user}:ab12", Some("{user}:ab12:lock")),
            ("a{b}c", Some("a{b}c:lock")),
            ("a}b{c}", Some("a}b{c}:lock")),
            ("{a{b}", Some("{a{b}:lock")),
            ("{a}}", Some("{a}}:lock")),
            ("{a}{}", Some("{a}{}:lock")),
            ("", None),
            ("}", None),
            ("{}", None),
            ("a}b", None),
            ("a}b{c", None),
            ("{}{a}", None),
            ("{}user", None),
        ] {
            assert_eq!(lease_key(key).as_deref(), lease, "{key}");
            if let Some(lease) = lease {
                assert_eq!(slot(lease), slot(key), "{key}");
            }
        }
    }
}
