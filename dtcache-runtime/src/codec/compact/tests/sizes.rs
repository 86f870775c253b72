//! How many bytes values of every day take.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{comes_back, stored, stored_verified};

macro_rules! types {
    ($($name:ident { $($of:ident: $type:ty),* $(,)? })*) => {$(
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        struct $name { $($of: $type),* }
    )*};
}

types! {
    User { id: u64, name: String }
    Users { users: Vec<User> }
    Profile {
        id: u64,
        name: String,
        email: String,
        active: bool,
        score: f64,
        referrer: Option<u64>,
        nickname: Option<String>,
        address: Address,
        tags: Vec<String>,
        settings: Settings,
        orders: Vec<Order>,
    }
    Address {
        street: String,
        city: String,
        postcode: String,
        country: String,
        latitude: f64,
        longitude: f64,
    }
    Settings {
        language: String,
        time_zone: String,
        newsletter: bool,
        dark_mode: bool,
        page_length: u32,
    }
    Order {
        number: u64,
        article: String,
        quantity: u32,
        price: f64,
        paid: bool,
        delivered: Option<String>,
    }
}

fn user(id: u64) -> User {
    let name = "John Doe".to_owned();
    User { id, name }
}

fn profile(name: &str, city: &str) -> Profile {
    Profile {
        id: 123,
        name: name.to_owned(),
        email: "zoe.mueller@example.com".to_owned(),
        active: true,
        score: 87.25,
        referrer: Some(61),
        nickname: None,
        address: Address {
            street: "Bahnhofstrasse 17a".to_owned(),
            city: city.to_owned(),
            postcode: "8001".to_owned(),
            country: "CH".to_owned(),
            latitude: 47.372_412,
            longitude: 8.539_205,
        },
        tags: ["customer", "early access", "newsletter", "returns"]
            .map(str::to_owned)
            .to_vec(),
        settings: Settings {
            language: "de-CH".to_owned(),
            time_zone: "Europe/Zurich".to_owned(),
            newsletter: true,
            dark_mode: false,
            page_length: 50,
        },
        orders: (0..7).map(order).collect(),
    }
}

fn order(number: u32) -> Order {
    Order {
        number: 12_300 + u64::from(number),
        article: format!("Kettle, {} litres", number + 1),
        quantity: number % 3 + 1,
        price: 19.95 + f64::from(number) * 7.5,
        paid: number != 6,
        delivered: (number < 3).then(|| format!("2025-0{}-14", number + 3)),
    }
}

/// The bytes with names, and as calls store it.
fn sizes<T>(value: &T) -> (usize, usize)
where
    T: Clone + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug,
{
    comes_back(value.clone());
    (stored(value).len(), stored_verified(value).len())
}

#[test]
fn names_take_no_room() {
    assert_eq!(sizes(&user(123)), (25, 12));
    assert_eq!(sizes(&profile("Zoë Müller", "Zürich")), (656, 379));
    assert_eq!(sizes(&profile("Zoe Mueller", "Zuerich")), (655, 346));
    let users = (123..1123).map(user).collect();
    assert_eq!(sizes(&Users { users }), (12_021, 12_021));
}

#[test]
fn what_has_no_names_is_no_larger() {
    assert_eq!(sizes(&7_u8), (7, 5));
    assert_eq!(sizes(&"John Doe".to_owned()), (15, 11));
    assert_eq!(sizes(&vec![19.95; 20]), (189, 68));
    assert_eq!(sizes(&vec![0.1 + 0.2; 20]), (189, 189));
    assert_eq!(
        sizes(&vec!["an element of a list".to_owned(); 20]),
        (429, 377)
    );
    assert_eq!(sizes(&[None, Some(1), Some(2)]), (10, 9));
}
