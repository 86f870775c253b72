//! Lives that are shortened by chance, so that what is stored together does not expire together.

use std::num::NonZeroU64;

use super::Life;

/// Shortens a life by up to so many per cent; `chance` is between 0 and 1.
pub(crate) fn shortened(life: Life, per_cent: u8, chance: f64) -> Life {
    let Life::Millis(millis) = life else {
        return life;
    };
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part of a number of milliseconds, and chance"
    )]
    let less = (millis.get() as f64 * f64::from(per_cent.min(100)) / 100.0 * chance) as u64;
    let left = millis.get().saturating_sub(less);
    Life::Millis(NonZeroU64::new(left).unwrap_or(NonZeroU64::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(millis: u64) -> Life {
        NonZeroU64::new(millis).map_or(Life::Forever, Life::Millis)
    }

    #[test]
    fn a_life_is_shortened_and_never_lengthened() {
        assert_eq!(shortened(life(1000), 10, 0.0), life(1000));
        assert_eq!(shortened(life(1000), 10, 0.5), life(950));
        assert_eq!(shortened(life(1000), 10, 1.0), life(900));
        assert_eq!(shortened(life(1000), 0, 1.0), life(1000));
        assert_eq!(shortened(life(1), 100, 1.0), life(1));
        assert_eq!(shortened(life(1000), 255, 1.0), life(1));
        assert_eq!(shortened(Life::Forever, 50, 1.0), Life::Forever);
    }

    #[test]
    fn what_is_stored_together_expires_apart() {
        let mut windows = [0_u32; 360];
        let chance = fastrand::Rng::with_seed(7);
        let mut chance = chance;
        for _ in 0..100_000 {
            let Life::Millis(millis) = shortened(life(3_600_000), 10, chance.f64()) else {
                panic!("it expires");
            };
            let window = (millis.get() - 3_240_000) / 1000;
            windows[usize::try_from(window).unwrap().min(359)] += 1;
        }
        let most = f64::from(windows.into_iter().max().unwrap());
        assert!(most <= 1.5 * 100_000.0 / 360.0, "{most}");
    }
}
