//! Nothing: the program is the example `axum_service`, in `main.rs`.
