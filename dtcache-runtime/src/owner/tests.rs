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
        is_in_doubt: true,
    }
}

fn of(body: &'static str) -> Owner {
    Owner {
        body,
        ..owner(0, "u8")
    }
}

fn is_new_types(conflict: Option<&Conflict<'_>>) -> bool {
    matches!(conflict, Some(Conflict::Types(Some(_))))
}

#[test]
fn two_places_with_two_types_are_noticed_once() {
    let owners = Owners::default();
    assert!(owners.conflict(&owner(0, "u8"), "n").is_none());
    assert!(owners.conflict(&owner(0, "u8"), "n").is_none());
    assert!(is_new_types(
        owners.conflict(&owner(1, "String"), "n").as_ref()
    ));
    for (place, stored) in [(1, "String"), (2, "bool"), (0, "u8")] {
        assert!(!is_new_types(
            owners.conflict(&owner(place, stored), "n").as_ref()
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
        assert!(owners.conflict(&owner(0, "u8"), "n").is_none());
        assert!(owners.conflict(&owner(1, "u8"), "n").is_none());
        assert!(owners.conflict(&second(2), "n").is_none());
    }
    let generic = Owners::default();
    for stored in ["u8", "u16", "u8", "u32"] {
        assert!(generic.conflict(&owner(0, stored), "n").is_none());
    }
    let by_hand = Owner {
        body: "krate::function::{{closure}}",
        ..owner(1, "String")
    };
    assert!(generic.conflict(&by_hand, "n").is_none(), "in one function");
}

#[test]
fn functions_of_one_macro_are_two() {
    let owners = Owners::default();
    let of = |body, stored| Owner {
        body,
        ..owner(0, stored)
    };
    assert!(owners.conflict(&of("krate::one<u8>", "u8"), "n").is_none());
    assert!(
        owners
            .conflict(&of("krate::one<u16>", "u16"), "n")
            .is_none()
    );
    assert!(is_new_types(
        owners.conflict(&of("krate::two", "u16"), "n").as_ref()
    ));
}

#[test]
fn of_many_namespaces_keys_are_told_apart_and_types_are_not() {
    let owners = Owners::of_many();
    assert!(owners.conflict(&owner(0, "u8"), "a").is_none());
    assert!(owners.conflict(&owner(1, "String"), "b").is_none());
    assert!(owners.conflict(&of("krate::Repo<A>::get"), "n:1").is_none());
    assert!(owners.conflict(&of("krate::Repo<B>::get"), "n:1").is_some());
    let given_away = |body| {
        let claimant = of(body).claimant().expect("one of many");
        owners.have_given_away(claimant, "n:1")
    };
    assert!(given_away("krate::Repo<B>::get_entry"));
    assert!(!given_away("krate::Repo<A>::get_entry"));
}

#[test]
fn an_option_is_stored_as_what_it_holds() {
    use std::any::type_name;
    let owners = Owners::default();
    assert!(owners.conflict(&owner(0, type_name::<u8>()), "n").is_none());
    let option = type_name::<Option<u8>>();
    assert!(owners.conflict(&owner(1, option), "n").is_none());
    let vec = type_name::<Vec<Option<u8>>>();
    assert!(is_new_types(owners.conflict(&owner(2, vec), "n").as_ref()));
}

#[test]
fn another_instantiation_is_noticed_by_the_key_it_wants() {
    let owners = Owners::default();
    assert!(owners.conflict(&of("krate::Repo<A>::get"), "n:1").is_none());
    assert!(owners.conflict(&of("krate::Repo<B>::get"), "n:2").is_none());
    assert!(
        owners
            .conflict(&of("krate::Repo<A>::get<u8>"), "n:1")
            .is_none()
    );
    for is_said in [false, true] {
        let conflict = owners.conflict(&of("krate::Repo<B>::get"), "n:1");
        let Some(Conflict::Key(first)) = conflict else {
            panic!("two repositories would share an entry")
        };
        assert_eq!(first.is_none(), is_said);
        assert!(first.is_none_or(|first| first.home() == "krate::Repo<A>"));
    }
    assert!(owners.conflict(&of("krate::Repo<A>::get"), "n:1").is_none());
}

#[test]
fn what_is_stated_and_what_is_there_once_is_left_alone() {
    let owners = Owners::default();
    for home in ["krate::Repo<A>::get", "krate::Repo<B>::get"] {
        let stated = Owner {
            is_in_doubt: false,
            ..of(home)
        };
        assert!(owners.conflict(&stated, "n:1").is_none());
    }
    for function in ["krate::get<A>", "krate::get<B>", "krate::Repo::get<A>"] {
        assert!(Owners::default().conflict(&of(function), "n:1").is_none());
        assert!(owners.conflict(&of(function), "n:2").is_none());
    }
}

#[test]
fn it_remembers_a_bounded_number() {
    let owners = Owners::default();
    for version in 0..2 * MAX_OWNERS as u64 {
        let caller = |home| Owner {
            version: Some(version),
            ..of(home)
        };
        assert!(
            owners
                .conflict(&caller("krate::Repo<A>::get"), &format!("n:v{version}"))
                .is_none()
        );
    }
    let mut nodes = 0;
    let mut node = owners.first.get();
    while let Some(this) = node {
        nodes += 1;
        node = this.next.get();
    }
    assert_eq!(nodes, MAX_OWNERS);
    // Keys are told apart all the same.
    let late = Owner {
        version: Some(31),
        ..of("krate::Repo<B>::get")
    };
    let conflict = owners.conflict(&late, "n:v31");
    assert!(matches!(conflict, Some(Conflict::Key(_))));
}

#[test]
fn a_function_belongs_to_what_is_before_its_name() {
    for (body, home) in [
        ("krate::module::get::{{closure}}", "krate::module"),
        ("krate::get<fn(u8) -> krate::B>::{{closure}}", "krate"),
        (
            "krate::Repo<fn() -> u8, [u8; 3]>::get<A::B>",
            "krate::Repo<fn() -> u8, [u8; 3]>",
        ),
        (
            "<krate::S as krate::Make<krate::A>>::make",
            "<krate::S as krate::Make<krate::A>>",
        ),
        ("get", ""),
        ("<<>::", "<<>"),
        ("::>>", ""),
    ] {
        assert_eq!(of(body).home(), home);
    }
}

#[test]
fn the_function_is_named_without_its_closures() {
    assert_eq!(owner(0, "u8").function(), "krate::function");
}
