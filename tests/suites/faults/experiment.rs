//! One fault: when it begins, how it ends, and what must hold meanwhile and afterwards.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Mutex, PoisonError};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use dtcache::{RedisConfig, RedisInstance};
use support::server::Options;

use crate::callers::{Callers, Seen};
use crate::calls::{Outcome, World};
use crate::scene::Scene;
use crate::verdict::{BACK, Back, Verdict};

type Step = fn(&Scene);

/// A fault, and where it happens.
#[must_use = "nothing happens before it is run"]
pub(crate) struct Experiment {
    options: Options,
    config: fn(RedisConfig) -> RedisConfig,
    way: Way,
    time: Time,
    begin: Step,
    end: Option<Step>,
}

/// How calls get to the server.
#[derive(Clone, Copy)]
pub(crate) enum Way {
    Direct,
    Proxied,
}

enum Time {
    /// Before the first call.
    Start,
    /// Once there were hits.
    Midway,
    /// The same, and again so long after it.
    Again(Duration),
}

impl Experiment {
    /// A fault that begins when calls are under way and have had hits.
    pub(crate) fn midway(way: Way, begin: Step) -> Self {
        Self {
            options: Options::default(),
            config: |config| config,
            way,
            time: Time::Midway,
            begin,
            end: None,
        }
    }

    /// A fault that is there before the instance is.
    pub(crate) fn at_start(way: Way, begin: Step) -> Self {
        Self {
            time: Time::Start,
            ..Self::midway(way, begin)
        }
    }

    /// It is done once more so long after it was done.
    pub(crate) fn again(self, pause: Duration) -> Self {
        Self {
            time: Time::Again(pause),
            ..self
        }
    }

    /// How it ends, after which there must be hits.
    pub(crate) fn ends(self, end: Step) -> Self {
        Self {
            end: Some(end),
            ..self
        }
    }

    /// How the server is started.
    pub(crate) fn server(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// Settings beside the address.
    pub(crate) fn config(self, config: fn(RedisConfig) -> RedisConfig) -> Self {
        Self { config, ..self }
    }

    /// Runs it, and asserts what users may rely on.
    pub(crate) fn run(self, name: &str, world: World) {
        // One at a time: what is measured on a shared machine is how long others take.
        static ONE: Mutex<()> = Mutex::new(());
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);

        let verdict = self.measure(&format!("{name}, {world:?}"), world);
        println!("{verdict}");
        assert!(verdict.holds(), "{verdict}");
    }

    fn measure(&self, name: &str, world: World) -> Verdict {
        let scene = Scene::new(world, self.options.clone());
        let at_start = matches!(self.time, Time::Start);
        if at_start {
            (self.begin)(&scene);
        }
        let callers = Callers::new(world, self.instance(&scene));
        if at_start {
            callers.count();
        }
        let running = callers.start();
        let seen = if at_start {
            callers.join(&running)
        } else {
            callers.wait_for_hits();
            callers.count();
            self.meanwhile(&scene, &callers, &running)
        };
        let back = match self.end {
            None => Back::NotExpected,
            Some(end) => {
                end(&scene);
                hits_resume(&callers)
            }
        };
        Verdict::of(name, &seen, back)
    }

    fn instance(&self, scene: &Scene) -> RedisInstance {
        let port = match self.way {
            Way::Direct => scene.server.port(),
            Way::Proxied => scene.proxy.port(),
        };
        let config = RedisConfig::new().host("127.0.0.1").port(port);
        RedisInstance::new((self.config)(config)).expect("settings that are right")
    }

    /// Lets the fault happen until all calls are made.
    fn meanwhile(&self, scene: &Scene, callers: &Callers, running: &Receiver<Seen>) -> Seen {
        let over = AtomicBool::new(false);
        scope(|threads| {
            (self.begin)(scene);
            if let Time::Again(pause) = self.time {
                let over = &over;
                threads.spawn(move || {
                    while !over.load(Ordering::SeqCst) {
                        sleep(pause);
                        (self.begin)(scene);
                    }
                });
            }
            let seen = callers.join(running);
            over.store(true, Ordering::SeqCst);
            seen
        })
    }
}

fn hits_resume(callers: &Callers) -> Back {
    let begin = Instant::now();
    while begin.elapsed() < 2 * BACK {
        let call = callers.call(0);
        assert_eq!(call.result, Outcome::Right, "after the fault");
        if call.hit {
            return Back::After(begin.elapsed());
        }
    }
    Back::Never
}
