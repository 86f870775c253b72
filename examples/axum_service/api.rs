//! The HTTP side: routes, and errors as answers.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use dtcache::is_async_redis_connected;
use serde::{Deserialize, Serialize};

use crate::shop::{Product, Shop, ShopError, Summary};

pub(crate) fn router(shop: Shop) -> Router {
    Router::new()
        .route("/products/{id}", get(product).put(set_price))
        .route("/summary", get(summary))
        .route("/health", get(health))
        .with_state(shop)
}

async fn product(
    State(shop): State<Shop>,
    Path(id): Path<i64>,
) -> Result<Json<Product>, ShopError> {
    shop.product(id).await.map(Json)
}

async fn summary(State(shop): State<Shop>) -> Result<Json<Summary>, ShopError> {
    shop.summary().await.map(Json)
}

#[derive(Deserialize)]
struct Price {
    cents: u32,
}

async fn set_price(
    State(shop): State<Shop>,
    Path(id): Path<i64>,
    Json(price): Json<Price>,
) -> Result<Json<Product>, ShopError> {
    shop.set_price(id, price.cents).await.map(Json)
}

#[derive(Serialize)]
struct Health {
    cache: &'static str,
    /// The class only: the whole error names the server's address.
    error: Option<String>,
    hits: u64,
    misses: u64,
}

/// Always 200: without its cache this service is slower, not broken.
async fn health(State(shop): State<Shop>) -> Json<Health> {
    let (connected, error) = is_async_redis_connected(shop.redis()).await;
    let total = shop.redis().stats().total();
    Json(Health {
        cache: if connected { "up" } else { "down" },
        error: error.map(|error| error.kind().to_string()),
        hits: total.hits,
        misses: total.misses,
    })
}

impl IntoResponse for ShopError {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::NoSuchProduct(id) => (StatusCode::NOT_FOUND, format!("no product {id}")),
            Self::Database(error) => internal(&error),
            Self::Stopped(error) => internal(&error),
        };
        let body = serde_json::json!({ "error": message });
        (status, Json(body)).into_response()
    }
}

/// What went wrong in here is for the log, not for the client.
fn internal(error: &dyn std::error::Error) -> (StatusCode, String) {
    eprintln!("error: {error}");
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    (status, "something went wrong".to_owned())
}
