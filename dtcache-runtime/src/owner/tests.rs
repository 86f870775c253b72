//! Who is noticed, how often, and who is not.

use super::*;

fn places() -> Vec<&'static Location<'static>> {
    #[track_caller]
    fn here() -> &'static Location<'static> {
        Location::caller()
    }
    vec![here(), here(), here()]
}

fn owner(place: usize, stored: &'static str) -> Owner {
    Owner {
        version: None,
        location: places()[place],
        body: [
            "krate::function::{{closure}}::{{closure}}",
            "krate::other::{{closure}}",
            "krate::third",
        ][place],
        stored,
        within: None,
    }
}

fn of(within: &'static str) -> Owner {
    Owner {
        within: Some(within),
        ..owner(0, "u8")
    }
}

fn is_new_types(conflict: Option<&Conflict<'_>>) -> bool {
    matches!(conflict, Some(Conflict::Types(Some(_))))
}

#[test]
fn two_places_with_two_types_are_noticed_once() {
    let owners = Owners::default();
    assert!(owners.conflict(&owner(0, "u8")).is_none());
    assert!(owners.conflict(&owner(0, "u8")).is_none());
    assert!(is_new_types(owners.conflict(&owner(1, "String")).as_ref()));
    for (place, stored) in [(1, "String"), (2, "bool"), (0, "u8")] {
        assert!(!is_new_types(
            owners.conflict(&owner(place, stored)).as_ref()
        ));
    }
}

#[test]
fn one_place_one_type_or_two_versions_are_fine() {
    let owners = Owners::default();
    let second = |version| Owner {
        version: Some(version),
        ..owner(1, "String")
    };
    for _ in 0..2 {
        assert!(owners.conflict(&owner(0, "u8")).is_none());
        assert!(owners.conflict(&owner(1, "u8")).is_none());
        assert!(owners.conflict(&second(2)).is_none());
    }
    let generic = Owners::default();
    for stored in ["u8", "u16", "u8", "u32"] {
        assert!(generic.conflict(&owner(0, stored)).is_none());
    }
    let by_hand = Owner {
        body: "krate::function::{{closure}}",
        ..owner(1, "String")
    };
    assert!(generic.conflict(&by_hand).is_none(), "in one function");
}

#[test]
fn an_option_is_stored_as_what_it_holds() {
    use std::any::type_name;
    let owners = Owners::default();
    assert!(owners.conflict(&owner(0, type_name::<u8>())).is_none());
    let option = type_name::<Option<u8>>();
    assert!(owners.conflict(&owner(1, option)).is_none());
    let vec = type_name::<Vec<Option<u8>>>();
    assert!(is_new_types(owners.conflict(&owner(2, vec)).as_ref()));
}

#[test]
fn the_first_type_that_a_method_is_of_is_served() {
    let owners = Owners::default();
    assert!(owners.conflict(&of("Repo<A>")).is_none());
    let conflict = owners.conflict(&of("Repo<B>"));
    assert!(matches!(conflict, Some(Conflict::Within(Some(_)))));
    let conflict = owners.conflict(&of("Repo<B>"));
    assert!(matches!(conflict, Some(Conflict::Within(None))));
    assert!(owners.conflict(&of("Repo<A>")).is_none());
}

#[test]
fn it_remembers_a_bounded_number() {
    let owners = Owners::default();
    let versions = 0..2 * MAX_OWNERS as u64;
    for version in versions.clone() {
        let caller = Owner {
            version: Some(version),
            ..of("Repo<A>")
        };
        let is_lost = matches!(owners.conflict(&caller), Some(Conflict::Unknown));
        assert_eq!(is_lost, version >= MAX_OWNERS as u64, "{version}");
    }
    let plain = owner(0, "u8");
    assert!(
        owners.conflict(&plain).is_none(),
        "it has nothing to tell apart"
    );
}

#[test]
fn threads_that_come_at_once_agree_on_the_first() {
    let owners = Owners::default();
    let barrier = std::sync::Barrier::new(8);
    let names = ["A", "B", "C", "D", "E", "F", "G", "H"];
    let call = &|name: &'static str| {
        barrier.wait();
        owners.conflict(&of(name)).is_none()
    };
    let served = std::thread::scope(|scope| {
        let threads = names.map(|name| scope.spawn(move || call(name)));
        let served = threads.map(|thread| thread.join().expect("no panic"));
        served.iter().filter(|is_served| **is_served).count()
    });
    assert_eq!(served, 1);
}

#[test]
fn the_function_is_named_without_its_closures() {
    assert_eq!(owner(0, "u8").function(), "krate::function");
}
