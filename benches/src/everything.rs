//! The whole comparison: every group in turn, then the report.

use std::time::Instant;

use benches::entrant::World;
use benches::job::{Job, Place, Task, run as run_job};
use benches::lanes::{Contest, PLACES};
use benches::measure::Group;
use benches::payload::Size;
use benches::report::{Report, print_contest, print_group, print_stored, save, save_contests};

const WORLDS: [World; 2] = [World::Async, World::Sync];

/// Measures everything, prints each group as it comes, and writes the results.
pub(crate) fn run(quick: bool) {
    let begin = Instant::now();
    let mut report = Report::begin(quick);
    println!("{}", report.heading());
    for job in groups(quick) {
        let group: Group = run_job(&job);
        print_group(&group);
        report.groups.push(group);
    }
    for world in WORLDS {
        for size in Size::ALL {
            let job = job(Task::Stored, world, size, Place::OneCore, quick);
            report.stored.extend(run_job::<Vec<_>>(&job));
        }
    }
    print_stored(&report.stored);
    report.seconds = begin.elapsed().as_secs();
    save(&report);
    println!("\n{} s in all", report.seconds);
}

/// Compares numbers of connections, in each place where that may differ.
pub(crate) fn lanes(quick: bool) {
    println!("{}", Report::begin(quick).heading());
    let mut contests: Vec<Contest> = Vec::new();
    for (place, away) in PLACES {
        let task = Task::Lanes { away };
        let job = job(task, World::Async, Size::Small, place, quick);
        let found: Vec<Contest> = run_job(&job);
        found.iter().for_each(print_contest);
        contests.extend(found);
    }
    save_contests(&contests);
}

fn groups(quick: bool) -> Vec<Job> {
    use Place::{AllCores, OneCore};
    let mut jobs = Vec::new();
    for world in WORLDS {
        let mut add =
            |task: &Task, size, place| jobs.push(job(task.clone(), world, size, place, quick));
        for size in Size::ALL {
            add(&Task::HitLatency, size, OneCore);
        }
        for place in [OneCore, AllCores] {
            for size in Size::ALL {
                add(&Task::HitThroughput, size, place);
            }
        }
        for size in Size::ALL {
            add(&Task::Misses, size, OneCore);
        }
        add(&Task::NetworkAway, Size::Small, AllCores);
        add(&Task::Embedded, Size::Small, OneCore);
        add(&Task::ColdStart, Size::Small, OneCore);
        add(&Task::Memory, Size::Small, OneCore);
    }
    jobs
}

fn job(task: Task, world: World, size: Size, place: Place, quick: bool) -> Job {
    Job {
        task,
        world,
        size,
        place,
        quick,
    }
}
