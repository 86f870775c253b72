//! The functions: for each payload one that writes JSON, one that writes `compact`, and one that does
//! not wait for its write; each sync and async, with one namespace for both.

use dtcache::{Error, cache_wrapper};
use fastrand::Rng;

use crate::payload::{Large, Medium, Payload, Small};

macro_rules! functions {
    ($($name:ident: $payload:ty, $namespace:literal, $argument:ident = $value:ident;)*) => {
        /// One of them.
        #[derive(Clone, Copy, Debug)]
        pub(super) enum Function {
            $($name,)*
        }

        impl Function {
            const ALL: &[Self] = &[$(Self::$name,)*];

            /// Calls it; whether the value is right.
            pub(super) fn call(self, id: u64) -> bool {
                match self {
                    $(Self::$name => {
                        #[cache_wrapper(namespace = $namespace, expire = "5s", $argument = $value)]
                        fn function(id: u64) -> $payload {
                            Payload::make(id)
                        }
                        function(id) == <$payload>::make(id)
                    })*
                }
            }

            /// The same, of the async one.
            pub(super) async fn call_async(self, id: u64) -> bool {
                match self {
                    $(Self::$name => {
                        #[cache_wrapper(namespace = $namespace, expire = "5s", $argument = $value)]
                        async fn function(id: u64) -> $payload {
                            tokio::task::yield_now().await;
                            Payload::make(id)
                        }
                        function(id).await == <$payload>::make(id)
                    })*
                }
            }

            pub(super) fn invalidate(self, id: u64) -> Result<bool, Error> {
                match self {
                    $(Self::$name => {
                        #[cache_wrapper(namespace = $namespace, expire = "5s", entry = entry)]
                        #[expect(dead_code, reason = "it is here for its entry")]
                        fn function(id: u64) -> $payload {
                            Payload::make(id)
                        }
                        entry(id).invalidate()
                    })*
                }
            }

            pub(super) async fn invalidate_async(self, id: u64) -> Result<bool, Error> {
                match self {
                    $(Self::$name => {
                        #[cache_wrapper(namespace = $namespace, expire = "5s", entry = entry)]
                        #[expect(dead_code, reason = "it is here for its entry")]
                        async fn function(id: u64) -> $payload {
                            Payload::make(id)
                        }
                        entry(id).invalidate().await
                    })*
                }
            }
        }
    };
}

functions! {
    SmallJson: Small, "soak:small:json", codec = json;
    SmallCompact: Small, "soak:small:compact", codec = compact;
    SmallBehind: Small, "soak:small:behind", write = background;
    MediumJson: Medium, "soak:medium:json", codec = json;
    MediumCompact: Medium, "soak:medium:compact", codec = compact;
    MediumBehind: Medium, "soak:medium:behind", write = background;
    LargeJson: Large, "soak:large:json", codec = json;
    LargeCompact: Large, "soak:large:compact", codec = compact;
    LargeBehind: Large, "soak:large:behind", write = background;
}

impl Function {
    /// Each as often as any other, but the large ones, which take most of the time.
    pub(super) fn random(rng: &mut Rng) -> Self {
        let most = if rng.u32(0..10) == 0 { 9 } else { 6 };
        Self::ALL[rng.usize(0..most)]
    }
}
