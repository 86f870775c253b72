//! The medium payload.

use std::sync::LazyLock;

use hitbox_fn::CacheableResponse;
use serde::{Deserialize, Serialize};

use super::{Payload, Size, json_of};
use crate::entrant::HIT;

/// A user's profile, as a service would return it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, CacheableResponse)]
pub struct Medium {
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

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Address {
    street: String,
    city: String,
    postcode: String,
    country: String,
    latitude: f64,
    longitude: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Settings {
    language: String,
    time_zone: String,
    newsletter: bool,
    dark_mode: bool,
    page_length: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Order {
    number: u64,
    article: String,
    quantity: u32,
    price: f64,
    paid: bool,
    delivered: Option<String>,
}

impl Payload for Medium {
    const SIZE: Size = Size::Medium;

    fn make(id: u64) -> Self {
        Self {
            id,
            name: "Zoë Müller".to_owned(),
            email: "zoe.mueller@example.com".to_owned(),
            active: true,
            score: 87.25,
            referrer: Some(id / 2),
            nickname: None,
            address: Address {
                street: "Bahnhofstrasse 17a".to_owned(),
                city: "Zürich".to_owned(),
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
            orders: (0..7).map(|number| order(id, number)).collect(),
        }
    }

    fn json() -> &'static [u8] {
        static JSON: LazyLock<Vec<u8>> = LazyLock::new(|| json_of(&Medium::make(HIT)));
        &JSON
    }
}

fn order(id: u64, number: u32) -> Order {
    Order {
        number: id * 100 + u64::from(number),
        article: format!("Kettle, {} litres", number + 1),
        quantity: number % 3 + 1,
        price: 19.95 + f64::from(number) * 7.5,
        paid: number != 6,
        delivered: (number < 3).then(|| format!("2025-0{}-14", number + 3)),
    }
}
