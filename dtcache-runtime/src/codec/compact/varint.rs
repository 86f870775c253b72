//! Lengths: seven bits a byte, the least first, the high bit where more follow.

use super::Failed;

/// Adds `number` to `bytes`.
pub(super) fn write(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(low(number) | 0x80);
        number >>= 7;
    }
    bytes.push(low(number));
}

/// Takes a number from the front of `bytes`.
#[inline]
pub(super) fn read(bytes: &mut &[u8]) -> Result<usize, Failed> {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let (&byte, rest) = bytes.split_first().ok_or(Failed)?;
        *bytes = rest;
        let bits = usize::from(byte & 0x7f);
        let shifted = bits.checked_shl(shift).ok_or(Failed)?;
        if shifted >> shift != bits {
            return Err(Failed);
        }
        number |= shifted;
        if byte <= 0x7f {
            return Ok(number);
        }
        shift += 7;
    }
}

fn low(number: usize) -> u8 {
    number.to_le_bytes()[0] & 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 16_383, 16_384, usize::MAX] {
            let mut bytes = Vec::new();
            write(&mut bytes, number);
            assert_eq!(read(&mut &bytes[..]), Ok(number));
            assert_eq!(read(&mut &bytes[..bytes.len() - 1]), Err(Failed));
        }
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let mut bytes = [0xff; 10];
        bytes[9] = 0x02;
        assert_eq!(read(&mut &bytes[..]), Err(Failed));
        assert_eq!(read(&mut &[0x80; 100][..]), Err(Failed));
    }
}
