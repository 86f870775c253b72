//! Where in a reply a byte stands, told from the bytes as they pass.

/// Follows the replies of one connection, in RESP2.
pub(super) struct Replies {
    state: State,
    /// Values that the reply still has, the one that is read included.
    values: i64,
    /// How many bytes of the reply have passed.
    passed: usize,
}

/// Bytes that belong together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) part: Part,
    pub(super) length: usize,
    /// Where in its part the first of them stands.
    pub(super) in_part: usize,
    /// Where in its reply.
    pub(super) in_reply: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A line, with its end.
    Line,
    /// What a bulk string holds.
    Payload,
    /// The end of the line after it.
    Tail,
}

enum State {
    Line(Vec<u8>),
    Payload { passed: usize, left: usize },
    Tail { left: usize },
}

impl Replies {
    pub(super) fn new() -> Self {
        Self {
            state: State::Line(Vec::new()),
            values: 1,
            passed: 0,
        }
    }

    /// The first bytes of `bytes`, which are not empty, as far as they belong together. The next
    /// call is to begin behind them.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Span {
        let in_reply = self.passed;
        let (part, in_part, length) = match &mut self.state {
            State::Line(line) => {
                let in_part = line.len();
                let end = bytes.iter().position(|byte| *byte == b'\n');
                let length = end.map_or(bytes.len(), |end| end + 1);
                line.extend_from_slice(&bytes[..length]);
                self.passed += length;
                if end.is_some() {
                    self.line_ended();
                }
                (Part::Line, in_part, length)
            }
            State::Payload { passed, left } => {
                let (in_part, length) = (*passed, bytes.len().min(*left));
                *passed += length;
                *left -= length;
                self.passed += length;
                if *left == 0 {
                    self.state = State::Tail { left: 2 };
                }
                (Part::Payload, in_part, length)
            }
            State::Tail { left } => {
                let (in_part, length) = (2 - *left, bytes.len().min(*left));
                *left -= length;
                self.passed += length;
                if *left == 0 {
                    self.value_ended();
                }
                (Part::Tail, in_part, length)
            }
        };
        Span {
            part,
            length,
            in_part,
            in_reply,
        }
    }

    fn line_ended(&mut self) {
        let State::Line(line) = &self.state else {
            return;
        };
        let number = || std::str::from_utf8(&line[1..]).ok()?.trim().parse().ok();
        match (line.first(), number()) {
            (Some(b'$'), Some(0)) => self.state = State::Tail { left: 2 },
            (Some(b'$'), Some(length @ 1..)) => {
                let left = usize::try_from(length).expect("64 bits");
                self.state = State::Payload { passed: 0, left };
            }
            (Some(b'*'), Some(count @ 0i64..)) => {
                self.values += count;
                self.value_ended();
            }
            // Anything else ends with its line, be it of RESP or not.
            _ => self.value_ended(),
        }
    }

    fn value_ended(&mut self) {
        self.state = State::Line(Vec::new());
        self.values -= 1;
        if self.values == 0 {
            self.values = 1;
            self.passed = 0;
        }
    }
}
